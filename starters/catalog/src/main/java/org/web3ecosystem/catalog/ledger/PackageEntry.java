package org.web3ecosystem.catalog.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.resolve.Release;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A package on the ledger: whose it is, what was published of it, in that order, and by
 * which keywords it is found.
 */
public record PackageEntry(String name, NodeId owner, List<Release> releases, SortedSet<String> keywords) {

	/** So many versions a package can have; the entry has to fit into one value. */
	public static final int MAX_RELEASES = 480;

	/** The keywords of all its versions. */
	static final int MAX_KEYWORDS = 64;

	private static final int MAX_BYTES = 64 * 1024;

	public PackageEntry {
		releases = List.copyOf(releases);
		keywords = Collections.unmodifiableSortedSet(new TreeSet<>(keywords));
	}

	public Optional<Release> release(Version version) {
		return releases.stream().filter(release -> release.version().compareTo(version) == 0).findFirst();
	}

	PackageEntry with(Release release, List<String> more) {
		SortedSet<String> all = new TreeSet<>(keywords);
		all.addAll(more);
		return new PackageEntry(name, owner, Stream.concat(releases.stream(), Stream.of(release)).toList(), all);
	}

	PackageEntry yanked(Version version, boolean yanked) {
		return new PackageEntry(name, owner,
				releases.stream()
					.map(release -> release.version().compareTo(version) == 0
							? new Release(release.version(), yanked, release.digest()) : release)
					.toList(),
				keywords);
	}

	byte[] encode() {
		List<Cbor> flat = new ArrayList<>();
		releases.forEach(release -> flat.add(Cbor.of(List.of(Cbor.of(release.version().toString()),
				Cbor.of(release.yanked()), Cbor.of(new Digest(release.digest()).bytes())))));
		return Cbor
			.struct(Map.entry("name", Cbor.of(name)), Map.entry("owner", Cbor.of(owner.bytes())),
					Map.entry("releases", Cbor.of(flat)),
					Map.entry("keywords", Cbor.of(keywords.stream().map(Cbor::of).toList())))
			.encode();
	}

	static PackageEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("name", "owner", "releases", "keywords");
		SortedSet<String> keywords = new TreeSet<>();
		map.array("keywords").forEach(item -> keywords.add(item instanceof Cbor.Text(String text) ? text : ""));
		return new PackageEntry(map.text("name"), new NodeId(Digest.of(map.bytes("owner")).hex()),
				map.array("releases").stream().map(PackageEntry::release).toList(), keywords);
	}

	private static Release release(Cbor item) {
		if (item instanceof Cbor.Array(List<Cbor> parts) && parts.size() == 3
				&& parts.get(0) instanceof Cbor.Text(String version)
				&& parts.get(1) instanceof Cbor.Bool(boolean yanked) && parts.get(2) instanceof Cbor.Bytes digest) {
			return new Release(Version.parse(version), yanked, Digest.of(digest.value()).hex());
		}
		throw new IllegalArgumentException("not a release");
	}

}
