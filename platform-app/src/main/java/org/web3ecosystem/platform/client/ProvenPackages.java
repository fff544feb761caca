package org.web3ecosystem.platform.client;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.ledger.PackageEntry;
import org.web3ecosystem.catalog.ledger.VersionEntry;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Release;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.Ledger;

/**
 * Packages as the ledger has them. It is to be a ledger that believes proofs only: whose
 * a package is and which versions it has is then nobody's word.
 */
final class ProvenPackages {

	private final Ledger ledger;

	private final CatalogueEntries entries;

	private final ChainId chain;

	ProvenPackages(Ledger ledger, ChainId chain) {
		this.ledger = ledger;
		this.entries = new CatalogueEntries(ledger);
		this.chain = chain;
	}

	/**
	 * A version.
	 *
	 * @param manifest signed by the owner of the package
	 * @param digest of the manifest
	 * @param height of the newest state it was proven in
	 */
	record Found(Manifest manifest, Digest digest, Height height) {
	}

	/**
	 * The newest version that a constraint allows.
	 * @throws RefusedException if there is none, or the ledger's entries contradict each
	 * other
	 */
	Found find(String name, Constraint constraint) {
		PackageEntry known = await(name, entries.find(name))
			.orElseThrow(() -> absent("there is no package '" + name + "'"));
		Version version = CatalogueEntries.newest(known, constraint)
			.orElseThrow(() -> absent("there is no version of '" + name + "' that '" + constraint + "' allows"));
		Release release = known.release(version).orElseThrow();
		VersionEntry entry = await(name, entries.find(name, version))
			.orElseThrow(() -> wrong(name, "the manifest of " + version + " is not on the ledger"));
		return new Found(checked(known, release, entry), entry.signed().digest(), ledger.height());
	}

	/** The manifest says what the package's entry says. */
	private Manifest checked(PackageEntry known, Release release, VersionEntry entry) {
		Manifest manifest = signed(known.name(), entry);
		require(manifest.name().equals(known.name()), known, "the manifest is of '" + manifest.name() + "'");
		require(manifest.owner().equals(known.owner()), known,
				"its owner is " + known.owner().hex() + ", the manifest is by " + manifest.owner().hex());
		require(manifest.version().equals(release.version()), known,
				"asked for " + release.version() + ", the manifest is of " + manifest.version());
		require(entry.signed().digest().hex().equals(release.digest()), known,
				"the manifest of " + release.version() + " has another digest than was published");
		return manifest;
	}

	private Manifest signed(String name, VersionEntry entry) {
		try {
			return entry.signed().verify(chain);
		}
		catch (IllegalArgumentException unsigned) {
			throw wrong(name, String.valueOf(unsigned.getMessage()));
		}
	}

	private static void require(boolean kept, PackageEntry known, String otherwise) {
		if (!kept) {
			throw wrong(known.name(), otherwise);
		}
	}

	private static RefusedException wrong(String name, String why) {
		return new RefusedException("the package '" + name + "' is not as the ledger has it: " + why,
				"do not use it; ask another node");
	}

	private static RefusedException absent(String what) {
		return new RefusedException(what, "that it is not there is proven");
	}

	private static <T> T await(String name, CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().join();
		}
		catch (CompletionException failure) {
			Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
			if (cause instanceof UnavailableException || cause instanceof RejectedException) {
				throw Unreached.foreign("the node", cause)
					.orElseGet(() -> new RefusedException(
							"what the package '" + name + "' is cannot be proven: " + cause.getMessage(),
							"is the node running and its ledger ready? If it is, ask another", cause));
			}
			throw failure;
		}
	}

}
