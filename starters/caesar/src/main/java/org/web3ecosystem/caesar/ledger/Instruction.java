package org.web3ecosystem.caesar.ledger;

import java.time.Duration;

/**
 * What an author asks of the books. Its form is checked here, without knowing them; what
 * they say to it is a {@link Refusal}.
 */
public sealed interface Instruction {

	/** Names the transfer it makes. */
	TransferId id();

	/** Moves an amount. */
	record Pay(TransferId id, AccountId debit, Payee credit, long amount, int code) implements Instruction {

		public Pay {
			requireUsable(id, amount);
			requireApart(debit, credit, code);
		}

	}

	/**
	 * Reserves an amount until it is posted, voided or expires.
	 *
	 * @param timeout in whole seconds; zero is forever
	 */
	record Reserve(TransferId id, AccountId debit, Payee credit, long amount, int code,
			Duration timeout) implements Instruction {

		public Reserve {
			requireUsable(id, amount);
			requireApart(debit, credit, code);
			if (timeout.isNegative() || timeout.getNano() != 0 || timeout.compareTo(Transfer.MAX_TIMEOUT) > 0) {
				throw new IllegalArgumentException(
						"a timeout is 0 to " + Transfer.MAX_TIMEOUT.toSeconds() + " whole seconds");
			}
		}

	}

	/** Moves what was reserved, or less of it; the rest returns. */
	record Post(TransferId id, TransferId pending, long amount) implements Instruction {

		public Post {
			requireUsable(id, amount);
			requireOther(id, pending);
		}

	}

	/** Returns what was reserved. */
	record Void(TransferId id, TransferId pending) implements Instruction {

		public Void {
			requireFree(id);
			requireOther(id, pending);
		}

	}

	/** Bonds an amount of the author's. */
	record Bond(TransferId id, long amount) implements Instruction {

		public Bond {
			requireUsable(id, amount);
		}

	}

	/** Takes back what the author bonded; it is free after a while. */
	record Unbond(TransferId id, long amount) implements Instruction {

		public Unbond {
			requireUsable(id, amount);
		}

	}

	private static void requireFree(TransferId id) {
		if (id.isReserved()) {
			throw new IllegalArgumentException("ids below 2^64 are the ledger's own");
		}
	}

	private static void requireUsable(TransferId id, long amount) {
		requireFree(id);
		if (amount < 1) {
			throw new IllegalArgumentException("an amount is positive");
		}
	}

	private static void requireApart(AccountId debit, Payee credit, int code) {
		if (debit.equals(credit.account())) {
			throw new IllegalArgumentException("the two accounts are one");
		}
		if (code < 0 || code > Transfer.MAX_CODE) {
			throw new IllegalArgumentException("a code is 0 to " + Transfer.MAX_CODE);
		}
	}

	private static void requireOther(TransferId id, TransferId pending) {
		if (id.equals(pending)) {
			throw new IllegalArgumentException("a transfer cannot settle itself");
		}
	}

}
