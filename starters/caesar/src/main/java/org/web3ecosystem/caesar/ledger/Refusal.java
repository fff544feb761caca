package org.web3ecosystem.caesar.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import org.web3ecosystem.caesar.ledger.Transfer.Kind;

/**
 * Why the books say no, in the order in which they look: of several reasons the first is
 * given, on every replica alike. A transfer whose id is taken is compared with the one
 * that has it and with nothing else: it is that one, or it is refused.
 */
public enum Refusal {

	/** The id is taken by a transfer that does something else. */
	EXISTS_WITH_DIFFERENT_KIND(differs(Transfer::kind)),

	/** The id is taken by somebody else's transfer. */
	EXISTS_WITH_DIFFERENT_AUTHOR(differs(Transfer::author)),

	/** The id is taken by a transfer that settles another one. */
	EXISTS_WITH_DIFFERENT_PENDING(differs(Transfer::about)),

	/** The id is taken by a transfer from another account. */
	EXISTS_WITH_DIFFERENT_DEBIT(differs(Transfer::debit)),

	/** The id is taken by a transfer to another account. */
	EXISTS_WITH_DIFFERENT_CREDIT(differs(Transfer::credit)),

	/** The id is taken by a transfer of another amount. */
	EXISTS_WITH_DIFFERENT_AMOUNT(differs(Transfer::amount)),

	/** The id is taken by a transfer for something else. */
	EXISTS_WITH_DIFFERENT_CODE(differs(Transfer::code)),

	/** The id is taken by a transfer with another timeout. */
	EXISTS_WITH_DIFFERENT_TIMEOUT(differs(Transfer::timeout)),

	/** There is no such transfer to settle. */
	PENDING_TRANSFER_NOT_FOUND(it -> it.settles() && it.reserved().isEmpty()),

	/** The transfer to settle never waited for it. */
	TRANSFER_IS_NOT_PENDING(it -> it.settles() && it.reserved().filter(Case::isPending).isEmpty()),

	/** The account to be debited is not there. */
	DEBIT_ACCOUNT_NOT_FOUND(it -> it.debit().isEmpty()),

	/** The account to be debited is not the author's. */
	DEBIT_ACCOUNT_NOT_YOURS(it -> switch (it.wanted().kind()) {
		case TRANSFER, PENDING, POST, BOND, FEE -> !it.isAuthors(it.debit());
		case VOID, EXPIRE, UNBOND, RELEASE, REWARD, SLASH, GENESIS -> false;
	}),

	/** Neither account of the transfer to void is the author's. */
	NEITHER_ACCOUNT_IS_YOURS(
			it -> it.wanted().kind() == Kind.VOID && !it.isAuthors(it.debit()) && !it.isAuthors(it.credit())),

	/** The account to be credited is not there and cannot be opened. */
	CREDIT_ACCOUNT_NOT_FOUND(it -> it.credit().isEmpty()),

	/** The account to be credited is the ledger's own. */
	CREDIT_ACCOUNT_IS_RESERVED(it -> it.wanted().credit().isReserved()
			&& (it.payee().isPresent() || it.wanted().kind() == Kind.TRANSFER || it.wanted().kind() == Kind.PENDING)),

	/** The account has that id and another owner. */
	CREDIT_ACCOUNT_HAS_ANOTHER_OWNER(it -> it.payee().isPresent() && !it.payee().equals(it.creditRow().owner())),

	/** More is to be posted than was reserved. */
	EXCEEDS_PENDING_AMOUNT(it -> it.wanted().kind() == Kind.POST && it.wanted().amount() > it.reservedAmount()),

	/** The transfer to settle was posted. */
	PENDING_TRANSFER_IS_POSTED(it -> it.isSettledBy(Kind.POST)),

	/** The transfer to settle was voided. */
	PENDING_TRANSFER_IS_VOIDED(it -> it.isSettledBy(Kind.VOID)),

	/** The transfer to settle is over. */
	PENDING_TRANSFER_IS_EXPIRED(it -> it.isSettledBy(Kind.EXPIRE) || it.comesTooLate()),

	/** A sum would be larger than any account can hold. */
	OVERFLOWS(it -> it.wanted().kind().takes() && !it.fits()),

	/** More is to be taken back than is bonded. */
	EXCEEDS_STAKE(it -> it.wanted().kind() == Kind.UNBOND && it.wanted().amount() > it.bonded()),

	/** The account to be debited has not got that much to spend. */
	EXCEEDS_CREDITS(it -> it.wanted().kind().takes() && it.wanted().kind() != Kind.GENESIS
			&& it.wanted().amount() > it.debitRow().available());

	private final boolean taken;

	private final Predicate<Case> applies;

	Refusal(Predicate<Case> applies) {
		this.taken = false;
		this.applies = applies;
	}

	Refusal(Difference difference) {
		this.taken = true;
		this.applies = it -> difference.of(it.existing().orElseThrow(), it.wanted());
	}

	/** The first that applies. */
	static Optional<Refusal> first(Case it) {
		boolean taken = it.existing().isPresent();
		return Arrays.stream(values())
			.filter(refusal -> refusal.taken == taken && refusal.applies.test(it))
			.findFirst();
	}

	/** In words. */
	public String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/** The reason with this text, if there is one. */
	public static Optional<Refusal> of(String text) {
		return Arrays.stream(values()).filter(refusal -> refusal.text().equals(text)).findFirst();
	}

	private static Difference differs(Function<Transfer, ?> part) {
		return (one, other) -> !part.apply(one).equals(part.apply(other));
	}

	/** Between the transfer that has the id and the one that wants it. */
	private interface Difference {

		boolean of(Transfer one, Transfer other);

	}

}
