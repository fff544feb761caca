package org.web3ecosystem.bootstrap.monitor;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Looks at the gate that leads on every time, also at those behind the node that are not
 * met, and at the others now and then; remembers how each was last. Called on the
 * driver's thread.
 */
final class GateWatch {

	/** Gates that nobody waits for are looked at every so many looks. */
	private static final int REST_EVERY = 8;

	private final Map<CriterionId.Gate, Gates.View> seen = new EnumMap<>(CriterionId.Gate.class);

	private final Gates gates;

	private final Announcements announcements;

	private final InstantSource clock;

	private long looks;

	GateWatch(Gates gates, Announcements announcements, InstantSource clock) {
		this.gates = gates;
		this.announcements = announcements;
		this.clock = clock;
	}

	/** The gate out of {@code phase} as it is now. */
	Gates.View look(int phase) {
		CriterionId.Gate next = CriterionId.Gate.values()[phase];
		for (CriterionId.Gate gate : CriterionId.Gate.values()) {
			if (gate == next || isMissing(gate, phase) || looks % REST_EVERY == 0) {
				Gates.View view = gates.look(gate);
				changes(seen.put(gate, view), view);
			}
		}
		looks++;
		return Objects.requireNonNull(seen.get(next));
	}

	/** Whether the gate into a phase was met when it was last seen. */
	boolean isMet(int phase) {
		Gates.View into = seen.get(CriterionId.Gate.values()[phase - 1]);
		return into != null && into.met();
	}

	/** Every gate as it was last seen. */
	Map<CriterionId.Gate, Gates.View> seen() {
		return seen;
	}

	/** A node that came back meets again what it has passed, and is seen to. */
	private boolean isMissing(CriterionId.Gate gate, int phase) {
		return gate.ordinal() < phase && !isMet(gate.ordinal() + 1);
	}

	private void changes(Gates.@Nullable View before, Gates.View now) {
		for (Gates.Item item : now.items()) {
			boolean same = before != null && before.items()
				.stream()
				.anyMatch(other -> other.id().equals(item.id()) && other.status().equals(item.status()));
			if (!same) {
				announcements.tell(
						new BootstrapEvent.CriterionChanged(clock.instant(), item.id(), item.status(), item.reason()));
			}
		}
	}

}
