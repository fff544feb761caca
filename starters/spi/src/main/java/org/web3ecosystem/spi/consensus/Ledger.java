package org.web3ecosystem.spi.consensus;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;

/**
 * The federation's ledger as a component uses it.
 * <p>
 * Laws, tested by {@code LedgerContract}:
 * <ol>
 * <li>a receipt says that the transaction was ordered and executed, with its verdict;
 * <li>the same command submitted twice by one node is executed once, and both get the
 * same receipt, unless it was refused: a command that is to be repeated carries a number
 * of its own;
 * <li>after an accepted receipt {@link #read} on the same node shows the effect.
 * </ol>
 */
public interface Ledger {

	/**
	 * Signs {@code command} with this node's key and submits it, again and again until it
	 * is ordered or a deadline of the implementation passes, which fails with
	 * {@link org.web3ecosystem.spi.UnavailableException}.
	 */
	CompletionStage<Receipt> submit(String module, byte[] command);

	/**
	 * {@link #submit(String, byte[])} for a command that needs a proof bundle, see
	 * {@link LedgerModule#proves}.
	 */
	default CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
		throw new UnsupportedOperationException("this ledger takes no proof bundles");
	}

	/**
	 * Whether it follows the federation now. If not, what it reads may be long out of
	 * date. Answers at once.
	 */
	default Verdict readiness() {
		return Verdict.accepted();
	}

	/** A committed entry of a module. */
	CompletionStage<Optional<byte[]>> read(String module, String key);

	/** Height of the last block this node applied or, for an observer, verified. */
	Height height();

	/**
	 * What became of a transaction.
	 *
	 * @param transactionId SHA-256 of the signed transaction, hexadecimal
	 */
	record Receipt(String transactionId, Height height, Instant consensusTime, Verdict verdict) {
	}

}
