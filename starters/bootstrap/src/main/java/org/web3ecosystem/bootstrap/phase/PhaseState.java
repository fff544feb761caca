package org.web3ecosystem.bootstrap.phase;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.table.Marks;
import org.web3ecosystem.bootstrap.table.PhaseRow;

/**
 * Where a node stands. The first five are durable; the rest is what this process has
 * observed since it started.
 *
 * <pre>
 *      to-phase-1    to-phase-2    to-phase-3    to-complete
 *   0 ──────────▶ 1 ──────────▶ 2 ──────────▶ 3 ──────────▶ 3 complete
 *     ◀────────── ◀──────────── ◀──────────── ◀───────────
 *        a seat had no answering offer and the row below adds one
 * </pre>
 *
 * @param phase 0 to 3
 * @param complete whether the last gate was passed since phase 3 was entered
 * @param term how many transitions the journal holds
 * @param marks what is required at least
 * @param enteredAt when the phase was entered
 * @param startedAt when this process began to look
 * @param gateMetSince since when the gate is met without a break
 * @param emptySince since when a seat has no answering offer
 * @param retreats retreats not yet outlived; each doubles the time a gate must be met
 * @param steadySince since when there was no transition in this process
 */
public record PhaseState(int phase, boolean complete, long term, Marks marks, Instant enteredAt, Instant startedAt,
		@Nullable Instant gateMetSince, Map<String, Instant> emptySince, int retreats, Instant steadySince) {

	public PhaseState {
		emptySince = Map.copyOf(emptySince);
	}

	/** The state a transition leads to, or a journal ends with. */
	public static PhaseState resumed(Transition last, Instant startedAt) {
		return new PhaseState(last.phase(), last.complete(), last.term(), last.marks(), last.time(), startedAt, null,
				Map.of(), 0, startedAt);
	}

	/** Notes since when things are as the evidence says. */
	PhaseState observing(Evidence evidence, Instant now, Duration forgiveAfter) {
		boolean forgiven = retreats > 0 && between(steadySince, now).compareTo(forgiveAfter) >= 0;
		return new PhaseState(phase, complete, term, marks, enteredAt, startedAt, gateMetSince(evidence, now),
				emptySince(evidence.emptySeats().keySet(), now), forgiven ? 0 : retreats, steadySince);
	}

	private @Nullable Instant gateMetSince(Evidence evidence, Instant now) {
		if (!evidence.gateMet()) {
			return null;
		}
		return gateMetSince == null ? now : gateMetSince;
	}

	private Map<String, Instant> emptySince(Collection<String> empty, Instant now) {
		Map<String, Instant> since = new HashMap<>();
		empty.forEach(seat -> since.put(seat, emptySince.getOrDefault(seat, now)));
		return since;
	}

	/** The record of a step up. */
	public Transition advance(PhaseRow to, String reason, Instant now) {
		return new Transition(now, Transition.Kind.ADVANCE, to.phase(), false, term + 1, marks.raisedTo(to), reason);
	}

	/** The record of the last gate passed. */
	public Transition completed(String reason, Instant now) {
		return new Transition(now, Transition.Kind.COMPLETE, phase, true, term + 1, marks, reason);
	}

	/** The record of a step down. The marks stay. */
	public Transition retreat(int to, String reason, Instant now) {
		return new Transition(now, Transition.Kind.RETREAT, to, false, term + 1, marks, reason);
	}

	/** This state after a transition was made durable. */
	public PhaseState after(Transition made) {
		Instant entered = made.kind() == Transition.Kind.COMPLETE ? enteredAt : made.time();
		int counted = made.kind() == Transition.Kind.RETREAT ? retreats + 1 : retreats;
		return new PhaseState(made.phase(), made.complete(), made.term(), made.marks(), entered, startedAt, null,
				Map.of(), counted, made.time());
	}

	/** When the phase's own clock began for this process. */
	Instant countedFrom() {
		return enteredAt.isAfter(startedAt) ? enteredAt : startedAt;
	}

	static Duration between(Instant from, Instant to) {
		Duration between = Duration.between(from, to);
		return between.isNegative() ? Duration.ZERO : between;
	}

}
