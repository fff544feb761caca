package org.web3ecosystem.caesar.usage;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instructions;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.usage.Economy.Request;

import static org.assertj.core.api.Assertions.assertThat;

class MeteringTests extends EconomyFixture {

	@Test
	void aFeeIsPaidByTheAuthorOfTheCommand() {
		yes(economy.call(alice, new Request.Charge(70, "publish")));
		yes(economy.call(alice, new Request.Charge(70, "publish")));
		yes(economy.call(alice, new Request.Charge(0, "nothing")));

		assertThat(economy.account(AccountId.FEES).balance()).isEqualTo(140);
		balances(TestEconomy.OPENING - 140, TestEconomy.OPENING);
	}

	@Test
	void whoCannotPayAFeeIsRefused() {
		assertThat(economy.call(alice, new Request.Charge(TestEconomy.OPENING + 1, "r")))
			.isEqualTo(no("exceeds credits"));
		assertThat(economy.call(TestEconomy.stranger(1), new Request.Charge(1, "r")))
			.isEqualTo(no("debit account not found"));
	}

	@Test
	void whoServedIsPaidTheSameInHoweverManyParts() {
		NodeId provider = TestEconomy.stranger(5);
		for (int i = 0; i < 7; i++) {
			yes(economy.call(alice, new Request.Served(provider, 999, "blob")));
		}
		yes(economy.call(alice, new Request.Served(bob, 6_993, "blob")));

		assertThat(economy.account(provider).balance()).isEqualTo(6);
		balances(TestEconomy.OPENING, TestEconomy.OPENING + 6);
	}

	@Test
	void whenThereIsNothingLeftItPaysWhatIsThere() {
		yes(economy.call(alice, new Request.Served(bob, 900_000, "blob")));
		yes(economy.call(alice, new Request.Served(bob, Long.MAX_VALUE, "blob")));
		yes(economy.call(alice, new Request.Served(bob, Long.MAX_VALUE, "blob")));

		assertThat(economy.account(AccountId.REWARDS).balance()).isZero();
		balances(TestEconomy.OPENING, TestEconomy.OPENING + TestEconomy.REWARDS);
	}

	@Test
	void anAuthorCannotAskForWhatOnlyModulesAskFor() {
		for (Request request : List.of(new Request.Charge(1, "r"), new Request.Served(alice, 1_000_000, "r"))) {
			assertThat(economy.execute(alice, request.encode(), Optional.empty()))
				.isEqualTo(no("nobody may ask the economy for this"));
		}
		assertThat(economy.execute(alice, Instructions.of(pay(1)).encode(), Optional.of("catalogue")).isAccepted())
			.isFalse();
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

}
