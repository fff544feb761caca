package org.web3ecosystem.hypermesh.ledger;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;

/** What a stage failed with, without its wrappers. */
final class Failures {

	private Failures() {
	}

	static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/** A time-out is nothing but want of an answer. */
	static RuntimeException asUnavailable(String what, Throwable failure) {
		Throwable cause = cause(failure);
		if (cause instanceof RuntimeException known) {
			return known;
		}
		return new UnavailableException(
				what + (cause instanceof TimeoutException ? " in time" : ": " + Reason.of(cause)), cause);
	}

}
