package org.web3ecosystem.hashgraph;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import com.swirlds.base.time.Time;
import com.swirlds.config.api.Configuration;
import com.swirlds.metrics.api.Metrics;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import org.hiero.base.file.FileSystemManager;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.LedgerState;

/**
 * The engine's states, with two things more: they can be read while the engine goes on,
 * and someone is told when a committed state became readable or was replaced.
 */
final class CommittedStates extends VirtualMapStateLifecycleManager {

	private volatile Runnable onReadable = () -> {
	};

	private volatile boolean givenUp;

	private volatile Consumer<LedgerState> onReplaced = state -> {
	};

	CommittedStates(Metrics metrics, Time time, Configuration configuration, FileSystemManager files) {
		super(metrics, time, configuration, files);
	}

	void listen(Runnable readable, Consumer<LedgerState> replaced) {
		onReadable = readable;
		onReplaced = replaced;
	}

	/** Thread-safe: the state is held while it is looked at. */
	Optional<byte[]> read(byte[] key) {
		try (ConsensusEngine.Snapshot latest = hold()) {
			return latest.get(key);
		}
	}

	/** Thread-safe. */
	ConsensusEngine.Snapshot hold() {
		while (true) {
			VirtualMapState latest = getLatestImmutableState();
			if (latest == null) {
				return HeldState.NONE;
			}
			if (isLost()) {
				throw new LostStateException();
			}
			if (latest.getRoot().tryReserve()) {
				return new HeldState(latest, this::isLost);
			}
			// released between the two lines: there is a newer one, until there is none
			if (hasEnded(latest) && latest.equals(getLatestImmutableState())) {
				throw new UnavailableException("this state was let go");
			}
		}
	}

	/** What is in these states is not all that was. */
	void giveUp() {
		givenUp = true;
	}

	boolean isLost() {
		return givenUp || isAbandoned();
	}

	/**
	 * After a failure that it noticed, the engine empties its states. What shows is that
	 * the thread that writes them has ended, which otherwise the last state does.
	 */
	private boolean isAbandoned() {
		VirtualMapState mutable = getMutableState();
		// in this order: one that another replaces is destroyed before its thread ends
		return mutable != null && hasEnded(mutable) && !mutable.isDestroyed();
	}

	private static boolean hasEnded(VirtualMapState state) {
		return state.getRoot().getPipeline().isTerminated();
	}

	/** Nothing is written from here any more. */
	void end() {
		VirtualMapState mutable = getMutableState();
		if (mutable != null) {
			mutable.getRoot().getPipeline().terminate();
		}
	}

	/** Nothing is read from here any more but what is held. */
	void release() {
		VirtualMapState latest = getLatestImmutableState();
		if (latest != null && !latest.isDestroyed()) {
			latest.release();
		}
		VirtualMapState mutable = getMutableState();
		if (mutable != null && !mutable.isDestroyed()) {
			mutable.release();
		}
	}

	long round() {
		return PlatformStateUtils.roundOf(getMutableState());
	}

	@Nullable Instant consensusTime() {
		return PlatformStateUtils.consensusTimestampOf(getMutableState());
	}

	@Override
	public VirtualMapState copyMutableState() {
		VirtualMapState next = super.copyMutableState();
		onReadable.run();
		return next;
	}

	@Override
	public void initWithState(VirtualMapState state) {
		super.initWithState(state);
		onReplaced.accept(LedgerMap.readOnly(getLatestImmutableState()));
	}

}
