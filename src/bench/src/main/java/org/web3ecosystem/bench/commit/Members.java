package org.web3ecosystem.bench.commit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.web3ecosystem.hashgraph.GossipKeys;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

/** Validators of a new federation, each with a home and a gossip port at loopback. */
final class Members {

	private static final long STAKE = 100;

	private Members() {
	}

	static List<Node> found(Path directory, int n, List<String> modules) throws IOException {
		List<NodeKey> keys = new ArrayList<>();
		List<Path> homes = new ArrayList<>();
		List<Validator> validators = new ArrayList<>();
		for (int number = 1; number <= n; number++) {
			Path home = Files.createDirectories(directory.resolve("node" + number));
			NodeKey key = NodeKey.generate();
			keys.add(key);
			homes.add(home);
			validators.add(new Validator("node" + number, number, key.publicKey().getEncoded(),
					GossipKeys.create(home, "node" + number), endpoints(), STAKE));
		}
		Genesis genesis = new Genesis(new ChainId("bench-0123456789abcdef"), "bench", "bench.internal", Instant.now(),
				Genesis.PROTOCOL_VERSION, modules, validators, new byte[] { 0 });
		List<Node> nodes = new ArrayList<>();
		for (int i = 0; i < n; i++) {
			nodes.add(new Node(validators.get(i).name(), keys.get(i), homes.get(i),
					List.of(InetAddress.getLoopbackAddress()), validators.get(i).endpoints(), genesis));
		}
		return nodes;
	}

	private static Endpoints endpoints() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new Endpoints(List.of("127.0.0.1"), 1, free.getLocalPort(), 1, 1, 1);
		}
	}

}
