package org.web3ecosystem.caesar.usage;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

import org.web3ecosystem.caesar.ledger.Account;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Books;
import org.web3ecosystem.caesar.ledger.Journal;
import org.web3ecosystem.caesar.ledger.Journal.Result;
import org.web3ecosystem.caesar.ledger.Movement;
import org.web3ecosystem.caesar.ledger.Refusal;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.usage.Economy.Request.Charge;
import org.web3ecosystem.spi.usage.Economy.Request.Served;

/**
 * Fees and rewards. What is less than a unit is kept for the next time, so that the same
 * usage earns the same in however many parts it is reported. Rewards come out of what
 * there is: who serves when there is nothing left is counted and not paid.
 */
public final class Metering {

	private final State state;

	private final Books books;

	private final Journal journal;

	private final Rate rate;

	public Metering(State state, Journal journal, Rate rate) {
		this.state = state;
		this.books = new Books(state);
		this.journal = journal;
		this.rate = rate;
	}

	/** The author pays. */
	public Optional<Refusal> charge(Charge charge, NodeId author, Instant time) {
		return charge.amount() == 0 ? Optional.empty()
				: enter(Movement.fee(author, charge.amount(), charge.reference()), time);
	}

	/** The provider is paid. */
	public Optional<Refusal> served(Served served, NodeId author, Instant time) {
		Usage before = state.get(Usage.key(served.provider())).map(Usage::decode).orElse(Usage.NOTHING);
		Rate.Earned earned = rate.earned(served.byteSeconds(), before.remainder());
		long there = books.account(AccountId.REWARDS).map(Account::available).orElse(0L);
		long paid = Math.min(earned.units(), there);
		state.put(Usage.key(served.provider()),
				new Usage(before.byteSeconds().add(BigInteger.valueOf(served.byteSeconds())),
						Math.addExact(before.paid(), paid), earned.remainder())
					.encode());
		return paid == 0 ? Optional.empty()
				: enter(Movement.reward(author, served.provider(), paid, served.reference()), time);
	}

	private Optional<Refusal> enter(Movement movement, Instant time) {
		return journal.enter(movement, time) instanceof Result.Refused(Refusal reason) ? Optional.of(reason)
				: Optional.empty();
	}

}
