package org.web3ecosystem.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.web3ecosystem.catalog.entry.Blob;
import org.web3ecosystem.catalog.entry.ChunkTree;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.entry.Manifest;
import org.web3ecosystem.catalog.resolve.Constraint;
import org.web3ecosystem.catalog.resolve.Version;
import org.web3ecosystem.spi.NodeId;

/** Manifests for tests: plain ones by hand, any by a seed. */
public final class Manifests {

	private static final List<String> CONSTRAINTS = List.of("*", "^1.2", "~0.3.1", ">=1.0.0 <2", "1.x || 3.0.0-rc.1");

	private Manifests() {
	}

	/** {@code name version}, and dependencies as {@code name constraint}. */
	public static Manifest of(NodeId owner, String release, String... wants) {
		return of(owner, release, List.of(), List.of(), wants);
	}

	public static Manifest of(NodeId owner, String release, List<String> keywords, List<Blob> blobs, String... wants) {
		SequencedMap<String, Constraint> dependencies = new LinkedHashMap<>();
		for (String want : wants) {
			int space = want.indexOf(' ');
			dependencies.put(want.substring(0, space), Constraint.parse(want.substring(space + 1)));
		}
		String[] parts = release.split(" ");
		return new Manifest(parts[0], Version.parse(parts[1]), "a package", keywords, dependencies, blobs, owner);
	}

	public static Blob blob(String path, byte[] bytes) {
		return new Blob(path, "application/octet-stream", content(bytes));
	}

	public static ChunkTree tree(byte[] bytes) {
		ChunkTree.Growing growing = new ChunkTree.Growing();
		growing.update(bytes, 0, bytes.length);
		return growing.finish();
	}

	public static Content content(byte[] bytes) {
		return new Content(Digest.over(bytes), tree(bytes).root(), bytes.length);
	}

	public static byte[] bytes(RandomGenerator random, int size) {
		byte[] bytes = new byte[size];
		random.nextBytes(bytes);
		return bytes;
	}

	/** Any manifest. */
	public static Manifest generated(RandomGenerator random, NodeId owner) {
		SequencedMap<String, Constraint> dependencies = new LinkedHashMap<>();
		IntStream.range(0, random.nextInt(6))
			.forEach(i -> dependencies.put("dep-" + random.nextInt(1_000),
					Constraint.parse(CONSTRAINTS.get(random.nextInt(CONSTRAINTS.size())))));
		List<Blob> blobs = IntStream.range(0, random.nextInt(5))
			.mapToObj(i -> blob("lib/file-" + i + ".bin", bytes(random, 1 + random.nextInt(5_000))))
			.toList();
		return new Manifest("package-" + random.nextInt(1_000),
				Version
					.parse(random.nextInt(9) + "." + random.nextInt(99) + ".0" + (random.nextBoolean() ? "" : "-rc.1")),
				"text ü ".repeat(random.nextInt(20)),
				IntStream.range(0, random.nextInt(5)).mapToObj(i -> "word-" + i).toList(), dependencies, blobs, owner);
	}

}
