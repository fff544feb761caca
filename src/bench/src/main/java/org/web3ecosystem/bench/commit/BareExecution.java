package org.web3ecosystem.bench.commit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.metrics.api.Metrics;
import com.swirlds.platform.builder.ExecutionLayer;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.status.PlatformStatus;
import org.hiero.consensus.model.transaction.TimestampedTransaction;
import org.hiero.consensus.transaction.TransactionPoolNexus;

/** The engine's own pool of transactions. */
final class BareExecution implements ExecutionLayer {

	/** In front of what the load made; anything else is a state signature. */
	static final byte OF_THE_LOAD = 1;

	private static final byte SIGNATURE = 2;

	private static final int ON_THEIR_WAY = 10_000;

	private final TransactionPoolNexus pool;

	private volatile PlatformStatus status = PlatformStatus.STARTING_UP;

	BareExecution(Metrics metrics) {
		this.pool = new TransactionPoolNexus(getTransactionLimits(), ON_THEIR_WAY,
				TransactionPoolNexus.DEFAULT_MAXIMUM_PERMISSIBLE_UNHEALTHY_DURATION, metrics, InstantSource.system());
	}

	boolean isActive() {
		return status == PlatformStatus.ACTIVE;
	}

	boolean submit(byte[] transaction) {
		return pool.submitApplicationTransaction(frame(OF_THE_LOAD, transaction));
	}

	/** What is in an own event that nobody will order. */
	void again(PlatformEvent event, NodeId self) {
		if (event.getCreatorId().equals(self)) {
			event.forEachTransaction(transaction -> {
				Bytes frame = transaction.getApplicationTransaction();
				if (frame.getByte(0) == OF_THE_LOAD) {
					pool.submitApplicationTransaction(frame);
				}
			});
		}
	}

	private static Bytes frame(byte kind, byte[] content) {
		return Bytes.wrap(ByteBuffer.allocate(1 + content.length).put(kind).put(content).array());
	}

	@Override
	public void submitStateSignature(StateSignatureTransaction signature) {
		pool.submitPriorityTransaction(
				frame(SIGNATURE, StateSignatureTransaction.PROTOBUF.toBytes(signature).toByteArray()));
	}

	@Override
	public void newPlatformStatus(PlatformStatus now) {
		status = now;
		pool.updatePlatformStatus(now);
	}

	@Override
	public void reportUnhealthyDuration(Duration duration) {
		pool.reportUnhealthyDuration(duration);
	}

	@Override
	public List<TimestampedTransaction> getTransactionsForEvent() {
		return pool.getTransactionsForEvent();
	}

	@Override
	public boolean hasBufferedSignatureTransactions() {
		return pool.hasBufferedSignatureTransactions();
	}

}
