package org.web3ecosystem.hypermesh.ledger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spitest.consensus.LedgerContract;

import static org.web3ecosystem.hypermesh.TestFederation.await;

class ObserverLedgerContractTests extends LedgerContract {

	private final TestFederation federation = new TestFederation(4).start();

	private final VerifiableLedger ledger = federation.observer("node5").ledger();

	@Override
	protected Ledger ledger() {
		return ledger;
	}

	@BeforeEach
	void follow() {
		ledger.start();
		await(() -> ledger.readiness().isAccepted(), () -> ledger.readiness().toString());
	}

	@AfterEach
	void close() {
		ledger.close();
		federation.close();
	}

}
