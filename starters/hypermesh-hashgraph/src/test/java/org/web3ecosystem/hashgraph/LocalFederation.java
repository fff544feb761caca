package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.spitest.consensus.Replicas;

/** Validators on the loopback address, each with a home and a free port. */
final class LocalFederation implements Replicas {

	private final Path root;

	private final Map<String, String> overrides;

	private final Function<Node, Gossip> gossip;

	private final List<Node> nodes = new ArrayList<>();

	private final List<HashgraphEngine> engines = new ArrayList<>();

	LocalFederation(int n) {
		this(n, Map.of());
	}

	LocalFederation(int n, Map<String, String> overrides) {
		this(n, overrides, DirectGossip::new);
	}

	/**
	 * @param gossip how a node's replica reaches the others
	 */
	LocalFederation(int n, Map<String, String> overrides, Function<Node, Gossip> gossip) {
		this.overrides = overrides;
		this.gossip = gossip;
		try {
			root = Files.createTempDirectory("hashgraph");
			List<NodeKey> keys = new ArrayList<>();
			List<Validator> validators = new ArrayList<>();
			List<Path> homes = new ArrayList<>();
			for (int i = 1; i <= n; i++) {
				Path home = Files.createDirectory(root.resolve("node" + i));
				NodeKey key = NodeKey.generate();
				homes.add(home);
				keys.add(key);
				validators.add(new Validator("node" + i, i, key.publicKey().getEncoded(),
						GossipKeys.create(home, "node" + i), endpoints(), 1));
			}
			Genesis genesis = new Genesis(new ChainId("test-0123456789abcdef"), "test", "test.internal", Instant.now(),
					Genesis.PROTOCOL_VERSION, List.of(), validators, new byte[] { 0 });
			for (int i = 0; i < n; i++) {
				nodes.add(new Node("node" + (i + 1), keys.get(i), homes.get(i),
						List.of(InetAddress.getLoopbackAddress()), validators.get(i).endpoints(), genesis));
			}
			nodes.forEach(node -> engines.add(engine(node)));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static Endpoints endpoints() {
		return new Endpoints(List.of("127.0.0.1"), 1, Loopback.freePort(), 1, 1, 1);
	}

	@Override
	public Roster roster() {
		return Roster.of(nodes.getFirst().genesis());
	}

	/**
	 * A node that is in no roster yet, with the next engine id. Its engine is made once
	 * there is a roster that has it.
	 */
	Validator newcomer() {
		try {
			int number = nodes.size() + 1;
			Path home = Files.createDirectory(root.resolve("node" + number));
			NodeKey key = NodeKey.generate();
			Validator validator = new Validator("node" + number, number, key.publicKey().getEncoded(),
					GossipKeys.create(home, "node" + number), endpoints(), 1);
			nodes.add(new Node(validator.name(), key, home, List.of(InetAddress.getLoopbackAddress()),
					validator.endpoints(), nodes.getFirst().genesis()));
			return validator;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** An engine for the newest node, which has nothing and knows this roster. */
	HashgraphEngine join(Roster roster, Epoch epoch) {
		engines.add(engine(nodes.getLast()));
		engines.getLast().overtaken(epoch, roster);
		return engines.getLast();
	}

	private HashgraphEngine engine(Node node) {
		return new HashgraphEngine(node, gossip.apply(node), HashgraphSettings.DEFAULT, overrides);
	}

	List<Node> nodes() {
		return nodes;
	}

	@Override
	public List<HashgraphEngine> engines() {
		return engines;
	}

	@Override
	public HashgraphEngine reopen(int index) {
		engines.set(index, engine(nodes.get(index)));
		return engines.get(index);
	}

	@Override
	public void close() {
		// each waits for its talks with the others to end
		engines.parallelStream().forEach(HashgraphEngine::close);
		delete(root);
	}

	private static void delete(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
		}
		catch (IOException leftBehind) {
			throw new UncheckedIOException(leftBehind);
		}
	}

}
