package org.web3ecosystem.platform.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The walk as lines that are only ever added: one when every node is in a phase, one when
 * a criterion is met or lost, and what is waited for when that lasts. Remembers what it
 * has said.
 */
final class Chronicle {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(60);

	/** Not one that is part of a name, such as a node's. */
	private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z0-9._-])[0-9]+(\\.[0-9]+)?(?![A-Za-z0-9_-])");

	/** Stands for the wait that belongs to no criterion. */
	private static final String UNREADY = "ready";

	private final Marks marks;

	private final Map<String, Boolean> met = new HashMap<>();

	private final Map<String, Wait> waiting = new HashMap<>();

	private int phase = -1;

	private boolean degraded;

	private Duration lastNews = Duration.ZERO;

	/** What was said about a wait, and when there may be more. */
	private record Wait(String reason, Duration patience, Duration notBefore) {

		static Wait first(String reason, Duration now) {
			return new Wait(reason, PATIENCE, now.plus(PATIENCE));
		}

		Wait again(String reason, Duration now) {
			Duration longer = patience.multipliedBy(2);
			Duration next = longer.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : longer;
			return new Wait(reason, next, now.plus(next));
		}

	}

	Chronicle(Marks marks) {
		this.marks = marks;
	}

	/** What is new since the last call. */
	List<String> news(Walk walk) {
		List<String> lines = new ArrayList<>();
		phases(walk, lines);
		for (int to = 1; to <= Math.min(phase + 2, Walk.LAST + 1); to++) {
			for (Walk.Row row : walk.gate(to)) {
				criterion(row, walk.elapsed(), lines);
			}
		}
		if (walk.degraded() != degraded) {
			degraded = walk.degraded();
			lines.add(degraded ? "degraded: " + walk.degradation() : "no longer degraded");
		}
		if (lines.isEmpty() && walk.elapsed().minus(lastNews).compareTo(PATIENCE) >= 0) {
			waits(walk, lines);
		}
		if (!lines.isEmpty()) {
			lastNews = walk.elapsed();
		}
		return lines.stream().map(line -> stamp(walk.elapsed()) + line).toList();
	}

	private void phases(Walk walk, List<String> lines) {
		int now = -1;
		while (now < Walk.LAST && walk.allAt(now + 1)) {
			now++;
		}
		for (int entered = phase + 1; entered <= now; entered++) {
			lines.add("phase " + entered + ": all " + walk.nodes().size() + " nodes");
		}
		if (now < phase) {
			lines.add(walk.allEntered(phase)
					? "not ready in phase " + phase + walk.unready().map(why -> ": " + why).orElse("")
					: now < 0 ? "not every node answers" : "back to phase " + now);
		}
		phase = now;
	}

	/** Of the last gate with what was seen, and a loss no more often than a wait. */
	private void criterion(Walk.Row row, Duration now, List<String> lines) {
		boolean before = met.getOrDefault(row.id(), false);
		boolean last = row.to() > Walk.LAST;
		if (row.met() == before || before && last && !mayWait(row.id(), now)) {
			return;
		}
		met.put(row.id(), row.met());
		if (row.met()) {
			lines.add("  " + marks.done() + " " + row.criterion() + (last ? " (" + row.reason() + ")" : ""));
		}
		else {
			String wait = row.criterion() + " waiting for " + row.reason();
			remember(row.id(), wait, now);
			lines.add("  " + marks.waiting() + " " + wait);
		}
	}

	/** What is waited for now. */
	private void waits(Walk walk, List<String> lines) {
		for (Walk.Row row : walk.gate(phase + 1)) {
			if (!row.met()) {
				waits(row.id(), row.criterion() + " waiting for " + row.reason(), walk.elapsed(), lines);
			}
		}
		walk.unready().ifPresent(reason -> waits(UNREADY, "not ready: " + reason, walk.elapsed(), lines));
	}

	/** Says a wait when its reason has changed, ever less often; a count is no reason. */
	private void waits(String what, String reason, Duration now, List<String> lines) {
		Wait said = waiting.get(what);
		if (said == null || !words(reason).equals(words(said.reason())) && mayWait(what, now)) {
			remember(what, reason, now);
			lines.add("  " + marks.waiting() + " " + reason);
		}
	}

	private boolean mayWait(String what, Duration now) {
		Wait said = waiting.get(what);
		return said == null || now.compareTo(said.notBefore()) >= 0;
	}

	private void remember(String what, String reason, Duration now) {
		waiting.merge(what, Wait.first(reason, now), (said, next) -> said.again(reason, now));
	}

	private static String words(String reason) {
		return NUMBER.matcher(reason).replaceAll("#");
	}

	private static String stamp(Duration elapsed) {
		return String.format(Locale.ROOT, "%7.1f s  ", elapsed.toMillis() / 1000.0);
	}

}
