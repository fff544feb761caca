package org.web3ecosystem.platform.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The walk as a table: a row per phase, under it the criteria of the gate that leads on.
 * A function of what was seen.
 */
final class Board {

	private static final List<String> NAMES = List.of("traditional bootstrap", "hybrid trust", "partial federation",
			"full federation");

	private static final int CRITERION_WIDTH = 36;

	private final Marks marks;

	private final int width;

	Board(Marks marks, int width) {
		this.marks = marks;
		this.width = width;
	}

	List<String> lines(Walk walk) {
		List<String> lines = new ArrayList<>();
		for (int phase = 0; phase <= Walk.LAST; phase++) {
			lines.add(phaseRow(walk, phase));
			for (Walk.Row row : walk.gate(phase + 1)) {
				lines.add(criterionRow(row, walk.at(phase) > 0));
			}
		}
		walk.unready()
			.ifPresent(reason -> lines.add(marks.yellow(marks.waiting() + " " + cut("not ready: " + reason, 2))));
		lines.add(footer(walk));
		return lines;
	}

	private String phaseRow(Walk walk, int phase) {
		String text = String.format(Locale.ROOT, "phase %d  %-24s %d of %d nodes", phase, NAMES.get(phase),
				walk.at(phase), walk.nodes().size());
		return walk.allAt(phase) ? marks.green(marks.done()) + " " + marks.bold(text) : marks.waiting() + " " + text;
	}

	private String criterionRow(Walk.Row row, boolean begun) {
		if (row.met()) {
			return "    " + marks.green(marks.done()) + " " + row.criterion();
		}
		String left = String.format(Locale.ROOT, "%-" + CRITERION_WIDTH + "s", row.criterion());
		String text = begun ? left + " waiting for " + row.reason() : row.criterion();
		String cut = cut(text, 8);
		return "    " + (begun ? marks.yellow(marks.waiting()) + " " + cut : marks.faint(marks.waiting() + " " + cut));
	}

	private String cut(String text, int taken) {
		return text.length() > width - taken ? text.substring(0, width - taken - 1) + marks.waiting() : text;
	}

	private String footer(Walk walk) {
		return marks.faint(seconds(walk.elapsed()) + (walk.degraded() ? ", degraded" : "")
				+ (walk.warnings() > 0 ? ", " + walk.warnings() + " warnings in the logs" : ""));
	}

	static String seconds(Duration elapsed) {
		return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
	}

}
