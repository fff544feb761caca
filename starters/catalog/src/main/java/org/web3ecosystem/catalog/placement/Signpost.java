package org.web3ecosystem.catalog.placement;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.ledger.BlobEntry.Holder;
import org.web3ecosystem.catalog.ledger.CatalogueEntries;
import org.web3ecosystem.catalog.ledger.PackageEntry;
import org.web3ecosystem.catalog.ledger.VersionEntry;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetRegistry;

/**
 * Keeps the name of each package that this node published pointing to the nodes that have
 * its newest version: whoever has proven to hold all its blobs is a holder of the asset,
 * and the zone answers with their addresses.
 */
public final class Signpost {

	private static final Logger logger = System.getLogger(Signpost.class.getName());

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration SUBMISSION = Duration.ofMinutes(1);

	private static final int NEW_PER_LOOK = 256;

	private static final int CHECKED_PER_LOOK = 16;

	private static final Constraint ANY = Constraint.parse("*");

	private final Node node;

	private final CatalogueEntries entries;

	private final Supplier<Optional<AssetRegistry>> assets;

	private final List<String> own = new ArrayList<>();

	private long seen;

	private int turn;

	/**
	 * @param assets where packages have their names, if this process has that
	 */
	public Signpost(Node node, CatalogueEntries entries, Supplier<Optional<AssetRegistry>> assets) {
		this.node = node;
		this.entries = entries;
		this.assets = assets;
	}

	/** Looks after some names; waits for it. Never fails. */
	public synchronized void look() {
		try {
			assets.get().ifPresent(registry -> {
				learn();
				for (int i = 0; i < Math.min(own.size(), CHECKED_PER_LOOK); i++) {
					turn = (turn + 1) % own.size();
					point(registry, own.get(turn));
				}
			});
		}
		catch (RuntimeException failed) {
			logger.log(Level.DEBUG, "the names of packages could not be looked after", failed);
		}
	}

	private void learn() {
		for (String name : Await.of(entries.packages(seen, NEW_PER_LOOK), PATIENCE)) {
			Await.of(entries.find(name), PATIENCE)
				.filter(entry -> entry.owner().equals(node.id()))
				.ifPresent(entry -> own.add(name));
			seen++;
		}
	}

	private void point(AssetRegistry registry, String name) {
		Optional<Asset> asset = Await.of(registry.find(name), PATIENCE)
			.filter(found -> found.kind() == AssetKind.PACKAGE && found.owner().equals(node.id()));
		if (asset.isPresent()) {
			List<NodeId> holders = holders(name);
			if (!holders.isEmpty() && !new HashSet<>(holders).equals(new HashSet<>(asset.get().holders()))) {
				Await.of(registry.hold(name, asset.get().revision(), holders), SUBMISSION);
			}
		}
	}

	/** Who has every blob of the newest version; nobody if it has none. */
	private List<NodeId> holders(String name) {
		List<NodeId> all = new ArrayList<>();
		boolean first = true;
		for (Blob blob : newest(name).map(version -> version.manifest().blobs()).orElse(List.of())) {
			List<NodeId> have = Await.of(entries.blob(blob.content()), PATIENCE)
				.map(entry -> entry.holders().stream().map(Holder::node).toList())
				.orElse(List.of());
			if (first) {
				all.addAll(have);
			}
			all.retainAll(have);
			first = false;
		}
		return all.subList(0, Math.min(all.size(), Asset.MAX_HOLDERS));
	}

	private Optional<VersionEntry> newest(String name) {
		Optional<PackageEntry> entry = Await.of(entries.find(name), PATIENCE);
		return entry.flatMap(found -> CatalogueEntries.newest(found, ANY))
			.flatMap(version -> Await.of(entries.find(name, version), PATIENCE));
	}

}
