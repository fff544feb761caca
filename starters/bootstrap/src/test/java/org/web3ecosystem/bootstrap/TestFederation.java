package org.web3ecosystem.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.web3ecosystem.bootstrap.home.NodeHome;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.NodeKeyFile;

/** A federation on paper, with home directories for its nodes. */
public record TestFederation(SignedGenesis signed, List<NodeKey> keys) {

	public static TestFederation of(int validators) {
		List<NodeKey> keys = IntStream.range(0, validators).mapToObj(i -> NodeKey.generate()).toList();
		List<Validator> roster = new ArrayList<>();
		for (int i = 0; i < validators; i++) {
			roster.add(new Validator("node" + (i + 1), i, keys.get(i).publicKey().getEncoded(), new byte[] { 1 },
					endpoints(i), 100));
		}
		Genesis genesis = new Genesis(new ChainId("test-0123456789abcdef"), "test", "test.internal", Instant.EPOCH,
				Genesis.PROTOCOL_VERSION, List.of("names"), roster, new byte[] { 2 });
		return new TestFederation(SignedGenesis.sign(genesis, keys), keys);
	}

	public static Endpoints endpoints(int index) {
		int base = 20_000 + index * 10;
		return new Endpoints(List.of("127.0.0.1"), base, base + 1, base + 2, base + 3, base + 4);
	}

	public Genesis genesis() {
		return signed.genesis();
	}

	/** A node that was never started, without a directory. */
	public Node node(int index, Path home) {
		Validator self = genesis().validators().get(index);
		return new Node(self.name(), keys.get(index), home, self.endpoints().inetAddresses(), self.endpoints(),
				genesis());
	}

	/** What init writes for a node. */
	public Path home(int index, Path parent) {
		try {
			Path home = Files.createDirectories(parent.resolve("node" + (index + 1)));
			Files.write(home.resolve(NodeHome.GENESIS), signed.encode());
			NodeKeyFile.write(home.resolve(NodeKeyFile.NAME), keys.get(index));
			return home;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
