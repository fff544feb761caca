package org.web3ecosystem.hypermesh.roster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.web3ecosystem.spi.consensus.LedgerModule.State;

/**
 * Emergency mode and the rule that begins it, in the state of the {@link RosterModule}.
 */
final class Emergencies {

	private final State state;

	Emergencies(State state) {
		this.state = state;
	}

	/** Why that cannot be ordered now; empty if it can. */
	Optional<String> refusal(EmergencyOrder order, Instant now) {
		return switch (order) {
			case EmergencyOrder.Enter _, EmergencyOrder.Arm _ -> Optional.empty();
			case EmergencyOrder.Leave _ -> state.get(RosterModule.EMERGENCY)
				.map(Emergency::decode)
				.filter(emergency -> emergency.isAt(now))
				.isPresent() ? Optional.empty() : Optional.of("the federation is not in emergency mode");
			case EmergencyOrder.Disarm _ -> state.get(RosterModule.EMERGENCY_RULE).isPresent() ? Optional.empty()
					: Optional.of("no rule begins emergency mode");
		};
	}

	/** Does what was decided at that time; what was ordered before makes room. */
	void decided(EmergencyOrder order, String proposal, Instant now) {
		switch (order) {
			case EmergencyOrder.Enter enter -> begin(proposal, false, now, enter.length());
			case EmergencyOrder.Leave _ -> state.remove(RosterModule.EMERGENCY);
			case EmergencyOrder.Arm arm -> put(new EmergencyRule(proposal, arm.isolated(), isolated(), arm.length()));
			case EmergencyOrder.Disarm _ -> state.remove(RosterModule.EMERGENCY_RULE);
		}
	}

	/** After each block: what is over goes, and what the rule asks for begins. */
	void end(Instant now) {
		if (state.get(RosterModule.EMERGENCY)
			.map(Emergency::decode)
			.filter(emergency -> !now.isBefore(emergency.until()))
			.isPresent()) {
			state.remove(RosterModule.EMERGENCY);
		}
		state.get(RosterModule.EMERGENCY_RULE).map(EmergencyRule::decode).ifPresent(rule -> follow(rule, now));
	}

	private void follow(EmergencyRule rule, Instant now) {
		int isolated = isolated();
		if (isolated == rule.seen()) {
			return;
		}
		if (rule.isMetBy(isolated)) {
			begin(rule.order(), true, now, rule.length());
		}
		put(rule.seeing(isolated));
	}

	/** In whole milliseconds, in the place of one that is in force. */
	private void begin(String order, boolean byRule, Instant now, Duration length) {
		Instant since = now.truncatedTo(ChronoUnit.MILLIS);
		state.put(RosterModule.EMERGENCY, new Emergency(order, byRule, since, since.plus(length)).encode());
	}

	private void put(EmergencyRule rule) {
		state.put(RosterModule.EMERGENCY_RULE, rule.encode());
	}

	/** Who is isolated has to have no weight. */
	private int isolated() {
		return (int) DueWeights.read(state.peek(DueWeights.MODULE, DueWeights.KEY))
			.weights()
			.values()
			.stream()
			.filter(weight -> weight == 0)
			.count();
	}

}
