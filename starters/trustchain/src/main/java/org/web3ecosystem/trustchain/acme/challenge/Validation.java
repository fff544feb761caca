package org.web3ecosystem.trustchain.acme.challenge;

import org.web3ecosystem.trustchain.acme.state.ChallengeType;

/** One way to find out whether a client has control of a name. */
public interface Validation {

	/** Which way. */
	ChallengeType type();

	/**
	 * Looks once, in bounded time. Blocks; on virtual threads only.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException connection, dns,
	 * incorrectResponse, tls or unauthorized if control was not shown
	 */
	void validate(Claim claim);

	/**
	 * What is to be found.
	 *
	 * @param name a DNS name of the zone
	 * @param token of the challenge
	 * @param keyAuthorization RFC 8555, section 8.1
	 * @param local the client asked from this machine
	 */
	record Claim(String name, String token, String keyAuthorization, boolean local) {
	}

}
