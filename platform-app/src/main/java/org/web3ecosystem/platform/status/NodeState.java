package org.web3ecosystem.platform.status;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code /actuator/bootstrap} says, as far as it is shown or decided on here.
 *
 * @param phase 0 to 3
 * @param complete whether the last gate is open
 * @param term transitions in the journal
 * @param chainId the federation's history
 * @param federation its short name
 * @param node the node's id
 * @param oneFailureDomain whether all validators share this machine
 * @param validators the roster in numbers
 * @param totalMs since the walk began
 * @param phases when each phase was entered
 * @param gates the criteria of every gate
 * @param components how each component is
 * @param fallbacks which fallbacks answer now
 * @param status {@code DEGRADED} if not everything is as the phase wants it
 * @param ready whether every seat of the phase has an offer that answers; a node that
 * came back is in its phase at once and ready when it has brought everything up again
 * @param degradations why it is degraded
 * @param retreated whether its last step was one back
 */
public record NodeState(int phase, boolean complete, long term, String chainId, String federation, String node,
		boolean oneFailureDomain, Validators validators, long totalMs, List<PhaseState> phases, List<GateState> gates,
		List<ComponentState> components, List<Object> fallbacks, @Nullable String status, boolean ready,
		List<String> degradations, boolean retreated) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	/** The number that stands for complete, one more than the last phase. */
	public static final int COMPLETE = 4;

	/**
	 * The roster in numbers.
	 *
	 * @param n validators
	 * @param f liars tolerated
	 * @param quorum who decides
	 */
	public record Validators(int n, int f, int quorum) {
	}

	/**
	 * A phase's times.
	 *
	 * @param phase which
	 * @param name as in the table
	 * @param enteredAt null if never
	 * @param durationMs how long it lasted, or lasts
	 */
	public record PhaseState(int phase, @Nullable String name, @Nullable Object enteredAt, @Nullable Long durationMs) {
	}

	/**
	 * A criterion of a gate.
	 *
	 * @param to where the gate leads
	 * @param id stable id
	 * @param criterion as the roadmap words it
	 * @param status UP if met
	 * @param reason evidence, or what is waited for
	 */
	public record GateState(String to, String id, String criterion, String status, @Nullable String reason) {

		public boolean met() {
			return "UP".equals(status);
		}

		public String why() {
			return Objects.requireNonNullElse(reason, "");
		}

	}

	/**
	 * A component.
	 *
	 * @param name which
	 * @param status its own word
	 * @param ready whether it provides what it should
	 * @param waitingFor capabilities it needs
	 */
	public record ComponentState(String name, String status, boolean ready, @Nullable List<String> waitingFor) {
	}

	@SuppressWarnings("NullAway")
	public NodeState {
		chainId = Objects.requireNonNullElse(chainId, "");
		federation = Objects.requireNonNullElse(federation, "");
		node = Objects.requireNonNullElse(node, "");
		validators = Objects.requireNonNullElse(validators, new Validators(0, 0, 0));
		phases = List.copyOf(Objects.requireNonNullElse(phases, List.of()));
		gates = List.copyOf(Objects.requireNonNullElse(gates, List.of()));
		components = List.copyOf(Objects.requireNonNullElse(components, List.of()));
		fallbacks = List.copyOf(Objects.requireNonNullElse(fallbacks, List.of()));
		degradations = List.copyOf(Objects.requireNonNullElse(degradations, List.of()));
	}

	/**
	 * Reads the document.
	 * @throws IllegalArgumentException if it is none
	 */
	public static NodeState parse(String json) {
		try {
			return JSON.readValue(json, NodeState.class);
		}
		catch (JacksonException malformed) {
			throw new IllegalArgumentException("not a node's state: " + malformed.getOriginalMessage(), malformed);
		}
	}

	/** Phase 0 to 3, or {@link #COMPLETE}. */
	public int reached() {
		return complete ? COMPLETE : phase;
	}

	/** Whether it is beyond this phase, or in it and able to do its work there. */
	public boolean isAt(int goal) {
		return reached() > goal || reached() == goal && (ready || goal == 0);
	}

	/** A fallback answers, or something is not as the phase wants it. */
	public boolean degraded() {
		return !fallbacks.isEmpty() || "DEGRADED".equals(status);
	}

	/** The criteria of the gate to this phase, {@link #COMPLETE} included. */
	public List<GateState> gate(int to) {
		String name = to == COMPLETE ? "complete" : Integer.toString(to);
		return gates.stream().filter(gate -> gate.to().equals(name)).toList();
	}

}
