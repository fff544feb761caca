package org.web3ecosystem.catalog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.ledger.CatalogueModule;
import org.web3ecosystem.catalog.placement.BlobClient;
import org.web3ecosystem.catalog.placement.BlobHandler;
import org.web3ecosystem.catalog.placement.BlobStore;
import org.web3ecosystem.catalog.placement.Custodian;
import org.web3ecosystem.catalog.placement.Incoming;
import org.web3ecosystem.catalog.placement.Signpost;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.asset.AssetState;
import org.web3ecosystem.spi.asset.NewPackage;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/** Nodes with a catalogue, over one ledger and a network in memory. */
public final class TestFederation implements AutoCloseable {

	/** A seat that nobody is to ask: all holders are validators. */
	public static final ServiceDiscovery NO_NAMES = new ServiceDiscovery() {

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			throw new UnavailableException("nobody knows names here");
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			throw new UnavailableException("nobody knows names here");
		}
	};

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final InMemoryNetwork network = new InMemoryNetwork();

	private final List<Member> members = new ArrayList<>();

	private final Genesis genesis;

	private final TestLedger ledger;

	private final Map<String, Asset> assets = new HashMap<>();

	/** One node and what it has. */
	public record Member(Node node, CatalogueEntries entries, BlobStore store, Custodian custodian, Signpost signpost,
			Catalogue catalogue, TransportProvider transport) {

		/** A blob uploaded here. */
		public Blob upload(String path, byte[] bytes) {
			try (Incoming incoming = catalogue.receive(bytes.length)) {
				incoming.write(bytes, 0, bytes.length);
				Content content = incoming.finish(Digest.over(bytes));
				return new Blob(path, "application/octet-stream", content);
			}
		}

		public Catalogue.Published publish(String release, List<Blob> blobs, String... wants) {
			return get(catalogue.publish(Manifests.of(node.id(), release, List.of("word"), blobs, wants)));
		}

		public Manifest manifest(String release, String... wants) {
			return Manifests.of(node.id(), release, wants);
		}

	}

	public TestFederation(int n, Path folder) {
		this(n, folder, List.of(CatalogueModule.NAME, NewPackage.MODULE));
	}

	public TestFederation(int n, Path folder, List<String> modules) {
		List<NodeKey> keys = IntStream.range(0, n).mapToObj(i -> NodeKey.generate()).toList();
		this.genesis = genesis(keys, modules);
		this.ledger = new TestLedger(genesis, this::called);
		for (int i = 0; i < n; i++) {
			members.add(member(i, keys.get(i), folder.resolve("node" + (i + 1))));
		}
	}

	public static Genesis genesis(List<NodeKey> keys, List<String> modules) {
		List<Validator> validators = IntStream.range(0, keys.size())
			.mapToObj(i -> new Validator("node" + (i + 1), i, keys.get(i).publicKey().getEncoded(), new byte[] { 1 },
					endpoints(i), 100))
			.toList();
		return new Genesis(new ChainId("local-0123456789abcdef"), "local", "local.internal", Instant.EPOCH,
				Genesis.PROTOCOL_VERSION, modules, validators, new byte[] { 2 });
	}

	public static Endpoints endpoints(int index) {
		return new Endpoints(List.of("127.0.0.1"), 9_292 + 100 * index, 9_392 + 100 * index, 8_053 + 100 * index,
				8_080 + 100 * index, 8_443 + 100 * index);
	}

	/** As the module of assets does it. */
	private Verdict called(String module, NodeId author, byte[] body) {
		assertThat(module).isEqualTo(NewPackage.MODULE);
		NewPackage wanted = NewPackage.decode(body);
		Asset asset = new Asset(wanted.name(), AssetKind.PACKAGE, author, List.of(author), wanted.description(),
				Height.GENESIS, 0, AssetState.Free.NEW);
		return assets.putIfAbsent(wanted.name(), asset) == null ? Verdict.accepted()
				: Verdict.rejected("an asset '" + wanted.name() + "' is registered already");
	}

	private Member member(int index, NodeKey key, Path home) {
		Node node = new Node("node" + (index + 1), key, home, List.of(InetAddress.getLoopbackAddress()),
				endpoints(index), genesis);
		TransportProvider transport = network.node(node.id());
		BlobStore store = new BlobStore(home.resolve("catalog"), 256L << 20);
		store.open();
		CatalogueEntries entries = new CatalogueEntries(ledger.of(node.id()));
		Custodian custodian = new Custodian(node, entries, store, new BlobClient(transport, store), NO_NAMES, 2);
		Catalogue catalogue = new Catalogue(new Catalogue.Parts(node, entries, new Willing(), store, custodian,
				() -> Optional.of(new Assets()), new Random(index), executor));
		listen(node, transport, new BlobHandler(store, executor));
		Signpost signpost = new Signpost(node, entries, () -> Optional.of(new Assets()));
		return new Member(node, entries, store, custodian, signpost, catalogue, transport);
	}

	/** Puts another handler in the place of a node's own. */
	public void listen(Node node, TransportProvider transport, StreamHandler handler) {
		transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.endpoints().stoq()),
				new Inbound(List.of(), List.of(handler)));
	}

	public Member member(int index) {
		return members.get(index);
	}

	public List<Member> members() {
		return members;
	}

	public Genesis genesis() {
		return genesis;
	}

	public TestLedger ledger() {
		return ledger;
	}

	public InMemoryNetwork network() {
		return network;
	}

	public ExecutorService executor() {
		return executor;
	}

	public Map<String, Asset> assets() {
		return assets;
	}

	/** Everybody looks, one after the other, some times. */
	public void look(int times) {
		for (int i = 0; i < times; i++) {
			members.forEach(member -> member.custodian().look());
		}
	}

	@Override
	public void close() {
		executor.shutdownNow();
	}

	/** Proves anything: proofs are tested where they are made. */
	private static final class Willing implements ConsensusProvider {

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			return CompletableFuture.completedFuture(new ProofBundle(new byte[] { 1 }, Set.of()));
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			return CompletableFuture.completedFuture(Verdict.accepted());
		}

	}

	private final class Assets implements AssetRegistry {

		@Override
		public CompletionStage<Receipt> register(String id, AssetKind kind, String description) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Receipt> lease(String id, long after, Instant until) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Receipt> renew(String id, long term, Instant until) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Receipt> release(String id, long term) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Receipt> transfer(String id, long revision, NodeId owner) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Receipt> hold(String id, long revision, List<NodeId> holders) {
			assets.computeIfPresent(id, (same, asset) -> new Asset(id, asset.kind(), asset.owner(), holders,
					asset.description(), asset.registeredAt(), revision + 1, asset.state()));
			return CompletableFuture
				.completedFuture(new Receipt("2".repeat(64), Height.GENESIS, Instant.EPOCH, Verdict.accepted()));
		}

		@Override
		public CompletionStage<Optional<Asset>> find(String id) {
			return CompletableFuture.completedFuture(Optional.ofNullable(assets.get(id)));
		}

		@Override
		public CompletionStage<List<Asset>> list(long offset, int limit) {
			return CompletableFuture.completedFuture(List.copyOf(assets.values()));
		}

	}

}
