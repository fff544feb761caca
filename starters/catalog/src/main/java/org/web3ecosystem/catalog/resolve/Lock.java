package org.web3ecosystem.catalog.resolve;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A lock file: one release of each package that takes part, by name. Who asks for exactly
 * these gets the same bytes on every day, yanked or not.
 */
public record Lock(List<Locked> packages) {

	/**
	 * One release.
	 *
	 * @param digest SHA-256 of its manifest, hexadecimal
	 */
	public record Locked(String name, Version version, String digest) {
	}

	public Lock {
		packages = packages.stream().sorted(Comparator.comparing(Locked::name)).toList();
	}

	/** The one way to write it down. */
	public byte[] encode() {
		return Cbor
			.of(packages.stream()
				.map(locked -> (Cbor) Cbor.struct(Map.entry("name", Cbor.of(locked.name())),
						Map.entry("version", Cbor.of(locked.version().toString())),
						Map.entry("digest", Cbor.of(locked.digest()))))
				.toList())
			.encode();
	}

}
