package org.web3ecosystem.caesar.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.web3ecosystem.caesar.ledger.Transfer.Kind;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.LedgerModule.State;
import org.web3ecosystem.spi.usage.Economy;

/**
 * Reads all the books again: every account's sums from the transfers that touched it, the
 * stake of everybody from the stake account's, and the totals from the accounts.
 */
public final class Audit {

	private final Books books;

	private final List<String> faults = new ArrayList<>();

	private Audit(Books books) {
		this.books = books;
	}

	/**
	 * What does not agree; nothing if all does.
	 * @param state is only read
	 */
	public static List<String> of(State state) {
		Audit audit = new Audit(new Books(state));
		audit.totals();
		return List.copyOf(audit.faults);
	}

	private void totals() {
		Totals sum = Totals.NOTHING;
		Totals kept = books.totals();
		long accounts = 0;
		long sides = 0;
		for (byte[] page = books.page(Books.accounts(0)); Books.count(page) > 0; page = books
			.page(Books.accounts(accounts / Books.PAGE))) {
			for (int i = (int) (accounts % Books.PAGE); i < Books.count(page); i++) {
				Account account = account(new AccountId(Books.entry(page, i).hex()));
				sum = sum.with(Account.of(account.id()), account, true);
				sides += account.transfers();
				accounts++;
			}
			if (accounts % Books.PAGE != 0) {
				break;
			}
		}
		compare("accounts", sum.accounts(), kept.accounts());
		compare("transfers, each on two sides,", sides, 2 * kept.transfers());
		compare("pending debits", sum.debitsPending(), kept.debitsPending());
		compare("posted debits", sum.debitsPosted(), kept.debitsPosted());
		compare("pending credits", sum.creditsPending(), kept.creditsPending());
		compare("posted credits", sum.creditsPosted(), kept.creditsPosted());
		compare("balance", kept.isBalanced(), true);
	}

	/** The account as it should be, after comparing it with how it is. */
	private Account account(AccountId id) {
		Account row = books.account(id).orElseThrow(() -> new IllegalStateException("no row of account " + id));
		Replay replay = new Replay(id);
		for (long i = 0; i < row.transfers(); i++) {
			byte[] page = books.page(Books.history(id, i / Books.PAGE));
			if (i % Books.PAGE >= Books.count(page)) {
				faults.add("the history of " + id + " ends after " + i + " transfers, not " + row.transfers());
				break;
			}
			TransferId entry = Books.entry(page, (int) (i % Books.PAGE));
			books.transfer(entry).ifPresentOrElse(replay::add, () -> faults.add("there is no transfer " + entry));
		}
		compare("pending debits of " + id, row.debitsPending(), replay.debitsPending);
		compare("posted debits of " + id, row.debitsPosted(), replay.debitsPosted);
		compare("pending credits of " + id, row.creditsPending(), replay.creditsPending);
		compare("posted credits of " + id, row.creditsPosted(), replay.creditsPosted);
		compare("the limit of " + id, row.keepsLimit(), true);
		if (id.equals(AccountId.STAKE)) {
			replay.stake.forEach((node, stake) -> compare("the stake of " + node,
					BigInteger.valueOf(books.number(Economy.stakeKey(node))), stake));
		}
		return row;
	}

	private <T> void compare(String what, T is, T shouldBe) {
		if (!is.equals(shouldBe)) {
			faults.add(what + ": " + is + ", not " + shouldBe);
		}
	}

	/** One account's sums, from nothing. */
	private final class Replay {

		private final AccountId id;

		private final Map<NodeId, BigInteger> stake = new TreeMap<>();

		private long debitsPending;

		private long debitsPosted;

		private long creditsPending;

		private long creditsPosted;

		private Replay(AccountId id) {
			this.id = id;
		}

		private void add(Transfer transfer) {
			boolean debit = transfer.debit().equals(id);
			if (debit == transfer.credit().equals(id)) {
				faults.add("transfer " + transfer.id() + " is not one side of " + id);
			}
			long amount = transfer.amount();
			switch (transfer.kind()) {
				case PENDING -> pending(debit, books.settledBy(transfer.id()).isPresent() ? 0 : amount);
				case VOID, EXPIRE -> settlesOne(transfer);
				case POST -> {
					settlesOne(transfer);
					posted(debit, amount);
				}
				case TRANSFER, BOND, UNBOND, RELEASE, FEE, REWARD, SLASH, GENESIS -> posted(debit, amount);
			}
			if (id.equals(AccountId.STAKE)) {
				stake.merge(transfer.author().orElseThrow(), BigInteger.valueOf(debit ? -amount : amount),
						BigInteger::add);
			}
		}

		private void settlesOne(Transfer transfer) {
			Optional<Transfer> reserved = transfer.about().flatMap(books::transfer);
			compare("what " + transfer.id() + " settles", reserved.map(Transfer::kind), Optional.of(Kind.PENDING));
			compare("what settled " + transfer.about(), transfer.about().flatMap(books::settledBy).map(Transfer::id),
					Optional.of(transfer.id()));
		}

		private void pending(boolean debit, long amount) {
			debitsPending += debit ? amount : 0;
			creditsPending += debit ? 0 : amount;
		}

		private void posted(boolean debit, long amount) {
			debitsPosted += debit ? amount : 0;
			creditsPosted += debit ? 0 : amount;
		}

	}

}
