package org.web3ecosystem.systemtest.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code local} prints where there is no terminal, and what of it is the same in
 * every run: not times, ports and directories, not what it happened to wait for.
 *
 * @param lines from the first to the last of the commands to try
 */
public record Transcript(List<String> lines) {

	private static final String TIMED = " +[0-9.]+ s  .*";

	private static final String REACHED = " N s  phase \\d: .*";

	/** What a busy machine may make a federation say. */
	private static final String PASSING = " N s +… .* waiting for .*|.*degraded.*|.*back to phase.*"
			+ "|.*not every node answers";

	/** Cut after the last command to try, directory and all. */
	public static Transcript of(String output, Path directory) {
		List<String> lines = output.replace(directory.toString(), "data/local").lines().toList();
		int begin = lines.indexOf("try:");
		int end = begin;
		while (end >= 0 && end < lines.size() && !lines.get(end).isEmpty()) {
			end++;
		}
		if (begin < 0) {
			throw new AssertionError("there is nothing to try:\n" + output);
		}
		return new Transcript(lines.subList(0, end));
	}

	/** The first block of text in a Markdown document. */
	public static Transcript in(String markdown) {
		int begin = markdown.indexOf("```text\n") + "```text\n".length();
		return of(markdown.substring(begin, markdown.indexOf("```", begin)), Path.of("data/local"));
	}

	/** The phases, in the order in which they were reached. */
	public List<String> phases() {
		return timed().filter(line -> line.matches(REACHED)).distinct().toList();
	}

	/** The criteria of the three gates that were met, in alphabetical order. */
	public List<String> criteria() {
		return timed().filter(line -> line.contains("✓"))
			.filter(line -> !line.contains("No fallback") && !line.contains("Performance targets"))
			.distinct()
			.sorted()
			.toList();
	}

	/** Lines with a time that are none of the kinds we know. */
	public List<String> strange() {
		return timed().filter(line -> !line.matches(REACHED) && !line.contains("✓") && !line.matches(PASSING)).toList();
	}

	/**
	 * Everything around the walk; whose keys of the zone are still on their way is
	 * chance.
	 */
	public List<String> frame() {
		return lines.stream()
			.filter(line -> !line.matches(TIMED))
			.filter(line -> !line.startsWith("  No fallback") && !line.startsWith("  Performance targets"))
			.map(line -> withoutNumbers(line).replaceAll(", trustchain dnssec: keys of the zone of node\\d(, node\\d)*",
					""))
			.toList();
	}

	/** The commands, as printed. */
	public List<String> commands() {
		return lines.subList(lines.indexOf("try:") + 1, lines.size()).stream().map(String::strip).toList();
	}

	private Stream<String> timed() {
		return lines.stream().filter(line -> line.matches(TIMED)).map(Transcript::withoutNumbers);
	}

	/** The numbers of nodes and phases stay: they are small. */
	private static String withoutNumbers(String line) {
		return line.replaceAll("\\d+\\.\\d+ s\\b", "N s")
			.replaceAll("^ +N s", " N s")
			.replaceAll("\\b\\d{4,5}\\b", "PORT");
	}

}
