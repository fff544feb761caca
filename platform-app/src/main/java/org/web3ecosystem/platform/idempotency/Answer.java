package org.web3ecosystem.platform.idempotency;

import org.springframework.http.HttpHeaders;

/**
 * An answer that is remembered.
 *
 * @param request that it is the answer to
 * @param status HTTP status
 * @param headers those that describe the body
 * @param body whole
 */
record Answer(Fingerprint request, int status, HttpHeaders headers, byte[] body) {

	/** The largest body that is remembered, in bytes. */
	static final int MAX_BODY = 64 * 1024;

	/** About how much memory it takes, in bytes. */
	int weight() {
		return 1024 + body.length;
	}

}
