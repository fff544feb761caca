package org.web3ecosystem.catalog.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Packages;
import org.web3ecosystem.catalog.resolve.Release;
import org.web3ecosystem.catalog.resolve.Version;

/**
 * The packages of the ledger, each entry read once. May have one more version, that which
 * is about to be published.
 */
final class StatePackages implements Packages {

	private final Function<String, Optional<byte[]>> entries;

	private final @Nullable Manifest coming;

	private final Map<String, List<Release>> read = new HashMap<>();

	/**
	 * @param entries reads an entry of the catalogue
	 */
	StatePackages(Function<String, Optional<byte[]>> entries) {
		this(entries, null);
	}

	StatePackages(Function<String, Optional<byte[]>> entries, @Nullable Manifest coming) {
		this.entries = entries;
		this.coming = coming;
	}

	@Override
	public List<Release> releases(String name) {
		return read.computeIfAbsent(name, this::read);
	}

	private List<Release> read(String name) {
		List<Release> published = entries.apply(Keys.packageOf(name))
			.map(PackageEntry::decode)
			.map(PackageEntry::releases)
			.orElse(List.of());
		return coming != null && coming.name().equals(name)
				? Stream.concat(published.stream(), Stream.of(new Release(coming.version(), false, ""))).toList()
				: published;
	}

	@Override
	public SequencedMap<String, Constraint> dependencies(String name, Version version) {
		if (coming != null && coming.name().equals(name) && coming.version().compareTo(version) == 0) {
			return coming.dependencies();
		}
		return entries.apply(Keys.version(name, version))
			.map(VersionEntry::decode)
			.map(entry -> entry.manifest().dependencies())
			.orElseGet(LinkedHashMap::new);
	}

}
