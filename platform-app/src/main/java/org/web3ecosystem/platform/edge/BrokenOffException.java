package org.web3ecosystem.platform.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A request did not arrive whole, for a reason that is its sender's. */
final class BrokenOffException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	BrokenOffException(HttpStatus status, String reason, @Nullable Throwable cause) {
		super(status, reason, cause);
	}

}
