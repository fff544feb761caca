package org.web3ecosystem.caesar.stake;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;

import static org.assertj.core.api.Assertions.assertThat;

class BondsTests extends EconomyFixture {

	@Test
	void bondedMoneyIsStakeAtOnceAndFreeAWhileAfterItWasTakenBack() {
		yes(economy.run(alice, new Bond(economy.fresh(), 400)));
		assertThat(economy.stake(alice)).isEqualTo(STAKE + 400);
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 400);

		yes(economy.run(alice, new Unbond(economy.fresh(), 1_000)));
		assertThat(economy.stake(alice)).isEqualTo(STAKE - 600);
		economy.after(TestEconomy.DELAY.minusMillis(1));
		assertThat(economy.account(AccountId.UNBONDING).balance()).isEqualTo(1_000);
		assertThat(economy.account(alice).available()).isEqualTo(TestEconomy.OPENING - 400);

		economy.after(Duration.ofMillis(1));
		assertThat(economy.account(AccountId.UNBONDING).balance()).isZero();
		balances(TestEconomy.OPENING + 600, TestEconomy.OPENING);
	}

	@Test
	void nobodyTakesBackMoreThanTheyBonded() {
		assertThat(economy.run(alice, new Unbond(economy.fresh(), STAKE + 1))).isEqualTo(no("exceeds stake"));
		assertThat(economy.run(TestEconomy.stranger(1), new Unbond(economy.fresh(), 1))).isEqualTo(no("exceeds stake"));
		Unbond all = new Unbond(economy.fresh(), STAKE);
		yes(economy.run(alice, all));
		yes(economy.run(alice, all));
		assertThat(economy.run(alice, new Unbond(economy.fresh(), 1))).isEqualTo(no("exceeds stake"));
		assertThat(economy.stake(alice)).isZero();
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

	@Test
	void manyReturnsComeBlockByBlock() {
		for (int i = 0; i < 20; i++) {
			yes(economy.run(alice, new Unbond(economy.fresh(), 10)));
		}

		economy.after(TestEconomy.DELAY);
		assertThat(economy.account(alice).balance()).isEqualTo(TestEconomy.OPENING + 80);
		economy.endBlock().endBlock();

		balances(TestEconomy.OPENING + 200, TestEconomy.OPENING);
	}

}
