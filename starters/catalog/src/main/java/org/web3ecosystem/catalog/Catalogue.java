package org.web3ecosystem.catalog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.BlobEntry;
import org.web3ecosystem.catalog.ledger.CatalogueCommand;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.ledger.CatalogueRefusal;
import org.web3ecosystem.catalog.ledger.PackageEntry;
import org.web3ecosystem.catalog.ledger.VersionEntry;
import org.web3ecosystem.catalog.placement.BlobStore;
import org.web3ecosystem.catalog.placement.Custodian;
import org.web3ecosystem.catalog.placement.Incoming;
import org.web3ecosystem.catalog.placement.StoredBlob;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Lock;
import org.web3ecosystem.catalog.resolve.Resolution;
import org.web3ecosystem.catalog.resolve.Resolver;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.WriteQueue;

/**
 * The package catalogue as this node uses it: it publishes with the node's key and reads
 * what everybody published. A refusal of the ledger is a {@link RejectedException}.
 */
public final class Catalogue {

	private final Node node;

	private final CatalogueEntries entries;

	private final ConsensusProvider consensus;

	private final BlobStore store;

	private final Custodian custodian;

	private final Supplier<Optional<AssetRegistry>> assets;

	private final RandomGenerator random;

	private final Executor executor;

	/**
	 * What it works with.
	 *
	 * @param consensus the seat
	 * @param assets where packages get a name, if this process has that
	 * @param random numbers commands
	 * @param executor whose threads may wait
	 */
	public record Parts(Node node, CatalogueEntries entries, ConsensusProvider consensus, BlobStore store,
			Custodian custodian, Supplier<Optional<AssetRegistry>> assets, RandomGenerator random, Executor executor) {
	}

	/**
	 * A version that is on the ledger now.
	 *
	 * @param isNew false if the same was published before
	 * @param name whether it can be found under its name, in words
	 */
	public record Published(VersionEntry entry, boolean isNew, String name) {
	}

	public Catalogue(Parts parts) {
		this.node = parts.node();
		this.entries = parts.entries();
		this.consensus = parts.consensus();
		this.store = parts.store();
		this.custodian = parts.custodian();
		this.assets = parts.assets();
		this.random = parts.random();
		this.executor = parts.executor();
	}

	/** The same, to write through a queue. */
	public Catalogue through(WriteQueue.Way way) {
		return new Catalogue(new Parts(node, new CatalogueEntries(way.ledger()), way.consensus(), store, custodian,
				assets, random, executor));
	}

	/** Takes a blob that is to be published; of a size that is at most the one given. */
	public Incoming receive(long size) {
		return store.receive(size);
	}

	/** A blob that this node has. */
	public Optional<Content> received(Digest digest) {
		return store.find(digest);
	}

	/**
	 * Publishes, and says by what name the package is found. Publishing the same again
	 * does nothing.
	 */
	public CompletionStage<Published> publish(Manifest manifest) {
		SignedManifest signed = SignedManifest.sign(node.key(), node.genesis().chainId(), manifest);
		for (Blob blob : manifest.blobs()) {
			if (!store.find(blob.content().digest()).equals(Optional.of(blob.content()))) {
				throw CatalogueRefusal.BLOB_MISSING.rejection(blob.content().digest());
			}
		}
		return entries.find(manifest.name(), manifest.version())
			.thenCompose(before -> before.isPresent() ? again(before.get(), signed) : publish(manifest, signed));
	}

	private CompletionStage<Published> again(VersionEntry before, SignedManifest signed) {
		if (!before.signed().digest().equals(signed.digest())) {
			throw CatalogueRefusal.VERSION_EXISTS.rejection("this version");
		}
		return name(before.manifest()).thenApply(name -> new Published(before, false, name));
	}

	private CompletionStage<Published> publish(Manifest manifest, SignedManifest signed) {
		return submit(new CatalogueCommand.Publish(signed, number()))
			.thenCompose(receipt -> entries.find(manifest.name(), manifest.version()))
			.thenCompose(entry -> name(manifest)
				.thenApply(name -> new Published(entry.orElseThrow(() -> lost(manifest)), true, name)));
	}

	private static UnavailableException lost(Manifest manifest) {
		return new UnavailableException(manifest.name() + " is published and cannot be read yet");
	}

