package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;

/**
 * Somebody who reads from the ledger and hands in to it for others. Nothing that it says
 * is believed without proof, so it need not be trusted. Both stages fail with
 * {@link RejectedException} if it understood and refused, with anything else if another
 * server may do better.
 */
public interface LedgerServer {

	/** An entry or its absence: an encoded proven entry. */
	CompletionStage<byte[]> prove(String module, String key, Duration deadline);

	/**
	 * Hands in a transaction and completes when the server says that it was executed.
	 * @param transaction with its author's signature, at most {@value #MAX_TRANSACTION}
	 * bytes
	 */
	CompletionStage<Void> handIn(byte[] transaction, Duration deadline);

	/**
	 * How long it has not known what is decided, as it says; fails if it does not know
	 * that or does not say.
	 */
	default CompletionStage<Duration> age(Duration deadline) {
		return CompletableFuture.failedFuture(new UnavailableException("it does not say how old its knowledge is"));
	}

	/** Is told what its last answer was worth. */
	default void did(Deed deed) {
	}

	/** Whether others are better asked before this one. */
	default boolean isAskedLast() {
		return false;
	}

	/** The largest transaction, in bytes. */
	int MAX_TRANSACTION = Transaction.MAX_BYTES;

}
