package org.web3ecosystem.hashgraph;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;

/** Gossip keys, for tests of other rooms. */
public final class GossipFixtures {

	private GossipFixtures() {
	}

	public static byte[] create(Path home, String name) {
		return GossipKeys.create(home, name);
	}

	public static KeyPair keys(Path home, byte[] certificate) {
		return GossipKeys.load(home, Rosters.certificate("test", certificate), new SecureRandom()).sigKeyPair();
	}

}
