package org.web3ecosystem.bootstrap.phase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.bootstrap.table.GateRules;
import org.web3ecosystem.bootstrap.table.PhaseRow;
import org.web3ecosystem.bootstrap.table.PhaseTable;

/**
 * Decides, from state, evidence and time alone, whether a node stays, goes one step up or
 * one step down. It never skips a phase.
 */
public final class PhaseMachine {

	/** A node that was steady for so many hysteresis caps has outlived its retreats. */
	private static final int FORGIVE_CAPS = 10;

	/** What a degradation begins with that is an empty seat. */
	public static final String NOBODY = "nobody answers for ";

	private final PhaseTable table;

	private final GateRules rules;

	public PhaseMachine(PhaseTable table) {
		this.table = table;
		this.rules = table.gates();
	}

	/** The state after a look; to be followed by {@link #decide}. */
	public PhaseState observe(PhaseState state, Evidence evidence, Instant now) {
		return state.observing(evidence, now, rules.hysteresisCap().multipliedBy(FORGIVE_CAPS));
	}

	public Decision decide(PhaseState state, Evidence evidence, Instant now) {
		Optional<Decision> retreat = retreat(state, evidence, now);
		if (retreat.isPresent()) {
			return retreat.get();
		}
		List<String> reasons = reasonsToStay(state, evidence, now);
		if (!reasons.isEmpty() || state.complete()) {
			return new Decision.Stay(reasons);
		}
		return state.phase() == PhaseRow.LAST ? new Decision.Complete("to-complete was met")
				: new Decision.Advance(state.phase() + 1, "to-phase-" + (state.phase() + 1) + " was met");
	}

	/** What keeps the node from being as it should; empty if nothing. */
	public List<String> degradations(PhaseState state, Evidence evidence, Instant now) {
		List<String> reasons = new ArrayList<>();
		if (state.phase() < PhaseRow.LAST) {
			reasons.addAll(overdue(state, now));
		}
		evidence.emptySeats().forEach((seat, why) -> reasons.add(NOBODY + seat + ": " + why));
		reasons.addAll(evidence.fallbacks());
		return reasons;
	}

	/**
	 * What took too long. A node in the last phase works as it should, complete or not:
	 * there it is something to wait for, no degradation.
	 */
	private List<String> overdue(PhaseState state, Instant now) {
		List<String> reasons = new ArrayList<>();
		Duration deadline = table.row(state.phase()).deadline();
		if (PhaseState.between(state.countedFrom(), now).compareTo(deadline) > 0) {
			reasons.add("phase " + state.phase() + " is past its deadline of " + seconds(deadline));
		}
		if (PhaseState.between(state.startedAt(), now).compareTo(rules.total()) > 0) {
			reasons.add("the bootstrap is past its deadline of " + seconds(rules.total()));
		}
		return reasons;
	}

	/** Only if it helps: the row below seats someone else where nobody answers. */
	private Optional<Decision> retreat(PhaseState state, Evidence evidence, Instant now) {
		if (state.phase() == 0 || !evidence.settled() && isStarting(state, now)) {
			return Optional.empty();
		}
		return state.emptySince()
			.entrySet()
			.stream()
			.filter(empty -> evidence.widened().contains(empty.getKey()))
			.filter(empty -> PhaseState.between(empty.getValue(), now).compareTo(rules.retreatAfter()) >= 0)
			.map(Map.Entry::getKey)
			.sorted()
			.findFirst()
			.map(seat -> new Decision.Retreat(state.phase() - 1, "nobody answered for " + seat + " for "
					+ seconds(rules.retreatAfter()) + ": " + evidence.emptySeats().getOrDefault(seat, "")));
	}

	/**
	 * A node that comes back has not lost what it has not yet brought up. It gets as long
	 * as a federation has to form, to phase 2.
	 */
	private boolean isStarting(PhaseState state, Instant now) {
		return PhaseState.between(state.startedAt(), now).compareTo(table.row(2).deadline()) < 0;
	}

	private List<String> reasonsToStay(PhaseState state, Evidence evidence, Instant now) {
		List<String> reasons = new ArrayList<>(evidence.waitingFor());
		evidence.emptySeats().forEach((seat, why) -> reasons.add(NOBODY + seat + ": " + why));
		if (state.complete()) {
			return reasons;
		}
		if (state.phase() < PhaseRow.LAST) {
			evidence.emptyAbove()
				.forEach((seat, why) -> reasons
					.add("nobody would answer for " + seat + " in phase " + (state.phase() + 1) + ": " + why));
		}
		if (state.phase() == PhaseRow.LAST && !reasons.isEmpty()) {
			reasons.addAll(overdue(state, now));
		}
		Duration least = table.row(state.phase()).minDuration();
		Duration in = PhaseState.between(state.countedFrom(), now);
		if (in.compareTo(least) < 0) {
			reasons.add("phase " + state.phase() + " lasts at least " + seconds(least));
		}
		Duration needed = rules.minHealthyAfter(state.retreats());
		Instant since = state.gateMetSince();
		if (since == null) {
			if (reasons.isEmpty()) {
				reasons.add("the gate is not met");
			}
		}
		else if (PhaseState.between(since, now).compareTo(needed) < 0) {
			reasons.add("the gate is met, for less than " + seconds(needed));
		}
		return reasons;
	}

	private static String seconds(Duration duration) {
		return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
