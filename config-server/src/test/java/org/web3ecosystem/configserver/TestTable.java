package org.web3ecosystem.configserver;

/** A table that can be walked. */
public final class TestTable {

	/** The mode of names in phase 1 is on line 11. */
	public static final String TEXT = """
			[phases]
			current_phase = 0

			[phase_0]
			dns_mode = "traditional"
			cert_mode = "self_signed"
			consensus = false
			deadline = "10s"

			[phase_1]
			dns_mode = "hybrid"
			cert_mode = "trustchain"
			consensus = true
			consensus_mode = "optional"
			deadline = "45s"

			[phase_2]
			dns_mode = "federated_primary"
			cert_mode = "trustchain"
			consensus = true
			consensus_mode = "recommended"

			[phase_3]
			dns_mode = "federated_only"
			cert_mode = "consensus_validated"
			consensus = true
			consensus_mode = "mandatory"
			""";

	private TestTable() {
	}

}
