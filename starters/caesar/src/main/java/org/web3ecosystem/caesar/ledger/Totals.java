package org.web3ecosystem.caesar.ledger;

import java.math.BigInteger;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;

/**
 * Sums over all accounts, kept where rows are written and from what was written, so that
 * they know nothing of transfers. What they must be is checked after every block.
 *
 * @param accounts how many there are
 * @param transfers how many there were
 * @param breach the account that was written against its limit; empty if none was
 */
public record Totals(long accounts, long transfers, BigInteger debitsPending, BigInteger debitsPosted,
		BigInteger creditsPending, BigInteger creditsPosted, String breach) {

	static final Totals NOTHING = new Totals(0, 0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO,
			"");

	private static final int MAX_BYTES = 1024;

	/** After a row was written. */
	Totals with(Account before, Account after, boolean opened) {
		return new Totals(opened ? accounts + 1 : accounts, transfers,
				moved(debitsPending, before.debitsPending(), after.debitsPending()),
				moved(debitsPosted, before.debitsPosted(), after.debitsPosted()),
				moved(creditsPending, before.creditsPending(), after.creditsPending()),
				moved(creditsPosted, before.creditsPosted(), after.creditsPosted()),
				after.keepsLimit() ? breach : after.id().hex());
	}

	Totals withTransfer() {
		return new Totals(accounts, transfers + 1, debitsPending, debitsPosted, creditsPending, creditsPosted, breach);
	}

	private static BigInteger moved(BigInteger sum, long before, long after) {
		return before == after ? sum : sum.add(BigInteger.valueOf(after - before));
	}

	/** Whether as much was given as was taken. */
	public boolean isBalanced() {
		return debitsPosted.equals(creditsPosted) && debitsPending.equals(creditsPending);
	}

	/**
	 * @throws IllegalStateException naming what is not as it must be
	 */
	void verify() {
		if (!debitsPosted.equals(creditsPosted)) {
			throw new IllegalStateException("posted debits are " + debitsPosted + ", credits " + creditsPosted);
		}
		if (!debitsPending.equals(creditsPending)) {
			throw new IllegalStateException("pending debits are " + debitsPending + ", credits " + creditsPending);
		}
		if (debitsPosted.signum() < 0 || debitsPending.signum() < 0) {
			throw new IllegalStateException("a sum over all accounts is negative");
		}
		if (!breach.isEmpty()) {
			throw new IllegalStateException("account " + breach + " broke its limit");
		}
	}

	/** The one encoding, on the ledger. */
	public byte[] encode() {
		return Cbor.struct(Map.entry("accounts", Cbor.of(accounts)), Map.entry("transfers", Cbor.of(transfers)),
				Map.entry("debitsPending", Cbor.of(debitsPending.toByteArray())),
				Map.entry("debitsPosted", Cbor.of(debitsPosted.toByteArray())),
				Map.entry("creditsPending", Cbor.of(creditsPending.toByteArray())),
				Map.entry("creditsPosted", Cbor.of(creditsPosted.toByteArray())), Map.entry("breach", Cbor.of(breach)))
			.encode();
	}

	/** Reads {@link #encode}. */
	public static Totals decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		return new Totals(map.integer("accounts"), map.integer("transfers"), sum(map, "debitsPending"),
				sum(map, "debitsPosted"), sum(map, "creditsPending"), sum(map, "creditsPosted"), map.text("breach"));
	}

	private static BigInteger sum(Cbor.Struct map, String key) {
		return new BigInteger(map.bytes(key));
	}

}
