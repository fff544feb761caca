package org.web3ecosystem.trustchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.trustchain.ca.PassphraseOrigin;
import org.web3ecosystem.trustchain.ca.RootCeremony;

/** A federation on disk with keys and intermediates as {@code init} makes it. */
public record Federation(Genesis genesis, List<Node> nodes) {

	public static final String ZONE = "local.internal";

	private static final String PASSPHRASE = "correct horse";

	public static Federation of(int validators, Path directory) {
		return of(validators, directory, Instant.now());
	}

	public static Federation of(int validators, Path directory, Instant now) {
		return of(validators, directory, now, ZONE);
	}

	public static Federation of(int validators, Path directory, Instant now, String zone) {
		try (RootCeremony ceremony = RootCeremony.begin("local", zone, now)) {
			List<NodeKey> keys = new ArrayList<>();
			List<Validator> roster = new ArrayList<>();
			for (int i = 0; i < validators; i++) {
				NodeKey key = NodeKey.generate();
				Endpoints endpoints = endpoints(i);
				keys.add(key);
				roster.add(new Validator("node" + (i + 1), i, key.publicKey().getEncoded(), ceremony.root(), endpoints,
						1));
				ceremony.equip(home(directory, i), "node" + (i + 1), key.id(), endpoints);
			}
			Genesis genesis = new Genesis(new ChainId("local-0123456789abcdef"), "local", zone, now, 1,
					List.of("certificates"), roster, ceremony.root());
			byte[] signed = SignedGenesis.sign(genesis, keys).encode();
			List<Node> nodes = new ArrayList<>();
			for (int i = 0; i < validators; i++) {
				Files.write(home(directory, i).resolve("genesis.cbor"), signed);
				nodes.add(new Node("node" + (i + 1), keys.get(i), home(directory, i),
						List.of(InetAddress.getLoopbackAddress()), roster.get(i).endpoints(), genesis));
			}
			ceremony.export(directory.resolve("root-key.p8"), PASSPHRASE.toCharArray(), PassphraseOrigin.DRAWN);
			return new Federation(genesis, nodes);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	public Node node(int number) {
		return nodes.get(number - 1);
	}

	/** The root, with its key, to make more with. */
	public RootCeremony ceremony(Instant now) {
		Path rootKey = nodes.getFirst().home().getParent().resolve("root-key.p8");
		return RootCeremony.resume(genesis, rootKey, PASSPHRASE.toCharArray(), now);
	}

	/** What the holder of the root key leaves in a validator's home. */
	public void renew(Node node, Instant now) {
		try (RootCeremony ceremony = ceremony(now)) {
			ceremony.write(node.home().resolve("trustchain/next"), node.name(), node.id(), node.endpoints());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** A node that is no validator. */
	public Node stranger(Path home, String name) {
		return new Node(name, NodeKey.generate(), home, List.of(InetAddress.getLoopbackAddress()), endpoints(90),
				genesis);
	}

	private static Path home(Path directory, int index) {
		return directory.resolve("node" + (index + 1));
	}

	private static Endpoints endpoints(int index) {
		return new Endpoints(List.of("127.0.0.1"), 20000 + index, 21000 + index, Loopback.freePort(), 8080, 8443);
	}

}
