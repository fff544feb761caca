package org.web3ecosystem.hypermesh.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Patience;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.QueuedException;
import org.web3ecosystem.spi.consensus.WriteQueue;

/** Ways through a {@link DurableQueue} that a {@link Drain} empties. */
public final class QueueWays implements WriteQueue {

	private final DurableQueue queue;

	private final Drain drain;

	private final VerifiableLedger ledger;

	private final Patience patience;

	public QueueWays(DurableQueue queue, Drain drain, VerifiableLedger ledger) {
		this(queue, drain, ledger, Patience.OF_THIS_MACHINE);
	}

	/**
	 * @param patience how the decision is waited for
	 */
	public QueueWays(DurableQueue queue, Drain drain, VerifiableLedger ledger, Patience patience) {
		this.patience = patience;
		this.queue = queue;
		this.drain = drain;
		this.ledger = ledger;
	}

	@Override
	public Way way(Wish wish) {
		return new Way(new Queued(wish), new Promised());
	}

	/** Promises proofs: a bundle of it says what is to be proven, and proves nothing. */
	private static final class Promised implements ConsensusProvider {

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			return CompletableFuture.completedStage(new ProofBundle(EntryCodec.struct(operation).encode(), Set.of()));
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			return CompletableFuture.completedStage(operation(bundle).equals(operation) ? Verdict.accepted()
					: Verdict.rejected("that was promised for something else"));
		}

		static Operation operation(ProofBundle promise) {
			return EntryCodec.operation(Cbor.decodeStruct(promise.encoded(), ProofBundle.MAX_BYTES));
		}

	}

	/** Puts commands into the queue, and waits for their end as long as was wished. */
	private final class Queued implements Ledger {

		private final Wish wish;

		Queued(Wish wish) {
			this.wish = wish;
		}

		@Override
		public CompletionStage<Receipt> submit(String module, byte[] command) {
			return submit(module, command, Optional.empty());
		}

		@Override
		public CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
			return submit(module, command, Optional.of(Promised.operation(bundle)));
		}

		private CompletionStage<Receipt> submit(String module, byte[] command, Optional<Operation> operation) {
			return queue.addElsewhere(module, command, operation, wish.what(), wish.concerning())
				.thenCompose(this::ended);
		}

		private CompletionStage<Receipt> ended(QueueEntry entry) {
			CompletionStage<QueueEnd> ending = queue.ending(entry);
			drain.look();
			Duration most = ledger.readiness().isAccepted() ? wish.patience() : Duration.ZERO;
			return patience.limit(ending.toCompletableFuture().copy(), most).handle((end, failure) -> {
				if (failure != null) {
					throw failed(entry, failure);
				}
				return receipt(end);
			});
		}

		private RuntimeException failed(QueueEntry entry, Throwable failure) {
			Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
					: failure;
			return cause instanceof TimeoutException ? new QueuedException(entry.id())
					: new UnavailableException("the queue does not say what became of " + entry.id(), cause);
		}

		private static Receipt receipt(QueueEnd end) {
			return switch (end) {
				case QueueEnd.Decided(Receipt receipt) -> receipt;
				case QueueEnd.Refused(String reason) -> throw new RejectedException(reason);
				case QueueEnd.Unknown(String id) ->
					throw new UnavailableException("the ledger may have executed transaction " + id + " and forgot");
				case QueueEnd.Withdrawn() -> throw new RejectedException("it was taken back");
			};
		}

		@Override
		public CompletionStage<Optional<byte[]>> read(String module, String key) {
			return ledger.read(module, key);
		}

		@Override
		public Height height() {
			return ledger.height();
		}

	}

}
