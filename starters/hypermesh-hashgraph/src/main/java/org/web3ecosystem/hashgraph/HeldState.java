package org.web3ecosystem.hashgraph;

import java.util.Optional;

import com.swirlds.state.merkle.VirtualMapState;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Snapshot;

/** A committed state that the engine does not let go before it is closed. */
final class HeldState implements Snapshot {

	/** Before there is a state. */
	static final Snapshot NONE = new Snapshot() {

		@Override
		public Optional<byte[]> get(byte[] key) {
			return Optional.empty();
		}

		@Override
		public void close() {
			// nothing is held
		}

	};

	private final VirtualMapState state;

	private boolean closed;

	/**
	 * @param state reserved for this
	 */
	HeldState(VirtualMapState state) {
		this.state = state;
	}

	@Override
	public Optional<byte[]> get(byte[] key) {
		if (closed) {
			throw new IllegalStateException("the state was let go");
		}
		return LedgerMap.readOnly(state).get(key);
	}

	@Override
	public void close() {
		if (!closed) {
			closed = true;
			state.release();
		}
	}

}
