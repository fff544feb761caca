package org.web3ecosystem.caesar.ledger;

import java.util.Optional;

import org.web3ecosystem.caesar.ledger.Transfer.Kind;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.usage.Economy;

/**
 * A transfer that is wanted, beside everything in the books that decides about it.
 *
 * @param payee for whom the account to be credited may be opened
 * @param existing the transfer that has the id
 * @param reserved the transfer to be settled
 * @param settled what settled that one already
 * @param credit as it is, or newly opened
 * @param bonded what an author that takes back has bonded
 */
record Case(Transfer wanted, Optional<NodeId> payee, Optional<Transfer> existing, Optional<Transfer> reserved,
		Optional<Transfer> settled, Optional<Account> debit, Optional<Account> credit, long bonded) {

	static Case of(Transfer wanted, Optional<NodeId> payee, Books books) {
		Optional<TransferId> pending = wanted.about().filter(about -> isSettling(wanted.kind()));
		return new Case(wanted, payee, books.transfer(wanted.id()), pending.flatMap(books::transfer),
				pending.flatMap(books::settledBy), books.account(wanted.debit()),
				books.account(wanted.credit()).or(() -> payee.map(Account::of)),
				wanted.author()
					.filter(author -> wanted.kind() == Kind.UNBOND)
					.map(author -> books.number(Economy.stakeKey(author)))
					.orElse(0L));
	}

	private static boolean isSettling(Kind kind) {
		return kind == Kind.POST || kind == Kind.VOID || kind == Kind.EXPIRE;
	}

	static boolean isPending(Transfer transfer) {
		return transfer.kind() == Kind.PENDING;
	}

	boolean settles() {
		return isSettling(wanted.kind());
	}

	boolean isAuthors(Optional<Account> account) {
		return wanted.author().isPresent() && wanted.author().equals(account.flatMap(Account::owner));
	}

	boolean isSettledBy(Kind kind) {
		return settled.filter(by -> by.kind() == kind).isPresent();
	}

	/** Over, though nobody has returned it yet. */
	boolean comesTooLate() {
		return wanted.kind() != Kind.EXPIRE
				&& reserved.flatMap(Transfer::expiresAt).filter(end -> !end.isAfter(wanted.at())).isPresent();
	}

	boolean fits() {
		Account from = debitRow();
		Account to = creditRow();
		return wanted.amount() <= Long.MAX_VALUE - from.debitsPending() - from.debitsPosted()
				&& wanted.amount() <= Long.MAX_VALUE - to.creditsPending() - to.creditsPosted();
	}

	long reservedAmount() {
		return reserved.map(Transfer::amount).orElse(0L);
	}

	Account debitRow() {
		return debit.orElseThrow();
	}

	Account creditRow() {
		return credit.orElseThrow();
	}

}
