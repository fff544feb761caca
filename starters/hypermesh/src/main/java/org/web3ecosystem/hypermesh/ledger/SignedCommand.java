package org.web3ecosystem.hypermesh.ledger;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;

/**
 * A command that this node has signed and not necessarily handed in. Kept, it can be
 * handed in again and again: the ledger executes it once.
 *
 * @param id of the transaction, as in its receipt
 * @param epoch for which it is signed
 * @param after the height its author knew
 * @param encoded the signed bytes, for {@link VerifiableLedger#handIn}
 */
public record SignedCommand(String id, Epoch epoch, Height after, byte[] encoded) {

	public SignedCommand {
		encoded = encoded.clone();
	}

	@Override
	public byte[] encoded() {
		return encoded.clone();
	}

	static SignedCommand of(Transaction transaction) {
		return new SignedCommand(transaction.id(), transaction.epoch(), transaction.after(), transaction.encoded());
	}

	/**
	 * Whether no block after this height and in this epoch can execute it any more.
	 */
	public boolean isVoid(Height height, Epoch current) {
		return height.number() - after.number() >= Transaction.WINDOW || current.number() > epoch.number() + 1;
	}

	/**
	 * Whether the ledger, at this height, would still know the outcome of a transaction
	 * that was executed later than {@code seen}.
	 */
	public static boolean isRemembered(Height seen, Height height) {
		return height.number() - seen.number() <= Transaction.WINDOW;
	}

}
