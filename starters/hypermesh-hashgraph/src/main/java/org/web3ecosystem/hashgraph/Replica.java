package org.web3ecosystem.hashgraph;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import com.swirlds.component.framework.wires.input.NoInput;
import com.swirlds.platform.builder.PlatformBuildingBlocks;
import com.swirlds.platform.system.Platform;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Snapshot;
import org.web3ecosystem.spi.consensus.LedgerApplication;

/**
 * One running engine: started once, and stopped in the order that leaves its port free.
 */
final class Replica {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	private static final long PORT_PATIENCE_NANOS = 2_300_000_000L;

	private static final long SNAPSHOT_PATIENCE_NANOS = 300_000_000L;

	private static final long POOL_PATIENCE_MILLIS = 200;

	private final Parts parts;

	/**
	 * What it is made of.
	 *
	 * @param restarted whether there was a saved state
	 */
	record Parts(Node node, boolean restarted, PlatformBuildingBlocks blocks, Platform platform, ForkJoinPool pool,
			Snapshots snapshots, CommittedStates states, Outbox outbox, Quiescence quiescence, Execution execution,
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

	Optional<byte[]> read(byte[] key) {
		return parts.states().read(key);
	}

	Snapshot snapshot() {
		return parts.states().hold();
	}

	void tick(Progress progress) {
		parts.quiescence().tick(progress.platform(), progress.platformSinceNanos());
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
	 * process.
	 */
	void stop() {
		parts.blocks().platformComponents().gossipModule().stopInputWire().put(NoInput.getInstance());
		GossipPort.of(parts.node()).awaitFree(PORT_PATIENCE_NANOS);
		parts.platform().getNotificationEngine().shutdown();
		parts.blocks().platformCoordinator().stop();
		if (!parts.snapshots().stop(SNAPSHOT_PATIENCE_NANOS)) {
			log.log(Level.WARNING, "snapshot given up node={0}", parts.node().name());
		}
		// not shut down: what still arrives would be an error; its threads end when idle
		parts.pool().awaitQuiescence(POOL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
	}

}
