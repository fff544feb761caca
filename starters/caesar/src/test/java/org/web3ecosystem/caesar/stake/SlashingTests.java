package org.web3ecosystem.caesar.stake;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.usage.Economy;
import org.web3ecosystem.spi.usage.Economy.Request.Offence;

import static org.assertj.core.api.Assertions.assertThat;

class SlashingTests extends EconomyFixture {

	@Test
	void halfOfTheStakeIsGoneForGoodAndNobodyHasIt() {
		long issued = economy.account(AccountId.ISSUANCE).balance();

		yes(economy.call(bob, new Offence(alice, "e1")));

		assertThat(economy.stake(alice)).isEqualTo(STAKE / 2);
		assertThat(economy.taken("e1")).isEqualTo(STAKE / 2);
		assertThat(economy.account(AccountId.ISSUANCE).balance()).isEqualTo(issued + STAKE / 2);
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void forOneEvidenceSomethingIsTakenOnceAndForAnotherAgain() {
		yes(economy.call(bob, new Offence(alice, "e1")));

		assertThat(economy.call(bob, new Offence(alice, "e1"))).isEqualTo(no("something was taken for that already"));
		assertThat(economy.stake(alice)).isEqualTo(STAKE / 2);

		yes(economy.call(bob, new Offence(alice, "e2")));
		assertThat(economy.stake(alice)).isEqualTo(STAKE / 4);
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void whoTakesItsStakeBackBeforeItIsConvictedLosesAsMuch() {
		yes(economy.run(alice, new Unbond(economy.fresh(), 1_000)));
		yes(economy.run(alice, new Unbond(economy.fresh(), STAKE - 1_000)));

		yes(economy.call(bob, new Offence(alice, "e1")));

		assertThat(economy.taken("e1")).isEqualTo(STAKE / 2);
		assertThat(economy.account(AccountId.UNBONDING).balance()).isEqualTo(STAKE / 2);
		economy.after(TestEconomy.DELAY);
		balances(TestEconomy.OPENING + STAKE / 2, TestEconomy.OPENING);
		assertThat(economy.account(AccountId.UNBONDING).balance()).isZero();
	}

	@Test
	void whatIsTakenBackAfterwardsReturnsWhole() {
		yes(economy.run(alice, new Unbond(economy.fresh(), 1_001)));
		yes(economy.call(bob, new Offence(alice, "e1")));
		assertThat(economy.taken("e1")).as("each rounded up").isEqualTo(501 + 2_000);
		economy.after(Duration.ofMinutes(1));
		yes(economy.run(alice, new Unbond(economy.fresh(), 700)));

		economy.after(TestEconomy.DELAY);

		balances(TestEconomy.OPENING + 500 + 700, TestEconomy.OPENING);
		assertThat(economy.stake(alice)).isEqualTo(STAKE - 1_001 - 2_000 - 700);
	}

	@Test
	void whatIsBondedAfterwardsIsWhole() {
		yes(economy.call(bob, new Offence(alice, "e1")));
		yes(economy.run(alice, new Bond(economy.fresh(), 100)));

		assertThat(economy.stake(alice)).isEqualTo(STAKE / 2 + 100);
		balances(TestEconomy.OPENING - 100, TestEconomy.OPENING);
	}

	@Test
	void whoHasNothingLosesNothing() {
		yes(economy.call(bob, new Offence(TestEconomy.stranger(1), "e1")));

		assertThat(economy.taken("e1")).isZero();
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void onlyTheModuleOfConductConvicts() {
		Verdict verdict = economy.execute(bob, new Offence(alice, "e1").encode(), Optional.of("catalogue"));

		assertThat(verdict).isEqualTo(no("only the module of conduct convicts"));
		assertThat(economy.stake(alice)).isEqualTo(STAKE);
		assertThat(economy.entries()).doesNotContainKey(Economy.offenceKey("e1"));
	}

}
