package org.web3ecosystem.hashgraph;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import com.swirlds.state.merkle.VirtualMapState;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
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

	private final BooleanSupplier lost;

	private boolean closed;

	/**
	 * @param state reserved for this
	 * @param lost whether not all of it is there any more
	 */
	HeldState(VirtualMapState state, BooleanSupplier lost) {
		this.state = state;
		this.lost = lost;
	}

	@Override
	public Optional<byte[]> get(byte[] key) {
		if (closed) {
			throw new IllegalStateException("the state was let go");
		}
		try {
			Optional<byte[]> value = LedgerMap.readOnly(state).get(key);
			// looked at last: it is known before anything is missing
			requireKept();
			return value;
		}
		catch (UncheckedIOException unreadable) {
			requireKept();
			throw new UnavailableException("the state cannot be read: " + Reason.of(unreadable), unreadable);
		}
	}

	private void requireKept() {
		if (lost.getAsBoolean()) {
			throw new LostStateException();
		}
	}

	@Override
	public void close() {
		if (!closed) {
			closed = true;
			state.release();
		}
	}

}
