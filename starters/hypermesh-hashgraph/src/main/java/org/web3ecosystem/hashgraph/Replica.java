package org.web3ecosystem.hashgraph;

import java.lang.System.Logger.Level;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.component.framework.wires.input.NoInput;
import com.swirlds.platform.builder.PlatformBuildingBlocks;
import com.swirlds.platform.system.Platform;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerApplication;

/**
 * One running engine: started once, and stopped in the order that leaves its port free.
 */
final class Replica implements Holder {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	private static final long PORT_PATIENCE_NANOS = 2_300_000_000L;

	private static final long SNAPSHOT_PATIENCE_NANOS = 300_000_000L;

	private static final long POOL_PATIENCE_MILLIS = 200;

	private final Parts parts;

	private final AtomicBoolean stopped = new AtomicBoolean();

	/**
	 * What it is made of.
	 *
	 * @param restarted whether the application has not left its state itself: it was
	 * saved, or there is none though the application has seen one
	 * @param epoch the number of the roster
	 */
	record Parts(Node node, GossipPort port, boolean restarted, Epoch epoch, Roster roster,
			PlatformBuildingBlocks blocks, Platform platform, ForkJoinPool pool, Snapshots snapshots,
			CommittedStates states, EngineFailures failures, Outbox outbox, Quiescence quiescence, Execution execution,
			EquivocationWatch watch) {
	}

	Replica(Parts parts) {
		this.parts = parts;
	}

	/**
	 * Shows the application what was saved, replays what came after, then gossips. Blocks
	 * while replaying.
	 */
	void start(LedgerApplication application) {
		if (parts.restarted()) {
			application.restored(LedgerMap.readOnly(parts.states().getLatestImmutableState()));
		}
		parts.platform().start();
	}

	/** Whether it was taken. */
	boolean submit(byte[] transaction) {
		if (!parts.execution().isHealthy() || !parts.outbox().offer(transaction)) {
			return false;
		}
		parts.quiescence().submitted();
		return true;
	}

	@Override
	public CommittedStates states() {
		return parts.states();
	}

	@Override
	public Epoch epoch() {
		return parts.epoch();
	}

	@Override
	public int n() {
		return parts.roster().rosterEntries().size();
	}

	void tick(Progress progress) {
		if (!stopped.get()) {
			parts.failures().look();
		}
		parts.quiescence().tick(progress.platform(), progress.platformSinceNanos());
	}

	/** A part of the state is nowhere: nobody reads it any more. */
	void lost(Throwable failure) {
		parts.states().giveUp();
		parts.failures().couldNotWrite(new LostStateException(failure));
	}

	EquivocationWatch watch() {
		return parts.watch();
	}

	/** The engine's parts, for tests that play a liar. */
	PlatformBuildingBlocks blocks() {
		return parts.blocks();
	}

	boolean isAsleep() {
		return parts.quiescence().isAsleep();
	}

	int waiting() {
		return parts.outbox().size();
	}

	/**
	 * Gossip first, and the rest only once its port is free; destroying alone would leave
	 * it bound. No thread of the engine is interrupted, since one of them then ends the
	 * process. What was committed can still be read.
	 */
	void stop() {
		if (!stopped.compareAndSet(false, true)) {
			return;
		}
		parts.execution().over();
		parts.blocks().platformComponents().gossipModule().stopInputWire().put(NoInput.getInstance());
		parts.port().awaitFree(PORT_PATIENCE_NANOS);
		parts.platform().getNotificationEngine().shutdown();
		parts.blocks().platformCoordinator().stop();
		if (!parts.snapshots().stop(SNAPSHOT_PATIENCE_NANOS)) {
			log.log(Level.WARNING, "snapshot given up node={0}", parts.node().name());
		}
		// not shut down: what still arrives would be an error; its threads end when idle
		parts.pool().awaitQuiescence(POOL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		if (parts.states().isLost()) {
			// what it still writes fails, and would be taken for a failure of the next
			parts.states().end();
		}
	}

	/** Nobody reads from it any more. */
	void release() {
		parts.states().release();
	}

}
