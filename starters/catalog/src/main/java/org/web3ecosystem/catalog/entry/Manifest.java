package org.web3ecosystem.catalog.entry;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.PlainText;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What a version of a package says of itself. It has one spelling: keywords, dependencies
 * and blobs are in order, and bytes that are not what {@link #encode} would write are
 * refused. A signature over the bytes is thereby one over every blob.
 *
 * @param name a DNS label, so that the package can have a name in the zone
 * @param description free text for people
 * @param keywords lower-case words it is found by
 * @param dependencies which other packages it needs, by name
 * @param blobs what it consists of, by path
 * @param owner whose signature publishes it
 */
public record Manifest(String name, Version version, String description, List<String> keywords,
		SequencedMap<String, Constraint> dependencies, List<Blob> blobs, NodeId owner) {

	/** The largest manifest, in bytes. */
	public static final int MAX_BYTES = 32 * 1024;

	public static final int MAX_BLOBS = 64;

	public static final int MAX_KEYWORDS = 16;

	public static final int MAX_DEPENDENCIES = 32;

	public static final int MAX_DESCRIPTION = 1_024;

	private static final int SCHEMA = 1;

	private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

	private static final Pattern KEYWORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

	public Manifest {
		keywords = keywords.stream().sorted().toList();
		blobs = blobs.stream().sorted(Comparator.comparing(Blob::path)).toList();
		dependencies = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(new TreeMap<>(dependencies)));
		requireName(name);
		require(description.length() <= MAX_DESCRIPTION,
				"a description has at most " + MAX_DESCRIPTION + " characters");
		PlainText.require("a description", description);
		require(keywords.size() <= MAX_KEYWORDS && keywords.stream().allMatch(Manifest::isKeyword),
				"at most " + MAX_KEYWORDS + " keywords of 1 to 32 lower-case letters, digits and hyphens");
		require(dependencies.size() <= MAX_DEPENDENCIES, "at most " + MAX_DEPENDENCIES + " dependencies");
		dependencies.keySet().forEach(Manifest::requireName);
		require(!dependencies.containsKey(name), "a cycle: " + name + " -> " + name);
		require(blobs.size() <= MAX_BLOBS, "at most " + MAX_BLOBS + " blobs");
		distinct(keywords, Function.identity(), "keyword");
		// so that they can be laid out on any file system
		distinct(blobs, blob -> blob.path().toLowerCase(Locale.ROOT), "path");
		apart(blobs.stream().map(blob -> blob.path().toLowerCase(Locale.ROOT)).toList());
	}

	/** Whether packages can be found by it. */
	public static boolean isKeyword(String text) {
		return KEYWORD.matcher(text).matches();
	}

	/** Whether a package can have this name. */
	public static boolean isName(String text) {
		return LABEL.matcher(text).matches();
	}

	/** The bytes of all blobs together. */
	public long size() {
		return blobs.stream().mapToLong(blob -> blob.content().size()).sum();
	}

	/**
	 * The bytes that the owner signs.
	 * @throws IllegalArgumentException if they are too many
	 */
	public byte[] encode() {
		LinkedHashMap<String, Cbor> wanted = new LinkedHashMap<>();
		dependencies.forEach((dependency, constraint) -> wanted.put(dependency, Cbor.of(constraint.text())));
		byte[] encoded = Cbor
			.struct(Map.entry("schema", Cbor.of(SCHEMA)), Map.entry("name", Cbor.of(name)),
					Map.entry("version", Cbor.of(version.toString())), Map.entry("description", Cbor.of(description)),
					Map.entry("keywords", Cbor.of(keywords.stream().map(Cbor::of).toList())),
					Map.entry("dependencies", new Cbor.Struct(wanted)),
					Map.entry("blobs", Cbor.of(blobs.stream().map(Blob::toCbor).toList())),
					Map.entry("owner", Cbor.of(owner.bytes())))
			.encode();
		require(encoded.length <= MAX_BYTES, "a manifest has at most " + MAX_BYTES + " bytes, not " + encoded.length);
		return encoded;
	}

	/**
	 * Reads a manifest.
	 * @throws IllegalArgumentException if it is none, or not in its one spelling
	 */
	public static Manifest decode(byte[] encoded) {
		try {
			Manifest manifest = read(Cbor.decodeStruct(encoded, MAX_BYTES));
			require(Arrays.equals(manifest.encode(), encoded), "the manifest is not in its one spelling");
			return manifest;
		}
		catch (CborException malformed) {
			throw new IllegalArgumentException("not a manifest: " + malformed.getMessage(), malformed);
		}
	}

	private static Manifest read(Cbor.Struct map) {
		map.only("schema", "name", "version", "description", "keywords", "dependencies", "blobs", "owner");
		require(map.integer("schema") == SCHEMA, "schema " + map.integer("schema") + " is not known");
		// counted before any of them is looked at
		SequencedMap<String, Cbor> wanted = map.struct("dependencies").entries();
		require(wanted.size() <= MAX_DEPENDENCIES, "at most " + MAX_DEPENDENCIES + " dependencies");
		require(map.array("blobs").size() <= MAX_BLOBS, "at most " + MAX_BLOBS + " blobs");
		LinkedHashMap<String, Constraint> dependencies = new LinkedHashMap<>();
		wanted.forEach((dependency, constraint) -> dependencies.put(dependency, Constraint.parse(text(constraint))));
		return new Manifest(map.text("name"), Version.parse(map.text("version")), map.text("description"),
				map.array("keywords").stream().map(Manifest::text).toList(), dependencies,
				map.array("blobs").stream().map(Blob::fromCbor).toList(),
				new NodeId(Digest.of(map.bytes("owner")).hex()));
	}

	private static String text(Cbor item) {
		if (item instanceof Cbor.Text(String text)) {
			return text;
		}
		throw new IllegalArgumentException("a keyword or constraint is not text");
	}

	private static void apart(List<String> paths) {
		paths.forEach(path -> require(paths.stream().noneMatch(other -> other.startsWith(path + "/")),
				"the path " + path + " is a file and a folder"));
	}

	private static void requireName(String name) {
		require(isName(name), "a package name is a DNS label: 1 to 63 lower-case letters, digits and inner hyphens");
	}

	private static <T> void distinct(List<T> all, Function<T, ?> by, String what) {
		require(all.stream().map(by).distinct().count() == all.size(), "a " + what + " twice");
	}

	private static void require(boolean kept, String rule) {
		if (!kept) {
			throw new IllegalArgumentException(rule);
		}
	}

}
