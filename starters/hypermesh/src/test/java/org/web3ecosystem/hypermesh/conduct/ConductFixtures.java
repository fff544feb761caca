package org.web3ecosystem.hypermesh.conduct;

import org.web3ecosystem.hypermesh.TestEvidence;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;

import static org.web3ecosystem.spitest.Stages.get;

/** Evidence and accusations, for tests of other rooms. */
public final class ConductFixtures {

	private ConductFixtures() {
	}

	/** Convicts, if the engine id is the node's. */
	public static Evidence evidence(NodeId accused, long engineId) {
		return new Evidence(accused, Epoch.GENESIS, TestEvidence.misbehaviour(engineId, 5).messages());
	}

	public static Receipt accuse(Member by, Evidence evidence) {
		ConductCommand command = new ConductCommand.Accuse(evidence);
		return get(by.prover()
			.prove(ConductModule.operation(command))
			.thenCompose(bundle -> by.ledger().submit(ConductModule.NAME, command.encode(), bundle)));
	}

}
