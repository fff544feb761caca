package org.web3ecosystem.platform.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself before its files.
 *
 * @param kind of whom
 * @param made when, by the clock of the machine
 * @param chain the federation's chain id
 * @param owner the node's name, or the federation's
 * @param files in ascending order of their paths, which all differ
 */
record Manifest(Kind kind, Instant made, String chain, String owner, List<StoredFile> files) {

	/** The largest manifest anyone reads, in bytes. */
	static final int MAX_BYTES = 32 * 1024 * 1024;

	/** The most files a backup has. */
	static final int MAX_FILES = 100_000;

	/** The most bytes of all files together: 1 TiB. */
	static final long MAX_TOTAL = 1L << 40;

	private static final String FORMAT = "web3-backup/1";

	private static final int MAX_TEXT = 128;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	Manifest {
		files = List.copyOf(files);
		require(files.size() <= MAX_FILES, "more than " + MAX_FILES + " files");
		require(chain.length() <= MAX_TEXT && owner.length() <= MAX_TEXT, "a name that is too long");
		long total = 0;
		for (int i = 0; i < files.size(); i++) {
			require(i == 0 || files.get(i - 1).comesBefore(files.get(i)),
					"'" + files.get(i).path() + "' twice, or in the wrong place");
			total += files.get(i).size();
			require(total <= MAX_TOTAL, "more than " + MAX_TOTAL + " bytes");
		}
	}

	/** Whose home or homes. */
	enum Kind {

		/** One node's home. */
		NODE,
		/** A federation's directory, with the homes of its nodes. */
		FEDERATION

	}

	long bytes() {
		return files.stream().mapToLong(StoredFile::size).sum();
	}

	byte[] encode() {
		ObjectNode json = JSON.createObjectNode()
			.put("format", FORMAT)
			.put("kind", kind.name().toLowerCase(Locale.ROOT))
			.put("made", made.toString())
			.put("chain", chain)
			.put("owner", owner);
		ArrayNode list = json.putArray("files");
		files.forEach(file -> list.addObject()
			.put("path", file.path())
			.put("size", file.size())
			.put("sha256", file.sha256()));
		return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @throws BackupException if it is anything else
	 */
	static Manifest decode(byte[] encoded) {
		try {
			JsonNode json = JSON.readTree(encoded);
			require(FORMAT.equals(json.path("format").asString("")), "another format than " + FORMAT);
			List<StoredFile> files = new ArrayList<>();
			for (JsonNode file : json.required("files").values()) {
				files.add(new StoredFile(file.required("path").stringValue(), file.required("size").longValue(),
						file.required("sha256").stringValue()));
			}
			return new Manifest(kind(json.required("kind").stringValue()),
					Instant.parse(json.required("made").stringValue()), json.required("chain").stringValue(),
					json.required("owner").stringValue(), files);
		}
		catch (JacksonException | DateTimeException malformed) {
			throw new BackupException("its manifest cannot be read", malformed);
		}
	}

	private static Kind kind(String text) {
		for (Kind kind : Kind.values()) {
			if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
				return kind;
			}
		}
		throw new BackupException("its manifest is of an unknown kind");
	}

	private static void require(boolean holds, String otherwise) {
		if (!holds) {
			throw new BackupException("its manifest has " + otherwise);
		}
	}

}
