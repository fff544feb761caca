package org.web3ecosystem.catalog.ledger;

import java.util.Arrays;
import java.util.Map;

import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.catalog.signing.SignedManifest;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What the catalogue can be told. What may have to be tried again after a refusal carries
 * a number, since the ledger executes one command once.
 */
public sealed interface CatalogueCommand {

	/** The largest command, in bytes. */
	int MAX_BYTES = Manifest.MAX_BYTES + 1_024;

	/** A version of a package, by its owner. */
	record Publish(SignedManifest manifest, long number) implements CatalogueCommand {
	}

	/** A version is to be, or not to be, only for those who name it; by its owner. */
	record Yank(String name, Version version, boolean yanked, long number) implements CatalogueCommand {

		public Yank {
			if (!Manifest.isName(name)) {
				throw new IllegalArgumentException("not a package name");
			}
		}

	}

	/** The author has a blob that was published, and will keep it. */
	record Hold(Evidence evidence) implements CatalogueCommand {
	}

	/** The author still has a blob. */
	record Prove(Evidence evidence) implements CatalogueCommand {
	}

	default byte[] encode() {
		return (switch (this) {
			case Publish(SignedManifest manifest, long number) -> Cbor.struct(Map.entry("do", Cbor.of("publish")),
					Map.entry("manifest", manifest.toCbor()), Map.entry("number", Cbor.of(number)));
			case Yank(String name, Version version, boolean yanked, long number) ->
				Cbor.struct(Map.entry("do", Cbor.of("yank")), Map.entry("name", Cbor.of(name)),
						Map.entry("version", Cbor.of(version.toString())), Map.entry("yanked", Cbor.of(yanked)),
						Map.entry("number", Cbor.of(number)));
			case Hold(Evidence evidence) ->
				Cbor.struct(Map.entry("do", Cbor.of("hold")), Map.entry("evidence", evidence.toCbor()));
			case Prove(Evidence evidence) ->
				Cbor.struct(Map.entry("do", Cbor.of("prove")), Map.entry("evidence", evidence.toCbor()));
		}).encode();
	}

	/**
	 * Reads a command.
	 * @throws IllegalArgumentException if it is none
	 */
	static CatalogueCommand decode(byte[] body) {
		try {
			CatalogueCommand command = read(Cbor.decodeStruct(body, MAX_BYTES));
			if (!Arrays.equals(command.encode(), body)) {
				throw new IllegalArgumentException("the command is not in its one spelling");
			}
			return command;
		}
		catch (CborException | ArithmeticException malformed) {
			throw new IllegalArgumentException("not a command: " + malformed.getMessage(), malformed);
		}
	}

	private static CatalogueCommand read(Cbor.Struct map) {
		return switch (map.text("do")) {
			case "publish" -> {
				map.only("do", "manifest", "number");
				yield new Publish(SignedManifest.fromCbor(map.struct("manifest")), map.integer("number"));
			}
			case "yank" -> {
				map.only("do", "name", "version", "yanked", "number");
				yield new Yank(map.text("name"), Version.parse(map.text("version")), map.bool("yanked"),
						map.integer("number"));
			}
			case "hold" -> new Hold(Evidence.fromCbor(map.only("do", "evidence").struct("evidence")));
			case "prove" -> new Prove(Evidence.fromCbor(map.only("do", "evidence").struct("evidence")));
			default -> throw new IllegalArgumentException("the catalogue does not know '" + map.text("do") + "'");
		};
	}

}
