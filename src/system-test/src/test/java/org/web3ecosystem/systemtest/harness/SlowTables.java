package org.web3ecosystem.systemtest.harness;

import java.time.Duration;

/** Tables of phases under which a federation stays where it is to be looked at. */
public final class SlowTables {

	private SlowTables() {
	}

	/** It has its own CA and goes no further before so long. */
	public static String inPhase1For(Duration atLeast) {
		return """
				[phases]
				current_phase = 0

				[phase_0]
				dns_mode = "traditional"
				cert_mode = "self_signed"
				consensus = false

				[phase_1]
				dns_mode = "hybrid"
				cert_mode = "trustchain"
				consensus = true
				consensus_mode = "optional"
				min_duration = "%ds"
				deadline = "2h"

				[phase_2]
				dns_mode = "federated_primary"
				cert_mode = "trustchain"
				consensus = true
				consensus_mode = "recommended"
				deadline = "2h"

				[phase_3]
				dns_mode = "federated_only"
				cert_mode = "consensus_validated"
				consensus = true
				consensus_mode = "mandatory"
				deadline = "2h"

				[gates]
				total = "9h"
				""".formatted(atLeast.toSeconds());
	}

}
