package org.web3ecosystem.hypermesh.feed;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

class ObserverBlockFeedTests extends BlockFeedContract {

	@Override
	Member node() {
		return federation.observer("reader");
	}

	@Test
	void oneLiarIsNotBelieved() {
		federation.lieAboutBlocks(federation.member(2).node().id());
		Member observer = federation.observer("believer");
		Told told = new Told(1);
		observer.blocks().listeners().add(told);
		observer.ledger().start();

		observer.blocks().start();

		for (int i = 0; i < 5; i++) {
			Receipt receipt = get(federation.member(0)
				.ledger()
				.submit(RegisterModule.NAME, RegisterModule.set("a", String.valueOf(i))));
			TestFederation.await(() -> told.last() >= receipt.height().number(), told::toString);
			assertThat(told.transaction(receipt.transactionId()).verdict()).isEqualTo(receipt.verdict());
		}
		observer.blocks().all().close();
		observer.ledger().close();
	}

	@Test
	void aloneNobodyIsBelieved() {
		for (int i = 1; i < 4; i++) {
			federation.hideBlocks(federation.member(i).node().id());
		}
		Member observer = federation.observer("sceptic");
		observer.ledger().start();
		observer.blocks().all().start();
		get(federation.member(0).ledger().submit(RegisterModule.NAME, RegisterModule.set("a", "1")));

		observer.blocks().all().follow();

		TestFederation.await(() -> observer.ledger().height().number() > 0, () -> "no height");
		assertThat(observer.blocks().feed().report().last()).isEmpty();
		observer.blocks().all().close();
		observer.ledger().close();
	}

}
