package org.web3ecosystem.hypermesh.ledger;

import org.junit.jupiter.api.AfterEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spitest.consensus.LedgerContract;

class ReplicatedLedgerContractTests extends LedgerContract {

	private final TestFederation federation = new TestFederation(4).start();

	@Override
	protected Ledger ledger() {
		return federation.member(1).ledger();
	}

	@AfterEach
	void close() {
		federation.close();
	}

}
