package org.web3ecosystem.platform.idempotency;

import java.util.Optional;

/**
 * What must be the same for a request to be the same.
 *
 * @param method upper case
 * @param target path and query, as they were sent
 * @param body what was read of the body; empty if nobody looked at it, and then it does
 * not matter
 */
record Fingerprint(String method, String target, Optional<Body> body) {

	/**
	 * A body, without keeping it.
	 *
	 * @param length in bytes
	 * @param sha256 hexadecimal
	 */
	record Body(long length, String sha256) {
	}

	/** Whether another request has the same method and target. */
	boolean isTo(Fingerprint other) {
		return method.equals(other.method) && target.equals(other.target);
	}

}
