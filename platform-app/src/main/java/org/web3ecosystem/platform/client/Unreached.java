package org.web3ecosystem.platform.client;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertPathValidatorException;
import java.util.Optional;

import javax.net.ssl.SSLException;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.Reason;

/** Why a node was not reached, for who asked it and can do something about it. */
public final class Unreached {

	private static final int DEEPEST = 16;

	private Unreached() {
	}

	/** As a command ends with it. */
	public static RefusedException of(Object where, IOException failure) {
		return foreign(where, failure).orElseGet(() -> {
			if (has(failure, ConnectException.class)) {
				return new RefusedException("nobody listens at " + where, "start the node first: 'status --wait'",
						failure);
			}
			return new RefusedException("no answer from " + where + ": " + Reason
				.of(failure), has(failure, SSLException.class)
						? "the node refuses the certificate shown; its operator's lasts a day and is made anew at its start"
						: "is the node running? 'status' says how far it is",
					failure);
		});
	}

	/** If what answered is of another federation. */
	static Optional<RefusedException> foreign(Object where, Throwable failure) {
		return has(failure, CertPathValidatorException.class) ? Optional.of(new RefusedException(
				where + " is of another federation: its certificate does not lead to the root in the genesis document",
				"give the genesis document of that node's federation, or the address of a node of this one", failure))
				: Optional.empty();
	}

	private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
		Throwable cause = failure;
		for (int i = 0; i < DEEPEST && cause != null; i++) {
			if (kind.isInstance(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
