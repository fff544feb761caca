package org.web3ecosystem.trustchain.acme;

import java.security.SecureRandom;
import java.util.Base64;

/** What nobody can guess, in base64url. */
final class RandomText {

	private static final SecureRandom RANDOM = new SecureRandom();

	private RandomText() {
	}

	static String of(int bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(octets(bytes));
	}

	static byte[] octets(int count) {
		byte[] octets = new byte[count];
		RANDOM.nextBytes(octets);
		return octets;
	}

}
