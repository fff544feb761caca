package org.web3ecosystem.hypermesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.proof.Cosigners;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.ProofPolicy;
import org.web3ecosystem.spi.Stopgap;

/**
 * In which lesser ways agreement answers now: in emergency mode, with fewer proofs, or by
 * a quorum and not by all. Each ends by itself.
 */
public final class Makeshift implements Supplier<Optional<Stopgap>> {

	private final EmergencyWatch emergency;

	private final ProofPolicy policy;

	private final Cosigners cosigners;

	public Makeshift(EmergencyWatch emergency, ProofPolicy policy, Cosigners cosigners) {
		this.emergency = emergency;
		this.policy = policy;
		this.cosigners = cosigners;
	}

	@Override
	public Optional<Stopgap> get() {
		List<Stopgap> all = new ArrayList<>();
		emergency.inForce()
			.ifPresent(mode -> all.add(new Stopgap("emergency", "all writes",
					"ordered until " + mode.until() + (mode.byRule() ? " by rule " : " by proposal ") + mode.order())));
		policy.inForce()
			.ifPresent(order -> all.add(new Stopgap(order.level().word() + " proofs", "four",
					"ordered until " + order.until() + " by proposal " + order.order())));
		List<String> silent = cosigners.silent();
		if (!silent.isEmpty()) {
			all.add(new Stopgap("quorum", "all " + cosigners.asked() + " cosigners",
					"no answer from " + String.join(", ", silent)));
		}
		return all.stream().reduce(Makeshift::and);
	}

	private static Stopgap and(Stopgap one, Stopgap other) {
		return new Stopgap(one.way() + " and " + other.way(), one.instead() + " and " + other.instead(),
				one.reason() + "; " + other.reason());
	}

}
