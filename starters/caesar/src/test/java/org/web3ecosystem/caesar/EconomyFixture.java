package org.web3ecosystem.caesar;

import java.time.Duration;
import java.util.List;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Payee;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** Two validators with money, and what tests say about them. */
public abstract class EconomyFixture {

	protected static final long STAKE = 5_000;

	protected final TestEconomy economy = new TestEconomy(4, STAKE);

	protected final NodeId alice = economy.validator(0);

	protected final NodeId bob = economy.validator(1);

	protected final AccountId hers = AccountId.of(alice);

	protected final AccountId his = AccountId.of(bob);

	protected Pay pay(long amount) {
		return new Pay(economy.fresh(), hers, Payee.of(his), amount, 0);
	}

	protected Reserve reserve(long amount, Duration timeout) {
		return new Reserve(economy.fresh(), hers, Payee.of(his), amount, 0, timeout);
	}

	protected static Verdict no(String reason) {
		return Verdict.rejected(reason);
	}

	protected void yes(Verdict verdict) {
		assertThat(verdict).isEqualTo(Verdict.accepted());
	}

	protected void balances(long ofAlice, long ofBob) {
		economy.endBlock();
		assertThat(List.of(economy.account(alice).balance(), economy.account(bob).balance())).containsExactly(ofAlice,
				ofBob);
		assertThat(economy.audit()).isEmpty();
	}

}
