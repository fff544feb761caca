package org.web3ecosystem.platform.local;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Shows the walk: redrawn in place on a terminal, as added lines elsewhere.
 */
final class Screen {

	private static final int DEFAULT_WIDTH = 100;

	private static final int LEAST_WIDTH = 60;

	private static final String CLEAR_BELOW = "\u001b[0J";

	private final PrintStream out;

	private final boolean terminal;

	private final Board board;

	private final Chronicle chronicle;

	private int drawn;

	private boolean summed;

	private boolean closed;

	Screen(PrintStream out, boolean terminal, Map<String, String> environment) {
		this.out = out;
		this.terminal = terminal;
		boolean colour = terminal && !environment.containsKey("NO_COLOR");
		Marks marks = Marks.of(out.charset(), colour);
		this.board = new Board(marks, width(environment));
		this.chronicle = new Chronicle(marks);
	}

	/** A line before the walk. */
	synchronized void introduce(String line) {
		out.println(line);
		out.flush();
	}

	synchronized void show(Walk walk) {
		if (closed) {
			return;
		}
		List<String> news = chronicle.news(walk);
		if (terminal && !summed) {
			redraw(board.lines(walk));
		}
		else {
			news.forEach(out::println);
		}
		out.flush();
	}

	/** Lines that stay; what comes after them is only ever added. */
	synchronized void say(List<String> lines) {
		summed = true;
		lines.forEach(out::println);
		out.flush();
	}

	/** The last lines. */
	synchronized void close(List<String> lines) {
		say(lines);
		closed = true;
	}

	private void redraw(List<String> lines) {
		StringBuilder text = new StringBuilder();
		if (drawn > 0) {
			text.append("\u001b[").append(drawn).append('F').append(CLEAR_BELOW);
		}
		lines.forEach(line -> text.append(line).append(System.lineSeparator()));
		out.print(text);
		drawn = lines.size();
	}

	private static int width(Map<String, String> environment) {
		String columns = environment.getOrDefault("COLUMNS", "");
		return columns.matches("[0-9]{1,4}") ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : DEFAULT_WIDTH;
	}

}