	/** Of the owner's own package. */
	public CompletionStage<Receipt> yank(String name, Version version, boolean yanked) {
		return submit(new CatalogueCommand.Yank(name, version, yanked, number()));
	}

	private long number() {
		return random.nextLong(Long.MAX_VALUE);
	}

	private CompletionStage<Receipt> submit(CatalogueCommand command) {
		Operation operation = CatalogueEntries.operation(command);
		return consensus.prove(operation)
			.thenCompose(bundle -> consensus.validate(bundle, operation, node.id()).thenCompose(verdict -> {
				require(verdict);
				return entries.submit(command, bundle);
			}))
			.thenApply(receipt -> {
				require(receipt.verdict());
				return receipt;
			});
	}

	private static void require(Verdict verdict) {
		switch (verdict) {
			case Verdict.Accepted yes -> {
			}
			case Verdict.Rejected(String reason, boolean revoked) -> throw CatalogueRefusal.of(reason)
				.map(refusal -> RejectedException.of(refusal.kind(), reason))
				.orElseGet(() -> new RejectedException(reason));
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		}
	}

	/**
	 * A package is an asset since its first version, unless another asset had its name;
	 * and an asset has a name in the zone.
	 */
	private CompletionStage<String> name(Manifest manifest) {
		Optional<AssetRegistry> registry = assets.get();
		if (registry.isEmpty()) {
			return CompletableFuture.completedFuture("no name: this process has no asset registry");
		}
		return registry.get()
			.find(manifest.name())
			.thenApply(found -> found.map(this::owned).orElse("no name yet: its asset cannot be read"))
			.exceptionally(failed -> "no name yet: " + Reason.of(failed));
	}

	private String owned(Asset asset) {
		return asset.owner().equals(node.id()) && asset.kind() == AssetKind.PACKAGE
				? asset.id() + ".asset." + node.genesis().zone()
				: "no name: there is another asset '" + asset.id() + "'";
	}

	public CompletionStage<Optional<PackageEntry>> find(String name) {
		return entries.find(name);
	}

	/** The newest version that a constraint allows. */
	public CompletionStage<Optional<VersionEntry>> find(String name, Constraint constraint) {
		return entries.find(name)
			.thenCompose(found -> found.flatMap(entry -> CatalogueEntries.newest(entry, constraint))
				.map(version -> entries.find(name, version))
				.orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
	}

	/** The newest versions of a package and all it needs. */
	public CompletionStage<Lock> resolve(String name, Constraint constraint) {
		return CompletableFuture.supplyAsync(() -> Resolver.resolve(entries.toChooseFrom(), name, constraint), executor)
			.thenApply(resolution -> switch (resolution) {
				case Resolution.Resolved(Lock lock) -> lock;
				case Resolution.Unresolved(String reason) ->
					throw RejectedException.of(CatalogueRefusal.UNRESOLVABLE.kind(), reason);
			});
	}

	/** Packages in the order of their first version. */
	public CompletionStage<List<PackageEntry>> list(long offset, int limit) {
		return entries.packages(offset, limit).thenCompose(this::all);
	}

	/** Packages of which some version has a keyword. */
	public CompletionStage<List<PackageEntry>> search(String keyword, long offset, int limit) {
		return entries.withKeyword(keyword, offset, limit).thenCompose(this::all);
	}

	private CompletionStage<List<PackageEntry>> all(List<String> names) {
		List<CompletableFuture<Optional<PackageEntry>>> found = names.stream()
			.map(name -> entries.find(name).toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(found.toArray(CompletableFuture<?>[]::new))
			.thenApply(done -> found.stream().flatMap(entry -> entry.join().stream()).toList());
	}

	/** Who published a blob and who has it. */
	public CompletionStage<Optional<BlobEntry>> blob(Content content) {
		return entries.blob(content);
	}

	/** A blob of the catalogue, verified; fetched first if this node does not have it. */
	public CompletionStage<StoredBlob> fetch(Content content) {
		return CompletableFuture.supplyAsync(() -> custodian.obtain(content), executor);
	}

	/** Whose packages {@link #publish} can publish. */
	public Node node() {
		return node;
	}

}
