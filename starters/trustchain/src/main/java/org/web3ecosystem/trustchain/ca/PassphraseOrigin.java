package org.web3ecosystem.trustchain.ca;

/** Who made up a passphrase, and so how dear a guess at it has to be. */
public enum PassphraseOrigin {

	/** A person: OWASP's count for PBKDF2-HMAC-SHA256. */
	CHOSEN(600_000),

	/**
	 * A random generator, with more than 128 bits: there is nothing to guess, so the
	 * least count of SP 800-132.
	 */
	DRAWN(1_000);

	private final int iterations;

	PassphraseOrigin(int iterations) {
		this.iterations = iterations;
	}

	int iterations() {
		return iterations;
	}

}
