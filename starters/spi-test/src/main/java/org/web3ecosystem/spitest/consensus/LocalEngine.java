package org.web3ecosystem.spitest.consensus;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Capabilities;
import org.web3ecosystem.spi.consensus.EngineReport.RosterChange;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * An engine for tests of what runs on an engine: the replicas share one list of blocks in
 * this process and apply it each on its own thread. It keeps every law of
 * {@link ConsensusEngine} and tolerates no liar, since nobody here can lie; as with the
 * real thing, nothing is ordered while more than two thirds of the replicas do not run.
 */
public final class LocalEngine implements ConsensusEngine {

	/** The largest transaction, in bytes. */
	public static final int MAX_TRANSACTION_BYTES = 128 * 1024;

	private static final Capabilities CAPABILITIES = new Capabilities(false, RosterChange.LIVE, MAX_TRANSACTION_BYTES);

	private final LocalOrder order;

	private final LocalDisk disk;

	private final long engineId;

	private volatile Status status = Status.STOPPED;

	private volatile String detail = "not started";

	private volatile @Nullable LedgerApplication application;

	private @Nullable Thread applier;

	private LocalEngine(LocalOrder order, LocalDisk disk, long engineId) {
		this.order = order;
		this.disk = disk;
		this.engineId = engineId;
	}

	/** Replicas of one new federation, not started; their engine ids are 1 to n. */
	public static List<LocalEngine> cluster(int n) {
		return cluster(n, InstantSource.system());
	}

	/**
	 * Replicas of one new federation, not started.
	 * @param clock gives the consensus time, which never stands still or goes back from
	 * one transaction to the next
	 */
	public static List<LocalEngine> cluster(int n, InstantSource clock) {
		LocalOrder order = new LocalOrder(n, clock);
		return IntStream.range(0, n).mapToObj(i -> new LocalEngine(order, new LocalDisk(), i + 1)).toList();
	}

	/** A new engine on the state that this one left when it was closed. */
	public LocalEngine reopen() {
		if (status != Status.STOPPED) {
			throw new IllegalStateException("close it first");
		}
		return new LocalEngine(order, disk, engineId);
	}

	@Override
	public synchronized void start(LedgerApplication application) {
		if (this.application != null) {
			throw new IllegalStateException("an engine is started once");
		}
		this.application = application;
		status = Status.ACTIVE;
		detail = "";
		order.join();
		applier = Thread.ofVirtual().name("local-engine").start(() -> run(application));
	}

	private void run(LedgerApplication application) {
		try {
			if (disk.applied() > 0) {
				disk.restore(application);
			}
			while (status == Status.ACTIVE) {
				Optional<Block> next = order.await(disk.applied(), disk.epoch(), () -> status == Status.ACTIVE);
				next.flatMap(block -> disk.apply(block, application)).ifPresent(this::adopt);
			}
		}
		catch (RuntimeException broken) {
			status = Status.FAILED;
			detail = "the application failed: " + broken;
			order.leave();
		}
	}

	/** In the same block on every replica, so without a pause. */
	private synchronized void adopt(Roster next) {
		disk.nextEpoch(next.members().size());
		order.n(disk.epoch(), next.members().size());
		if (status == Status.ACTIVE
				&& next.members().stream().noneMatch(member -> member.validator().engineId() == engineId)) {
			status = Status.FROZEN;
			detail = "not in the roster of epoch " + disk.epoch().number();
			order.leave();
		}
	}

	@Override
	public Submission submit(byte[] transaction) {
		LedgerApplication current = application;
		if (current == null || report().status() != Status.ACTIVE) {
			return Submission.NOT_ACTIVE;
		}
		if (transaction.length > MAX_TRANSACTION_BYTES) {
			return Submission.TOO_LARGE;
		}
		if (!current.check(transaction.clone()).isAccepted()) {
			return Submission.INVALID;
		}
		return order.add(transaction.clone()) ? Submission.TAKEN : Submission.FULL;
	}

	@Override
	public Optional<byte[]> read(byte[] key) {
		return disk.read(key);
	}

	@Override
	public Snapshot snapshot() {
		return disk.snapshot();
	}

	@Override
	public EngineReport report() {
		Status now = status == Status.ACTIVE && !order.hasQuorum() ? Status.OBSERVING : status;
		String why = now == Status.OBSERVING ? "waiting for more replicas" : detail;
		return new EngineReport(now, why, disk.n().orElseGet(order::n), disk.round(), disk.consensusTime(),
				disk.epoch(), CAPABILITIES);
	}

	/** Lets this replica's application believe that a peer was caught. */
	public void accuse(Misbehaviour found) {
		LedgerApplication current = application;
		if (current != null) {
			current.misbehaviour(found);
		}
	}

	@Override
	public void close() {
		Thread running;
		synchronized (this) {
			if (status == Status.ACTIVE) {
				order.leave();
			}
			status = Status.STOPPED;
			detail = "closed";
			running = applier;
		}
		order.wake();
		if (running != null && running != Thread.currentThread()) {
			join(running);
		}
	}

	private static void join(Thread running) {
		try {
			running.join();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
