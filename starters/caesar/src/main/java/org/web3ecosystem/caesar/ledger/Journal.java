package org.web3ecosystem.caesar.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.web3ecosystem.caesar.ledger.Instruction.Bond;
import org.web3ecosystem.caesar.ledger.Instruction.Pay;
import org.web3ecosystem.caesar.ledger.Instruction.Post;
import org.web3ecosystem.caesar.ledger.Instruction.Reserve;
import org.web3ecosystem.caesar.ledger.Instruction.Unbond;
import org.web3ecosystem.caesar.ledger.Instruction.Void;
import org.web3ecosystem.caesar.ledger.Transfer.Kind;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule.State;

/**
 * Enters transfers into the books, each on two sides at once. A transfer that is there
 * already is not entered again.
 */
public final class Journal {

	/**
	 * How many pending transfers return in one block, so that a block's work is bounded.
	 */
	static final int EXPIRED_PER_BLOCK = 24;

	private static final String EXPIRY = "expiry";

	private final Books books;

	private final DueQueue expiry;

	public Journal(State state) {
		this.books = new Books(state);
		this.expiry = new DueQueue(state, EXPIRY);
	}

	/** What became of a transfer. */
	public sealed interface Result {

		/** It is in the books now. */
		record Entered(Transfer transfer) implements Result {
		}

		/** It was in the books before. */
		record Known(Transfer transfer) implements Result {
		}

		/** It is not in the books. */
		record Refused(Refusal reason) implements Result {
		}

	}

	/** What an author asks for. */
	public Result enter(Instruction instruction, NodeId author, Instant time) {
		Instant at = time.truncatedTo(ChronoUnit.MILLIS);
		Draft draft = new Draft(instruction.id(), Optional.of(author), at);
		AccountId own = AccountId.of(author);
		return switch (instruction) {
			case Pay it -> enter(draft.transfer(Kind.TRANSFER, it.debit(), it.credit().account(), it.amount(),
					it.code(), Duration.ZERO), it.credit().owner());
			case Reserve it -> enter(draft.transfer(Kind.PENDING, it.debit(), it.credit().account(), it.amount(),
					it.code(), it.timeout()), it.credit().owner());
			case Post it -> settle(draft, Kind.POST, it.pending(), Optional.of(it.amount()));
			case Void it -> settle(draft, Kind.VOID, it.pending(), Optional.empty());
			case Bond it ->
				enter(draft.transfer(Kind.BOND, own, AccountId.STAKE, it.amount(), 0, Duration.ZERO), Optional.empty());
			case Unbond it ->
				enter(draft.transfer(Kind.UNBOND, AccountId.STAKE, AccountId.UNBONDING, it.amount(), 0, Duration.ZERO),
						Optional.empty());
		};
	}

	/** What the ledger moves itself. */
	public Result enter(Movement it, Instant time) {
		return enter(
				new Transfer(nextOwn(), it.kind(), it.author(), it.debit(), it.credit().account(), it.amount(), 0,
						it.about(), Duration.ZERO, it.reference(), time.truncatedTo(ChronoUnit.MILLIS)),
				it.credit().owner());
	}

	/** Returns pending transfers that are over, the oldest first. */
	public void expire(Instant now) {
		for (int i = 0; i < EXPIRED_PER_BLOCK; i++) {
			Optional<TransferId> due = expiry.poll(now);
			if (due.isEmpty()) {
				return;
			}
			if (books.settledBy(due.get()).isEmpty()) {
				Draft draft = new Draft(nextOwn(), Optional.empty(), now.truncatedTo(ChronoUnit.MILLIS));
				if (settle(draft, Kind.EXPIRE, due.get(), Optional.empty()) instanceof Result.Refused(Refusal reason)) {
					throw new IllegalStateException("transfer " + due.get() + " cannot expire: " + reason.text());
				}
			}
		}
	}

	private TransferId nextOwn() {
		return TransferId.own(books.totals().transfers() + 1);
	}

	private Result settle(Draft draft, Kind kind, TransferId pending, Optional<Long> amount) {
		Optional<Transfer> reserved = books.transfer(pending);
		return enter(
				new Transfer(draft.id(), kind, draft.author(), reserved.map(Transfer::debit).orElse(AccountId.NONE),
						reserved.map(Transfer::credit).orElse(AccountId.NONE),
						amount.or(() -> reserved.map(Transfer::amount)).orElse(1L), 0, Optional.of(pending),
						Duration.ZERO, "", draft.at()),
				Optional.empty());
	}

	private Result enter(Transfer wanted, Optional<NodeId> payee) {
		Case it = Case.of(wanted, payee, books);
		Optional<Refusal> no = Refusal.first(it);
		if (no.isPresent()) {
			return new Result.Refused(no.get());
		}
		if (it.existing().isPresent()) {
			return new Result.Known(it.existing().get());
		}
		long reserved = it.reservedAmount();
		switch (wanted.kind()) {
			case PENDING -> enter(it, wanted.amount(), 0);
			case POST -> enter(it, -reserved, wanted.amount());
			case VOID, EXPIRE -> enter(it, -reserved, 0);
			case TRANSFER, BOND, UNBOND, RELEASE, FEE, REWARD, SLASH, GENESIS -> enter(it, 0, wanted.amount());
		}
		return new Result.Entered(wanted);
	}

	private void enter(Case it, long pending, long posted) {
		Transfer wanted = it.wanted();
		books.put(wanted, it.debitRow().debited(pending, posted), it.creditRow().credited(pending, posted));
		if (it.settles()) {
			books.settle(wanted.about().orElseThrow(), wanted.id());
		}
		wanted.expiresAt().ifPresent(end -> expiry.add(end, wanted.id()));
	}

	/** What every transfer of an author begins with. */
	private record Draft(TransferId id, Optional<NodeId> author, Instant at) {

		Transfer transfer(Kind kind, AccountId debit, AccountId credit, long amount, int code, Duration timeout) {
			return new Transfer(id, kind, author, debit, credit, amount, code, Optional.empty(), timeout, "", at);
		}

	}

}
