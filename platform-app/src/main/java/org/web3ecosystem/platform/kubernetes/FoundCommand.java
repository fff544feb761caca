package org.web3ecosystem.platform.kubernetes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.web3ecosystem.platform.client.PassphraseFile;
import org.web3ecosystem.platform.command.Command;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.platform.federation.FederationDirectory;
import org.web3ecosystem.platform.federation.FederationPlan;
import org.web3ecosystem.platform.federation.Founding;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Founds a federation in a cluster, once: each validator's home goes into a Secret of its
 * own, the root key into another, and what everybody may know into a ConfigMap. That one
 * is written last, and only if it is as it was at the beginning: it says which founding
 * counts. Fields of Secrets begin with the chain, so that what was cut off, or came
 * second, takes nothing from what counts.
 */
public final class FoundCommand {

	static final String GENESIS = "genesis.cbor";

	static final String CHAIN = "chain";

	private static final List<String> ROOT_KEY = List.of("root-key.p8", "root-key.passphrase");

	private final ClusterApi cluster;

	private final Founding founding;

	private final PrintStream out;

	public FoundCommand(ClusterApi cluster, Founding founding, PrintStream out) {
		this.cluster = cluster;
		this.founding = founding;
		this.out = out;
	}

	/** The exit code. */
	public int run(Command.FoundInCluster command, FederationPlan plan) {
		Papers papers = new Papers(command.name());
		Paper there = cluster.read(Kind.CONFIG_MAP, papers.federation());
		Optional<String> chain = there.text(CHAIN);
		if (chain.isPresent()) {
			out.println("the federation is founded: chain " + chain.get());
			return 0;
		}
		try {
			Path scratch = Files.createTempDirectory("founding-");
			try {
				handOver(papers, there, founding.found(plan, scratch.resolve("federation"),
						command.init().passphraseFile().map(PassphraseFile::read)));
			}
			finally {
				FederationDirectory.delete(scratch.resolve("federation"));
				Files.delete(scratch);
			}
		}
		catch (IOException failure) {
			throw new RefusedException("there is no room to found in: " + FederationDirectory.reason(failure),
					"give the pod a /tmp that it can write to", failure);
		}
		return 0;
	}

	private void handOver(Papers papers, Paper there, FederationDirectory founded) throws IOException {
		Genesis genesis = founded.genesis().genesis();
		String chain = genesis.chainId().toString();
		int ordinal = 0;
		for (Validator validator : founded.validators()) {
			cluster.fill(papers.home(ordinal++), HomeFiles.under(chain, HomeFiles.read(founded.home(validator))));
		}
		cluster.fill(papers.rootKey(), HomeFiles.under(chain, rootKey(founded.path())));
		cluster.fill(papers.federation(), there, texts(genesis, founded.path()),
				Map.of(GENESIS, founded.genesis().encode()));
		out.println("a federation of " + genesis.n() + " validators (chain " + genesis.chainId() + ", f=" + genesis.f()
				+ ")");
		out.println("the root key is in the Secret " + papers.rootKey() + ": take it out of the cluster");
	}

	private static Map<String, byte[]> rootKey(Path directory) throws IOException {
		Map<String, byte[]> fields = new TreeMap<>();
		for (String name : ROOT_KEY) {
			Path file = directory.resolve(name);
			if (Files.exists(file)) {
				fields.put(name, Files.readAllBytes(file));
			}
		}
		return fields;
	}

	private static Map<String, String> texts(Genesis genesis, Path directory) throws IOException {
		return Map.of(CHAIN, genesis.chainId().toString(), "federation", genesis.federation(), "zone", genesis.zone(),
				"validators", Integer.toString(genesis.n()), "root.pem",
				Files.readString(directory.resolve("root.pem"), StandardCharsets.US_ASCII));
	}

}
