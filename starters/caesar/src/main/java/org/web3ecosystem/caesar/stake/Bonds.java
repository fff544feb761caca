package org.web3ecosystem.caesar.stake;

import java.time.Duration;
import java.time.Instant;

import org.web3ecosystem.caesar.ledger.Account;
import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.caesar.ledger.Books;
import org.web3ecosystem.caesar.ledger.DueQueue;
import org.web3ecosystem.caesar.ledger.Journal;
import org.web3ecosystem.caesar.ledger.Journal.Result;
import org.web3ecosystem.caesar.ledger.Movement;
import org.web3ecosystem.caesar.ledger.Transfer;
import org.web3ecosystem.caesar.ledger.TransferId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.usage.Economy;

/**
 * Whose the money on the stake account is. It counts as stake from the moment it is
 * bonded to the moment it is taken back, and is free again a delay later: whoever
 * misbehaved cannot run away with it.
 */
public final class Bonds {

	/** How many returns are made in one block, so that a block's work is bounded. */
	static final int RELEASED_PER_BLOCK = 8;

	/** Where the sum of all stake entries stands. */
	static final String BONDED = "bonded";

	private static final String MATURITY = "maturity";

	private final State state;

	private final Books books;

	private final Journal journal;

	private final DueQueue maturity;

	private final Duration delay;

	/**
	 * @param delay from taking back to being free
	 */
	public Bonds(State state, Journal journal, Duration delay) {
		this.state = state;
		this.books = new Books(state);
		this.journal = journal;
		this.maturity = new DueQueue(state, MATURITY);
		this.delay = delay;
	}

	/** A transfer to the stake account is in the books. */
	public void bonded(Transfer bond) {
		change(bond.author().orElseThrow(), bond.amount());
	}

	/** A transfer from the stake account is in the books. */
	public void unbonded(Transfer unbond) {
		change(unbond.author().orElseThrow(), -unbond.amount());
		maturity.add(unbond.at().plus(delay), unbond.id());
	}

	/** Frees what was taken back long enough ago. */
	public void release(Instant now) {
		for (int i = 0; i < RELEASED_PER_BLOCK; i++) {
			if (maturity.poll(now).map(due -> release(due, now)).isEmpty()) {
				return;
			}
		}
	}

	private boolean release(TransferId due, Instant now) {
		Transfer unbond = books.transfer(due).orElseThrow(() -> new IllegalStateException("no transfer " + due));
		NodeId owner = unbond.author().orElseThrow();
		boolean released = journal.enter(Movement.release(unbond, owner), now) instanceof Result.Entered;
		if (!released) {
			// the owner's account holds no more: it waits until that changes
			maturity.add(now.plus(delay).plusMillis(1), due);
		}
		return released;
	}

	/**
	 * What must be so after every block.
	 * @throws IllegalStateException if the stake account has another sum than all entries
	 */
	public void verify() {
		long account = books.account(AccountId.STAKE).map(Account::balance).orElse(0L);
		long entries = books.number(BONDED);
		if (account != entries) {
			throw new IllegalStateException("the stake account has " + account + ", the stake entries " + entries);
		}
	}

	private void change(NodeId node, long by) {
		String key = Economy.stakeKey(node);
		long before = books.number(key);
		long after = Math.addExact(before, by);
		if (after < 0) {
			throw new IllegalStateException("the stake of " + node + " would be " + after);
		}
		state.put(key, Cbor.of(after).encode());
		state.put(BONDED, Cbor.of(Math.addExact(books.number(BONDED), after - before)).encode());
	}

}
