package org.web3ecosystem.catalog.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.catalog.entry.ChunkTree;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.NewPackage;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.LedgerModule.Command;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.usage.Economy;

/**
 * The module by itself: every command is a block of its own, a refused one leaves
 * nothing, and the economy is whatever the test says.
 */
final class ModuleBench {

	static final Duration WINDOW = Duration.ofSeconds(60);

	final NodeKey alice = NodeKey.generate();

	final NodeKey bob = NodeKey.generate();

	final Genesis genesis;

	final CatalogueModule module;

	/** What the economy was asked, by commands that were accepted. */
	final List<Economy.Request> asked = new ArrayList<>();

	/** What assets were asked for. */
	final List<NewPackage> assets = new ArrayList<>();

	Function<NewPackage, Verdict> registry = wanted -> Verdict.accepted();

	Function<Economy.Request, Verdict> economy = request -> Verdict.accepted();

	Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final Map<String, byte[]> stored = new TreeMap<>();

	private long height;

	private long number;

	ModuleBench(boolean withEconomy) {
		this.genesis = genesis(alice, withEconomy ? List.of(CatalogueModule.NAME, Economy.MODULE, NewPackage.MODULE)
				: List.of(CatalogueModule.NAME));
		this.module = new CatalogueModule(genesis, new CataloguePolicy(WINDOW, 1_000, 1));
		pass(Duration.ZERO);
	}

	static Genesis genesis(NodeKey validator, List<String> modules) {
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal", Instant.EPOCH,
				Genesis.PROTOCOL_VERSION, modules,
				List.of(new Validator("node1", 0, validator.publicKey().getEncoded(), new byte[] { 1 },
						new Endpoints(List.of("127.0.0.1"), 9_292, 9_392, 8_053, 8_080, 8_443), 100)),
				new byte[] { 2 });
	}

	/** Time goes by, and a block of others comes at its end. */
	void pass(Duration time) {
		now = now.plus(time);
		height++;
		module.end(now, new Height(height), new Layer(stored, new ArrayList<>()));
	}

	Verdict publish(NodeKey author, Manifest manifest) {
		return run(author,
				new CatalogueCommand.Publish(SignedManifest.sign(author, genesis.chainId(), manifest), number++));
	}

	Verdict publish(String release, String... wants) {
		return publish(alice, Manifests.of(alice.id(), release, wants));
	}

	Verdict yank(NodeKey author, String release, boolean yanked) {
		String[] parts = release.split(" ");
		return run(author, new CatalogueCommand.Yank(parts[0], Version.parse(parts[1]), yanked, number++));
	}

	Verdict hold(NodeKey author, byte[] bytes) {
		return run(author, new CatalogueCommand.Hold(evidence(author.id(), bytes)));
	}

	Verdict prove(NodeKey author, byte[] bytes) {
		return run(author, new CatalogueCommand.Prove(evidence(author.id(), bytes)));
	}

	/** The right answer to the challenge that stands. */
	Evidence evidence(NodeId holder, byte[] bytes) {
		return evidence(bytes, challenge().number(), challenge().chunk(Manifests.content(bytes), holder));
	}

	static Evidence evidence(byte[] bytes, long challenge, int chunk) {
		Content content = Manifests.content(bytes);
		int from = chunk * ChunkTree.CHUNK;
		return new Evidence(content, challenge, chunk,
				Arrays.copyOfRange(bytes, from, from + ChunkTree.length(content, chunk)),
				Manifests.tree(bytes).path(chunk));
	}

	Verdict run(NodeKey author, CatalogueCommand command) {
		return run(author, command.encode());
	}

	Verdict run(NodeKey author, byte[] body) {
		height++;
		Command ordered = new Command("0".repeat(64), author.id(), body, now, new Height(height));
		Verdict verdict = module.check(ordered);
		Map<String, byte[]> changed = new TreeMap<>(stored);
		List<Economy.Request> requests = new ArrayList<>();
		if (verdict.isAccepted()) {
			verdict = module.apply(ordered, new Layer(changed, requests));
		}
		if (verdict.isAccepted()) {
			stored.clear();
			stored.putAll(changed);
			asked.addAll(requests);
		}
		module.end(now, new Height(height), new Layer(stored, new ArrayList<>()));
		return verdict;
	}

	Challenge challenge() {
		return Challenge.decode(stored.get(Keys.CHALLENGE));
	}

	Optional<PackageEntry> find(String name) {
		return Optional.ofNullable(stored.get(Keys.packageOf(name))).map(PackageEntry::decode);
	}

	BlobEntry blob(byte[] bytes) {
		return BlobEntry.decode(stored.get(Keys.blob(Manifests.content(bytes))));
	}

	List<String> list(String list) {
		return Keys.items(Optional.ofNullable(stored.get(Keys.page(list, 0))));
	}

	/** As if it had come to this. */
	void put(String key, byte[] value) {
		new Layer(stored, new ArrayList<>()).put(key, value);
	}

	/** Everything that is stored, to see that nothing changed. */
	Map<String, String> everything() {
		Map<String, String> all = new TreeMap<>();
		stored.forEach((key, value) -> all.put(key, Arrays.toString(value)));
		return all;
	}

	private final class Layer implements LedgerModule.State {

		private final Map<String, byte[]> entries;

		private final List<Economy.Request> requests;

		Layer(Map<String, byte[]> entries, List<Economy.Request> requests) {
			this.entries = entries;
			this.requests = requests;
		}

		@Override
		public Optional<byte[]> get(String key) {
			return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
		}

		@Override
		public void put(String key, byte[] value) {
			if (value.length > 64 * 1024 || key.length() > 512) {
				throw new IllegalArgumentException("too large for the ledger");
			}
			entries.put(key, value.clone());
		}

		@Override
		public void remove(String key) {
			entries.remove(key);
		}

		@Override
		public Optional<byte[]> peek(String other, String key) {
			return Optional.empty();
		}

		@Override
		public Verdict call(String other, byte[] body) {
			if (!genesis.modules().contains(other)) {
				throw new AssertionError("the federation has no " + other);
			}
			if (other.equals(NewPackage.MODULE)) {
				NewPackage wanted = NewPackage.decode(body);
				assets.add(wanted);
				return registry.apply(wanted);
			}
			Economy.Request request = Economy.Request.decode(body);
			Verdict verdict = economy.apply(request);
			if (verdict.isAccepted()) {
				requests.add(request);
			}
			return verdict;
		}

	}

}
