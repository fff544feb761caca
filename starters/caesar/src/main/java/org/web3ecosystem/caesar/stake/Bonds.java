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
 * <p>
 * Entries: {@code stake/<node>} what is bonded, {@code returning/<node>} what a node has
 * yet to get back, {@code withheld/<node>} how much of the returns that are under way it
 * does not get because it is gone.
 */
public final class Bonds {

	/** How many returns are made in one block, so that a block's work is bounded. */
	static final int RELEASED_PER_BLOCK = 8;

	/** Where the sum of all stake entries stands. */
	static final String BONDED = "bonded";

	/** Where the sum of all that is no longer bonded and not yet free stands. */
	static final String RETURNING = "returning";

	private static final String MATURITY = "maturity";

	private static final int WHOLE = 100;

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
		NodeId owner = unbond.author().orElseThrow();
		change(owner, -unbond.amount());
		changeReturning(owner, unbond.amount());
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
		long withheld = Math.min(unbond.amount(), books.number(withheld(owner)));
		long free = unbond.amount() - withheld;
		boolean released = free == 0
				|| journal.enter(Movement.release(unbond, owner, free), now) instanceof Result.Entered;
		if (released) {
			changeReturning(owner, -free);
			add(withheld(owner), -withheld);
		}
		else {
			// the owner's account holds no more: it waits until that changes
			maturity.add(now.plus(delay).plusMillis(1), due);
		}
		return released;
	}

	/**
	 * Takes a part of all that a node has bonded, and the same part of what it has yet to
	 * get back, each rounded up. The next returns are as much less.
	 * @param evidence for what
	 * @return how much that was
	 */
	public long slash(NodeId node, int percent, String evidence, Instant now) {
		long bonded = part(books.number(Economy.stakeKey(node)), percent);
		long returning = part(books.number(returning(node)), percent);
		if (bonded > 0) {
			burn(Movement.slash(node, AccountId.STAKE, bonded, evidence), now);
			change(node, -bonded);
		}
		if (returning > 0) {
			burn(Movement.slash(node, AccountId.UNBONDING, returning, evidence), now);
			changeReturning(node, -returning);
			add(withheld(node), returning);
		}
		return Math.addExact(bonded, returning);
	}

	private void burn(Movement movement, Instant now) {
		if (!(journal.enter(movement, now) instanceof Result.Entered)) {
			throw new IllegalStateException("what was bonded is not there: " + movement);
		}
	}

	private static long part(long all, int percent) {
		return all / WHOLE * percent + (all % WHOLE * percent + WHOLE - 1) / WHOLE;
	}

	private static String returning(NodeId node) {
		return RETURNING + "/" + node.hex();
	}

	private static String withheld(NodeId node) {
		return "withheld/" + node.hex();
	}

	/**
	 * What must be so after every block.
	 * @throws IllegalStateException if an account has another sum than all entries of it
	 */
	public void verify() {
		long account = books.account(AccountId.STAKE).map(Account::balance).orElse(0L);
		long entries = books.number(BONDED);
		if (account != entries) {
			throw new IllegalStateException("the stake account has " + account + ", the stake entries " + entries);
		}
		long returning = books.account(AccountId.UNBONDING).map(Account::balance).orElse(0L);
		if (returning != books.number(RETURNING)) {
			throw new IllegalStateException(
					"the unbonding account has " + returning + ", the entries " + books.number(RETURNING));
		}
	}

	private void changeReturning(NodeId node, long by) {
		add(returning(node), by);
		add(RETURNING, by);
	}

	/** An entry that came to nothing is not kept. */
	private void add(String key, long by) {
		long after = Math.addExact(books.number(key), by);
		if (after < 0) {
			throw new IllegalStateException(key + " would be " + after);
		}
		if (after > 0) {
			state.put(key, Cbor.of(after).encode());
		}
		else if (by != 0) {
			state.remove(key);
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
