package org.web3ecosystem.caesar.ledger;

import java.util.Arrays;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.LedgerModule.State;

/**
 * The books as entries of the module: {@code account/<id>}, {@code transfer/<id>},
 * {@code settled/<pending>} the transfer that settled it, {@code history/<account>/<n>}
 * sixty four transfers of an account in their order, {@code accounts/<n>} sixty four
 * accounts in theirs, and {@code totals}. Nobody else writes these.
 */
public final class Books {

	/** Where {@link Totals} stand. */
	public static final String TOTALS = "totals";

	/** Ids on a page. */
	public static final int PAGE = 64;

	private final State state;

	public Books(State state) {
		this.state = state;
	}

	/** Where an account stands. */
	public static String key(AccountId id) {
		return "account/" + id.hex();
	}

	/** Where a transfer stands. */
	public static String key(TransferId id) {
		return "transfer/" + id.hex();
	}

	/** Where it is said which transfer settled a pending one. */
	public static String settled(TransferId pending) {
		return "settled/" + pending.hex();
	}

	/** Where the transfers of an account are listed. */
	public static String history(AccountId account, long page) {
		return "history/" + account.hex() + "/" + page;
	}

	static String accounts(long page) {
		return "accounts/" + page;
	}

	/** How many ids are on a page. */
	public static int count(byte[] page) {
		return page.length / Id128.BYTES;
	}

	/** One of the transfers on a page. */
	public static TransferId entry(byte[] page, int index) {
		return TransferId.of(Arrays.copyOfRange(page, index * Id128.BYTES, (index + 1) * Id128.BYTES));
	}

	// reading

	public Optional<Account> account(AccountId id) {
		return state.get(key(id)).map(row -> Account.decode(id, row));
	}

	public Optional<Transfer> transfer(TransferId id) {
		return state.get(key(id)).map(row -> Transfer.decode(id, row));
	}

	Optional<Transfer> settledBy(TransferId pending) {
		return state.get(settled(pending)).map(TransferId::of).flatMap(this::transfer);
	}

	public Totals totals() {
		return state.get(TOTALS).map(Totals::decode).orElse(Totals.NOTHING);
	}

	/** One number; zero if it is not there. */
	public long number(String key) {
		return state.get(key).map(Books::number).orElse(0L);
	}

	/** Reads an entry that is one number. */
	public static long number(byte[] entry) {
		if (Cbor.decode(entry, Id128.BYTES) instanceof Cbor.Int(long value)) {
			return value;
		}
		throw new CborException("not a number");
	}

	byte[] page(String key) {
		return state.get(key).orElseGet(() -> new byte[0]);
	}

	// writing

	/** Writes an account of the ledger itself, which is there from the beginning. */
	public void open(AccountId own) {
		put(Account.of(own));
	}

	/** Writes a transfer and the two accounts as it leaves them. */
	void put(Transfer transfer, Account debit, Account credit) {
		put(debit);
		put(credit);
		append(history(debit.id(), (debit.transfers() - 1) / PAGE), transfer.id().bytes());
		append(history(credit.id(), (credit.transfers() - 1) / PAGE), transfer.id().bytes());
		state.put(key(transfer.id()), transfer.encode());
		state.put(TOTALS, totals().withTransfer().encode());
	}

	void settle(TransferId pending, TransferId by) {
		state.put(settled(pending), by.bytes());
	}

	void put(Account after) {
		Optional<Account> before = account(after.id());
		Totals totals = totals();
		if (before.isEmpty()) {
			append(accounts(totals.accounts() / PAGE), after.id().bytes());
		}
		state.put(TOTALS,
				totals.with(before.orElseGet(() -> Account.of(after.id())), after, before.isEmpty()).encode());
		state.put(key(after.id()), after.encode());
	}

	private void append(String key, byte[] id) {
		byte[] page = page(key);
		byte[] longer = Arrays.copyOf(page, page.length + Id128.BYTES);
		System.arraycopy(id, 0, longer, page.length, Id128.BYTES);
		state.put(key, longer);
	}

	/**
	 * What must be so after every block.
	 * @throws IllegalStateException naming what is not
	 */
	public void verify() {
		totals().verify();
	}

}
