package org.web3ecosystem.stoq.tls;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.UnavailableException;

/** A key and certificate that must not be published; whatever was published stays. */
public final class UnusableIdentityException extends UnavailableException {

	private static final long serialVersionUID = 1L;

	UnusableIdentityException(String message) {
		super(message);
	}

	UnusableIdentityException(String message, @Nullable Throwable cause) {
		super((cause == null) ? message : message + ": " + cause.getMessage());
		if (cause != null) {
			initCause(cause);
		}
	}

}
