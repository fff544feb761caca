package org.web3ecosystem.trustchain.acme.problem;

/**
 * A problem document (RFC 9457) of ACME.
 *
 * @param type what kind
 * @param detail for people, at most {@value #MAX_DETAIL} characters
 */
public record Problem(ErrorType type, String detail) {

	/** What a client wrote may be in it. */
	static final int MAX_DETAIL = 500;

	public Problem {
		detail = detail.substring(0, Math.min(detail.length(), MAX_DETAIL));
	}

}
