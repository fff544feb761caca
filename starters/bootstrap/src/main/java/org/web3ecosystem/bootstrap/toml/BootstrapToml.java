package org.web3ecosystem.bootstrap.toml;

import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.toml.TomlMapper;

import org.web3ecosystem.bootstrap.table.PhaseTable;

/**
 * A bootstrap.toml that was read and found possible.
 *
 * @param table what it says
 * @param tree the same as nested maps, as written
 * @param lines on which line a dotted path stands
 */
public record BootstrapToml(PhaseTable table, Map<String, Object> tree, Lines lines) {

	/** The largest file anyone reads, in characters. */
	public static final int MAX_CHARACTERS = 1 << 20;

	private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {
	};

	/** Finds the line of a dotted path such as {@code phase_1.dns_mode}. */
	@FunctionalInterface
	public interface Lines {

		int of(String path);

	}

	/**
	 * Reads a file's text.
	 * @param file its name, for messages
	 * @throws InvalidTableException naming the lines that are wrong
	 */
	public static BootstrapToml parse(String file, String text) {
		if (text.length() > MAX_CHARACTERS) {
			throw new InvalidTableException(java.util.List
				.of(new Problem(file, "it is longer than a table can be", "Check that this is the file you mean.")));
		}
		Map<String, Object> tree = tree(file, text);
		TomlLines lines = new TomlLines(text);
		PhaseTable table = new TableReader(tree, path -> file + ", line " + lines.of(path)).read();
		return new BootstrapToml(table, tree, lines::of);
	}

	private static Map<String, Object> tree(String file, String text) {
		try {
			return TomlMapper.shared().readValue(text, TREE);
		}
		catch (JacksonException malformed) {
			int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
			throw new InvalidTableException(
					new Problem(file + ", line " + line, "this is not TOML: " + malformed.getOriginalMessage(),
							"Correct the syntax there; https://toml.io/en/v1.0.0 has the rules."),
					malformed);
		}
	}

}
