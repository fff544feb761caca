package org.web3ecosystem.bootstrap.toml;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * On which line a key stands. The parser's tree does not keep it, so this reads the text
 * of a file that was already parsed: headers and keys, no values. A key it does not find
 * has the line of the table it would stand in.
 */
final class TomlLines {

	private static final String PART = "(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')";

	private static final String PATH = PART + "(?:\\s*\\.\\s*" + PART + ")*";

	private static final Pattern HEADER = Pattern.compile("\\s*\\[\\s*(" + PATH + ")\\s*].*");

	private static final Pattern KEY = Pattern.compile("\\s*(" + PATH + ")\\s*=.*");

	private static final Pattern DOT = Pattern.compile("\\s*\\.\\s*");

	private final Map<String, Integer> lines = new HashMap<>();

	TomlLines(String text) {
		String table = "";
		int number = 0;
		for (String line : text.split("\\R", -1)) {
			number++;
			Matcher header = HEADER.matcher(line);
			Matcher key = KEY.matcher(line);
			if (header.matches()) {
				table = plain(header.group(1));
				note(table, number);
			}
			else if (key.matches()) {
				note(table.isEmpty() ? plain(key.group(1)) : table + "." + plain(key.group(1)), number);
			}
		}
	}

	int of(String path) {
		for (String at = path; !at.isEmpty(); at = parent(at)) {
			Integer line = lines.get(at);
			if (line != null) {
				return line;
			}
		}
		return 1;
	}

	private void note(String path, int number) {
		for (String at = path; !at.isEmpty(); at = parent(at)) {
			lines.putIfAbsent(at, number);
		}
	}

	private static String parent(String path) {
		int dot = path.lastIndexOf('.');
		return dot < 0 ? "" : path.substring(0, dot);
	}

	private static String plain(String path) {
		return Stream.of(DOT.split(path)).map(part -> part.replaceAll("[\"']", "")).collect(Collectors.joining("."));
	}

}
