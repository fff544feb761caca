package org.web3ecosystem.caesar.ledger;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.EconomyFixture;
import org.web3ecosystem.caesar.TestEconomy;
import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;

import static org.assertj.core.api.Assertions.assertThat;

class LinkedTests extends EconomyFixture {

	@Test
	void linkedOperationsAreDoneTogether() {
		Reserve pending = reserve(50, Duration.ZERO);

		yes(economy.run(alice, pay(10), pending, new Post(economy.fresh(), pending.id(), 20),
				new Bond(economy.fresh(), 5)));

		assertThat(economy.stake(alice)).isEqualTo(STAKE + 5);
		balances(TestEconomy.OPENING - 35, TestEconomy.OPENING + 30);
	}

	@Test
	void ifOneOfThemIsRefusedNoneIsDone() {
		Pay good = pay(10);
		assertThat(economy.run(alice, good, new Bond(economy.fresh(), 5), pay(TestEconomy.OPENING)))
			.isEqualTo(no("operation 3: exceeds credits"));

		assertThat(economy.books().transfer(good.id())).isEmpty();
		assertThat(economy.stake(alice)).isEqualTo(STAKE);
		balances(TestEconomy.OPENING, TestEconomy.OPENING);
		yes(economy.run(alice, good));
	}

	@Test
	void theLargestBatchFits() {
		Instruction[] batch = new Instruction[Instructions.MAX_LINKED];
		for (int i = 0; i < batch.length; i++) {
			batch[i] = new Reserve(economy.fresh(), hers, Payee.of(TestEconomy.stranger(i)), 1, 0xffff,
					Duration.ofSeconds(100_000 - i));
		}

		yes(economy.run(alice, batch));

		balances(TestEconomy.OPENING, TestEconomy.OPENING);
	}

}
