package org.web3ecosystem.hashgraph;

import java.time.Duration;
import java.util.List;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.swirlds.platform.builder.ExecutionLayer;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.status.PlatformStatus;
import org.hiero.consensus.model.transaction.TimestampedTransaction;
import org.hiero.consensus.transaction.TransactionLimits;

/** What the engine asks of its host: transactions for events, and to be told things. */
final class Execution implements ExecutionLayer {

	private static final Duration UNHEALTHY = Duration.ofSeconds(1);

	private final Outbox outbox;

	private final Quiescence quiescence;

	private final Progress progress;

	private final Runnable frozen;

	private volatile boolean healthy = true;

	private volatile boolean over;

	/**
	 * @param frozen told once the last state of the epoch is on disk
	 */
	Execution(Outbox outbox, Quiescence quiescence, Progress progress, Runnable frozen) {
		this.outbox = outbox;
		this.quiescence = quiescence;
		this.progress = progress;
		this.frozen = frozen;
	}

	@Override
	public List<TimestampedTransaction> getTransactionsForEvent() {
		// an event of a replica that ends goes nowhere
		return over ? List.of() : outbox.next();
	}

	@Override
	public boolean hasBufferedSignatureTransactions() {
		return outbox.hasSignatures();
	}

	@Override
	public void submitStateSignature(StateSignatureTransaction transaction) {
		outbox.offer(transaction);
	}

	@Override
	public void newPlatformStatus(PlatformStatus status) {
		if (over) {
			return;
		}
		if (status == PlatformStatus.BEHIND) {
			// another state comes: what happens to events on their way will not be seen
			outbox.interrupted();
			quiescence.clear();
		}
		if (status == PlatformStatus.ACTIVE) {
			// an own event was ordered: those of the journal were seen long before
			outbox.resumed();
		}
		progress.platform(status);
		if (status == PlatformStatus.FREEZE_COMPLETE) {
			frozen.run();
		}
	}

	@Override
	public TransactionLimits getTransactionLimits() {
		return Envelope.LIMITS;
	}

	@Override
	public void reportUnhealthyDuration(Duration duration) {
		healthy = duration.compareTo(UNHEALTHY) < 0;
	}

	/** From now on another replica speaks for this node. */
	void over() {
		over = true;
	}

	boolean isHealthy() {
		return healthy;
	}

	/** An event will never be ordered; if it is ours, its transactions travel again. */
	void stale(PlatformEvent event, long self) {
		if (event.getCreatorId().id() == self) {
			event.forEachTransaction(transaction -> Envelope.open(transaction.getApplicationTransaction())
				.filter(Envelope.Application.class::isInstance)
				.map(Envelope.Application.class::cast)
				.ifPresent(own -> outbox.stale(own.nonce())));
		}
		quiescence.ordered(event.getHash());
	}

}
