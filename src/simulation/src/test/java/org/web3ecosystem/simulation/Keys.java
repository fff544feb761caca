package org.web3ecosystem.simulation;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

import org.web3ecosystem.spi.trust.NodeKey;

/** The same keys in every run, so that a seed says all there is to say. */
final class Keys {

	static final List<NodeKey> ALL = IntStream.range(0, 9).mapToObj(Keys::key).toList();

	private Keys() {
	}

	private static NodeKey key(int number) {
		try {
			SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
			random.setSeed(number);
			KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
			generator.initialize(255, random);
			KeyPair pair = generator.generateKeyPair();
			return NodeKey.of(pair.getPublic(), pair.getPrivate());
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has these", impossible);
		}
	}

}
