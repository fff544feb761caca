package org.web3ecosystem.bootstrap.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.phase.PhaseState;
import org.web3ecosystem.bootstrap.phase.Transition;
import org.web3ecosystem.bootstrap.seat.Fallback;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Everything that was seen at the last look; immutable, for endpoints and metrics.
 *
 * @param at when
 * @param startedAt when this process began to look
 * @param state where the node stands
 * @param gates the gates as last looked at
 * @param seats how the seats are
 * @param components how the components are
 * @param fallbacks what answers in place of a first offer
 * @param degradations why the node is not as it should be
 * @param waitingFor what the next step waits for
 * @param history the journal
 * @param dependencyResolution how long components waited for each other
 * @param completedAt when this process saw the last gate passed
 * @param returning whether the node came back to its phase and has not met since what let
 * it in
 * @param unfit why the process is not to be relied on though its seats answer; empty if
 * it is
 */
public record Snapshot(Instant at, Instant startedAt, PhaseState state, Map<CriterionId.Gate, Gates.View> gates,
		Map<SeatName, Occupancy> seats, List<ComponentStatus> components, List<Fallback> fallbacks,
		List<String> degradations, List<String> waitingFor, List<Transition> history, Duration dependencyResolution,
		@Nullable Instant completedAt, boolean returning, String unfit) {

	public Snapshot {
		gates = Map.copyOf(gates);
		seats = Map.copyOf(seats);
		components = List.copyOf(components);
		fallbacks = List.copyOf(fallbacks);
		degradations = List.copyOf(degradations);
		waitingFor = List.copyOf(waitingFor);
	}

	/** Whether something is not as it should be. */
	public boolean isDegraded() {
		return !degradations.isEmpty();
	}

	/**
	 * Whether it does its work in its phase: it has come back, lacks nothing, and every
	 * seat answers.
	 */
	public boolean isReady() {
		return !returning && unfit.isEmpty() && isStaying();
	}

	/** Whether every seat of the current row has an offer that answers. */
	public boolean isStaying() {
		return seats.values().stream().noneMatch(Occupancy::isEmpty);
	}

	/** How long the bootstrap took, or takes so far. */
	public Duration total() {
		return Duration.between(startedAt, completedAt == null ? at : completedAt);
	}

}
