package org.web3ecosystem.hashgraph;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * The replicas of one engine, one after the other: an epoch is the life of one. The next
 * is built on what the last one saved, once that has let its port go; meanwhile the last
 * one's state is read.
 */
final class Succession implements EpochListener, AutoCloseable {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	/** Until it is said that the port is waited for. */
	private static final long PORT_PATIENCE_NANOS = 5_000_000_000L;

	/** Between two looks whether the disk has room again, or the engine was closed. */
	private static final long LOOK_NANOS = 500_000_000L;

	private final Construction.Host host;

	private final Roster known;

	private final Epoch knownEpoch;

	private final ExecutorService changes;

	private volatile @Nullable Holder holder;

	private volatile boolean closed;

	Succession(Construction.Host host, Roster known, Epoch knownEpoch) {
		this.host = host;
		this.known = known;
		this.knownEpoch = knownEpoch;
		// the thread outlives no one: close waits for it
		this.changes = Executors
			.newSingleThreadExecutor(Thread.ofPlatform().name("hashgraph-start-" + host.node().name()).factory());
	}

	void start() {
		change(() -> begin(membership(), false));
	}

	@Nullable Holder holder() {
		return holder;
	}

	Optional<Replica> replica() {
		return holder instanceof Replica replica ? Optional.of(replica) : Optional.empty();
	}

	private Membership membership() {
		return Membership.of(host.node(), known, knownEpoch);
	}

	@Override
	public void ended(Epoch epoch) {
		change(() -> replica().filter(replica -> replica.epoch().equals(epoch)).ifPresent(replica -> {
			stop(replica);
			host.outbox().interrupted();
			begin(membership(), true);
			replica.release();
		}));
	}

	void overtaken(Roster roster, Epoch epoch) {
		host.gossip().learn(roster);
		if (roster.member(host.node().id()).isPresent()) {
			overtaken(Membership.of(host.node(), roster, epoch));
		}
		else {
			change(() -> replica().filter(replica -> replica.epoch().compareTo(epoch) < 0).ifPresent(replica -> {
				stop(replica);
				holder = new Retired(replica.states(), epoch, roster.members().size());
				retired(epoch);
			}));
		}
	}

	/**
	 * Peers that go on dialling would keep its port open; and it leaves sockets open that
	 * it does not use any more.
	 */
	private void stop(Replica replica) {
		host.gossip().end();
		replica.stop();
	}

	private void retired(Epoch epoch) {
		host.progress().retired("the roster of epoch " + epoch.number() + " does not have this node");
	}

	@Override
	public void overtaken(Membership newer) {
		change(() -> replica().filter(replica -> replica.epoch().compareTo(newer.epoch()) < 0).ifPresent(replica -> {
			log.log(Level.WARNING, "overtaken node={0} epoch={1} peers={2}: the state is fetched anew",
					host.node().name(), replica.epoch().number(), newer.epoch().number());
			stop(replica);
			host.outbox().interrupted();
			EngineDirectory.of(host.node()).discard();
			begin(newer, false);
			replica.release();
		}));
	}

	/**
	 * What was not written was not sent either. The next replica listens first whether
	 * the others know more of it than its journal does.
	 */
	@Override
	public void cannotWrite(Epoch epoch, Throwable failure) {
		change(() -> replica().filter(replica -> replica.epoch().equals(epoch)).ifPresent(replica -> {
			stop(replica);
			host.outbox().interrupted();
			host.progress().cannotWrite(failure);
			if (awaitRoom()) {
				begin(membership(), false);
				replica.release();
			}
		}));
	}

	/** Whether there is room, or the engine was closed before. */
	private boolean awaitRoom() {
		EngineDirectory directory = EngineDirectory.of(host.node());
		while (!closed && !directory.isWritable()) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return !closed;
	}

	private void begin(Membership membership, boolean goesOn) {
		GossipPort port = host.gossip().port();
		if (holder == null) {
			port.requireFree();
		}
		else if (!awaitFree(port)) {
			return;
		}
		Holder built = Construction.build(host, this, membership, goesOn);
		holder = built;
		switch (built) {
			case Replica replica when closed -> stop(replica);
			case Replica replica -> replica.start(host.application());
			case Retired retired -> retired(retired.epoch());
		}
	}

	/**
	 * On a busy machine the last one's threads need their time. Whoever else has the port
	 * may give it back: a node that failed would be lost to the federation until somebody
	 * restarts it.
	 * @return false if the engine was closed before
	 */
	private boolean awaitFree(GossipPort port) {
		if (port.awaitFree(PORT_PATIENCE_NANOS)) {
			return true;
		}
		host.progress().waitsFor(port);
		while (!closed && !port.awaitFree(LOOK_NANOS)) {
			// it is looked at all the time
		}
		return !closed;
	}

	private void change(Runnable change) {
		try {
			changes.execute(() -> make(change));
		}
		catch (RejectedExecutionException over) {
			// closed meanwhile
		}
	}

	private void make(Runnable change) {
		if (closed) {
			return;
		}
		try {
			change.run();
		}
		catch (RuntimeException | LinkageError failure) {
			host.progress().fail("the replica could not be started", failure);
		}
	}

	@Override
	public void close() {
		closed = true;
		changes.close();
		replica().ifPresent(this::stop);
		host.gossip().close();
	}

}
