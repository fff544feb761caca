package org.web3ecosystem.caesar;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.usage.Economy.Request;

import static org.assertj.core.api.Assertions.assertThat;

class GenesisTests extends EconomyFixture {

	@Test
	void theBooksBalanceFromTheFirstBlock() {
		economy.endBlock();

		assertThat(economy.audit()).isEmpty();
		assertThat(economy.account(AccountId.ISSUANCE).balance())
			.isEqualTo(-4 * (STAKE + TestEconomy.OPENING) - TestEconomy.REWARDS);
		assertThat(economy.account(AccountId.STAKE).balance()).isEqualTo(4 * STAKE);
		assertThat(economy.account(AccountId.REWARDS).balance()).isEqualTo(TestEconomy.REWARDS);
		assertThat(economy.account(alice).balance()).isEqualTo(TestEconomy.OPENING);
		assertThat(economy.stake(alice)).isEqualTo(STAKE);
	}

	@Test
	void theLargestRosterFitsTheFirstBlock() {
		TestEconomy large = new TestEconomy(Genesis.MAX_VALIDATORS, 1L << 53);

		large.endBlock();

		assertThat(large.audit()).isEmpty();
	}

	@Test
	void replicasComeToTheSameState() {
		TestEconomy replica = new TestEconomy(economy.genesis());
		for (TestEconomy each : List.of(economy, replica)) {
			yes(each.run(alice, new Reserve(each.fresh(), hers, Payee.of(bob), 7, 1, Duration.ofSeconds(1)),
					new Bond(each.fresh(), 9), new Unbond(each.fresh(), 4)));
			yes(each.call(alice, new Request.Charge(3, "publish")));
			yes(each.call(bob, new Request.Served(alice, 5_000, "blob")));
			each.after(TestEconomy.DELAY);
		}

		assertThat(replica.entries()).containsExactlyInAnyOrderEntriesOf(economy.entries());
		assertThat(replica.books().totals().transfers()).isGreaterThan(10);
	}

}
