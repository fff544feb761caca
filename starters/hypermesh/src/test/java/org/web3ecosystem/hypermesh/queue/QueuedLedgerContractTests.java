package org.web3ecosystem.hypermesh.queue;

import org.junit.jupiter.api.AfterEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.WriteQueue.Wish;
import org.web3ecosystem.spitest.consensus.LedgerContract;

/** Through the queue it is a ledger like any, while it decides. */
class QueuedLedgerContractTests extends LedgerContract {

	private final TestFederation federation = new TestFederation(4).start();

	private final DurableQueue queue = QueueFixtures.queue();

	private final Drain drain = QueueFixtures.drain(queue, federation.member(1), federation.scheduler());

	private final Ledger ledger = ledger(federation);

	private Ledger ledger(TestFederation running) {
		queue.open();
		drain.start();
		return new QueueWays(queue, drain, running.member(1).ledger()).way(new Wish("PUT", TestFederation.PATIENCE))
			.ledger();
	}

	@Override
	protected Ledger ledger() {
		return ledger;
	}

	@AfterEach
	void close() {
		drain.close();
		federation.close();
	}

}
