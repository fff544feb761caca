package org.web3ecosystem.bootstrap.seat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.TransportException;

/** What a failure means to a chain of offers. */
final class Failures {

	private Failures() {
	}

	/** Without the wrappers that stages put around it. */
	static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/**
	 * Whether the next offer may be asked. An identity that was refused and a request
	 * that a peer rejected are answers, although their types say unavailable.
	 */
	static boolean movesOn(Throwable failure) {
		return switch (failure) {
			case TransportException.RefusedIdentity refused -> false;
			case TransportException.RemoteFailure remote -> !remote.isRejected();
			case UnavailableException unavailable -> true;
			default -> false;
		};
	}

	static String describe(Throwable failure) {
		String message = failure.getMessage();
		return message == null ? failure.getClass().getSimpleName() : message;
	}

}
