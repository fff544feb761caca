package org.web3ecosystem.catalog.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Packages;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * The catalogue's entries as anybody reads them, and its commands as a node sends them.
 */
public final class CatalogueEntries {

	/** The longest list anyone gets at once. */
	public static final int MAX_LIMIT = 1_000;

	private final Ledger ledger;

	public CatalogueEntries(Ledger ledger) {
		this.ledger = ledger;
	}

	public CompletionStage<Optional<PackageEntry>> find(String name) {
		return read(Keys.packageOf(name)).thenApply(value -> value.map(PackageEntry::decode));
	}

	public CompletionStage<Optional<VersionEntry>> find(String name, Version version) {
		return read(Keys.version(name, version)).thenApply(value -> value.map(VersionEntry::decode));
	}

	public CompletionStage<Optional<BlobEntry>> blob(Content content) {
		return read(Keys.blob(content)).thenApply(value -> value.map(BlobEntry::decode));
	}

	/** Empty only before the first block of a federation that has a catalogue. */
	public CompletionStage<Optional<Challenge>> challenge() {
		return read(Keys.CHALLENGE).thenApply(value -> value.map(Challenge::decode));
	}

	/** Names of packages in the order of their first version. */
	public CompletionStage<List<String>> packages(long offset, int limit) {
		return list(Keys.PACKAGES, offset, limit);
	}

	/** Names of packages of which some version has a keyword. */
	public CompletionStage<List<String>> withKeyword(String keyword, long offset, int limit) {
		return list(Keys.keyword(keyword), offset, limit);
	}

	/** Blobs in the order in which they were first published. */
	public CompletionStage<List<Content>> blobs(long offset, int limit) {
		return list(Keys.BLOBS, offset, limit).thenApply(keys -> keys.stream().map(Content::ofKey).toList());
	}

	/** To choose from; each read is waited for, so not on a thread that must not wait. */
	public Packages toChooseFrom() {
		return new StatePackages(key -> read(key).toCompletableFuture().join());
	}

	/**
	 * Finds the newest release of a package that a constraint allows, for itself alone.
	 */
	public static Optional<Version> newest(PackageEntry entry, Constraint constraint) {
		return entry.releases()
			.stream()
			.filter(release -> constraint.allows(release.version()))
			.filter(release -> !release.yanked() || constraint.exact().isPresent())
			.map(release -> release.version())
			.max(Version::compareTo);
	}

	/** Sends a command that needs no proof bundle. */
	public CompletionStage<Receipt> submit(CatalogueCommand command) {
		return ledger.submit(CatalogueModule.NAME, command.encode());
	}

	public CompletionStage<Receipt> submit(CatalogueCommand command, ProofBundle bundle) {
		return ledger.submit(CatalogueModule.NAME, command.encode(), bundle);
	}

	/** What the bundle of a command must prove. */
	public static Operation operation(CatalogueCommand command) {
		return CatalogueModule.operation(command);
	}

	private CompletionStage<List<String>> list(String list, long offset, int limit) {
		if (offset < 0 || limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("an offset is not negative and a limit is 1 to " + MAX_LIMIT);
		}
		return list(list, offset, limit, new ArrayList<>());
	}

	private CompletionStage<List<String>> list(String list, long offset, int limit, List<String> found) {
		long next = offset + found.size();
		return read(Keys.page(list, next / Keys.PAGE)).thenApply(Keys::items).thenCompose(page -> {
			page.stream().skip(next % Keys.PAGE).limit(limit - found.size()).forEach(found::add);
			boolean more = page.size() == Keys.PAGE && found.size() < limit;
			return more ? list(list, offset, limit, found) : CompletableFuture.completedFuture(List.copyOf(found));
		});
	}

	private CompletionStage<Optional<byte[]>> read(String key) {
		return ledger.read(CatalogueModule.NAME, key);
	}

}
