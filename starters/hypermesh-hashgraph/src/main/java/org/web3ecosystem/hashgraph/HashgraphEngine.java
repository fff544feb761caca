package org.web3ecosystem.hashgraph;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Capabilities;
import org.web3ecosystem.spi.consensus.LedgerApplication;

/**
 * Hiero hashgraph, embedded: asynchronous Byzantine agreement among the validators of the
 * genesis document, one replica per engine. It orders first and validates after, so the
 * application must expect anything in a block.
 * <p>
 * On a node that is no validator it stays {@code STOPPED} and says why.
 */
public final class HashgraphEngine implements ConsensusEngine {

	private static final Capabilities CAPABILITIES = new Capabilities(false, false, Envelope.MAX_CONTENT_BYTES);

	private static final long TICK_MILLIS = 100;

	private final Node node;

	private final HashgraphSettings settings;

	private final Map<String, String> overrides;

	private final Progress progress;

	private volatile @Nullable LedgerApplication application;

	private volatile @Nullable Replica replica;

	private @Nullable Thread starter;

	private @Nullable ScheduledExecutorService ticks;

	private boolean closed;

	public HashgraphEngine(Node node, HashgraphSettings settings) {
		this(node, settings, Map.of());
	}

	HashgraphEngine(Node node, HashgraphSettings settings, Map<String, String> overrides) {
		this.node = node;
		this.settings = settings;
		this.overrides = overrides;
		this.progress = new Progress(node.name());
	}

	/**
	 * @throws IllegalStateException if called twice, or on a node that is no validator
	 */
	@Override
	public synchronized void start(LedgerApplication application) {
		if (!node.isValidator()) {
			throw new IllegalStateException(node.name() + " is not a validator: it has no replica to start");
		}
		if (this.application != null || closed) {
			throw new IllegalStateException("an engine is started once");
		}
		this.application = application;
		progress.starting();
		// the thread outlives no one: close waits for it
		starter = Thread.ofPlatform().name("hashgraph-start-" + node.name()).start(() -> run(application));
	}

	private void run(LedgerApplication application) {
		try {
			Replica built = Construction.build(node, settings, overrides, application, progress);
			replica = built;
			if (!isClosed()) {
				built.start(application);
				tickEvery(TICK_MILLIS, built);
			}
		}
		catch (RuntimeException | LinkageError failure) {
			progress.fail("the replica could not be started", failure);
		}
	}

	private synchronized boolean isClosed() {
		return closed;
	}

	private synchronized void tickEvery(long millis, Replica built) {
		if (!closed) {
			ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
					Thread.ofPlatform().daemon().name("hashgraph-tick-" + node.name()).factory());
			executor.scheduleWithFixedDelay(() -> tick(built), millis, millis, TimeUnit.MILLISECONDS);
			ticks = executor;
		}
	}

	private void tick(Replica built) {
		try {
			built.tick(progress);
		}
		catch (RuntimeException failure) {
			progress.fail("the replica's clock stopped", failure);
		}
	}

	@Override
	public Submission submit(byte[] transaction) {
		return progress.count(decide(transaction));
	}

	private Submission decide(byte[] transaction) {
		LedgerApplication host = application;
		Replica running = replica;
		if (host == null || running == null || !progress.isActive()) {
			return Submission.NOT_ACTIVE;
		}
		if (transaction.length > Envelope.MAX_CONTENT_BYTES) {
			return Submission.TOO_LARGE;
		}
		byte[] own = transaction.clone();
		if (!host.check(own.clone()).isAccepted()) {
			return Submission.INVALID;
		}
		return running.submit(own) ? Submission.TAKEN : Submission.FULL;
	}

	@Override
	public Optional<byte[]> read(byte[] key) {
		Replica running = replica;
		return running == null ? Optional.empty() : running.read(key);
	}

	@Override
	public Snapshot snapshot() {
		Replica running = replica;
		return running == null ? HeldState.NONE : running.snapshot();
	}

	@Override
	public EngineReport report() {
		Progress.Life life = progress.life();
		Progress.Round round = progress.round();
		String detail = node.isValidator() ? life.detail() : "this node is not a validator";
		return new EngineReport(life.status(), detail, node.genesis().n(), round.number(), round.consensusTime(),
				Epoch.GENESIS, CAPABILITIES);
	}

	/** The detector at work; empty before the replica runs. */
	public Optional<EquivocationWatch> watch() {
		return Optional.ofNullable(replica).map(Replica::watch);
	}

	@Nullable Replica replica() {
		return replica;
	}

	/** How often a submission had this outcome. */
	public long submissions(Submission outcome) {
		return progress.submissions(outcome);
	}

	/** Transactions ordered since the start, of all validators. */
	public long ordered() {
		return progress.ordered();
	}

	/** Own transactions on their way. */
	public int waiting() {
		Replica running = replica;
		return running == null ? 0 : running.waiting();
	}

	/** Whether the replica creates no events because nobody wants anything. */
	public boolean isAsleep() {
		Replica running = replica;
		return running != null && running.isAsleep();
	}

	/** Tells how long each own transaction took from submission to order. */
	public void onLatency(Consumer<Duration> listener) {
		progress.latencies(listener);
	}

	/** Stops within three seconds; the gossip port is free then. */
	@Override
	public void close() {
		Thread starting;
		ScheduledExecutorService ticking;
		synchronized (this) {
			if (closed) {
				return;
			}
			closed = true;
			progress.stopped();
			starting = starter;
			ticking = ticks;
		}
		if (starting != null) {
			join(starting);
		}
		if (ticking != null) {
			ticking.shutdown();
		}
		Replica running = replica;
		if (running != null) {
			running.stop();
		}
	}

	private static void join(Thread starting) {
		try {
			starting.join();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
