package org.web3ecosystem.hashgraph;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.swirlds.base.time.Time;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hashgraph.evidence.EquivocationWatch;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.EngineReport.Capabilities;
import org.web3ecosystem.spi.consensus.EngineReport.RosterChange;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.health.Criterion;

/**
 * Hiero hashgraph, embedded: asynchronous Byzantine agreement among the validators of a
 * roster, that of the genesis document at first, one replica per engine. It orders first
 * and validates after, so the application must expect anything in a block.
 * <p>
 * On a node that is no validator it stays {@code STOPPED} and says why, until it is told
 * of a roster that has the node and is started.
 */
public final class HashgraphEngine implements ConsensusEngine {

	private static final Capabilities CAPABILITIES = new Capabilities(false, RosterChange.EPOCH_FREEZE,
			Envelope.MAX_CONTENT_BYTES);

	private static final long TICK_MILLIS = 100;

	private final Node node;

	private final Gossip gossip;

	private final HashgraphSettings settings;

	private final Map<String, String> overrides;

	private volatile Known known;

	private final Progress progress;

	private volatile @Nullable LedgerApplication application;

	private volatile @Nullable Succession lives;

	private @Nullable ScheduledExecutorService ticks;

	private @Nullable StateWrites writes;

	private boolean closed;

	/** The newest roster that this node knows; a saved state may have a newer. */
	private record Known(Epoch epoch, Roster roster) {
	}

	public HashgraphEngine(Node node, HashgraphSettings settings) {
		this(node, new DirectGossip(node), settings);
	}

	/**
	 * @param gossip how the other replicas are reached; is closed with this
	 */
	public HashgraphEngine(Node node, Gossip gossip, HashgraphSettings settings) {
		this(node, gossip, settings, Map.of());
	}

	HashgraphEngine(Node node, Gossip gossip, HashgraphSettings settings, Map<String, String> overrides) {
		this.gossip = gossip;
		this.node = node;
		this.settings = settings;
		this.overrides = overrides;
		this.known = new Known(Epoch.GENESIS, Roster.of(node.genesis()));
		this.progress = new Progress(node.name());
	}

	/**
	 * @throws IllegalStateException if called twice, or on a node that no roster that it
	 * was told of has
	 */
	@Override
	public synchronized void start(LedgerApplication application) {
		if (!isMember()) {
			throw new IllegalStateException(node.name() + " is not a validator: it has no replica to start");
		}
		if (this.application != null || closed) {
			throw new IllegalStateException("an engine is started once");
		}
		this.application = application;
		progress.starting();
		SecureRandom random = new SecureRandom();
		Outbox outbox = new Outbox(settings, random::nextLong, System::nanoTime, Time.getCurrent());
		Succession succession = new Succession(
				new Construction.Host(node, gossip, settings, overrides, application, progress, outbox), known.roster(),
				known.epoch());
		lives = succession;
		writes = StateWrites.hear(node.home().resolve("hashgraph"),
				failure -> succession.replica().ifPresent(replica -> replica.lost(failure)));
		succession.start();
		tickEvery(TICK_MILLIS, succession);
	}

	private boolean isMember() {
		return known.roster().has(node.id());
	}

	private synchronized void tickEvery(long millis, Succession succession) {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
				Thread.ofPlatform().daemon().name("hashgraph-tick-" + node.name()).factory());
		executor.scheduleWithFixedDelay(() -> tick(succession), millis, millis, TimeUnit.MILLISECONDS);
		ticks = executor;
	}

	private void tick(Succession succession) {
		try {
			succession.replica().ifPresent(replica -> replica.tick(progress));
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
		if (host == null || !(holder() instanceof Replica running) || !progress.isActive()) {
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
		Holder current = holder();
		return current == null ? Optional.empty() : current.read(key);
	}

	@Override
	public Snapshot snapshot() {
		Holder current = holder();
		return current == null ? HeldState.NONE : current.snapshot();
	}

	@Override
	public EngineReport report() {
		Progress.Life life = progress.life();
		Progress.Round round = progress.round();
		String detail = isMember() ? life.detail() : "this node is not a validator";
		Holder current = holder();
		return new EngineReport(life.status(), detail, current == null ? known.roster().members().size() : current.n(),
				round.number(), round.consensusTime(), current == null ? known.epoch() : current.epoch(), CAPABILITIES);
	}

	@Override
	public byte[] drawKey() {
		return GossipKeys.createNext(node.home(), node.name());
	}

	@Override
	public synchronized void overtaken(Epoch epoch, Roster roster) {
		Succession succession = lives;
		if (succession != null) {
			succession.overtaken(roster, epoch);
		}
		else if (epoch.compareTo(known.epoch()) > 0) {
			known = new Known(epoch, roster);
			gossip.learn(roster);
		}
	}

	/** The detector at work; empty before the replica runs. */
	public Optional<EquivocationWatch> watch() {
		return Optional.ofNullable(replica()).map(Replica::watch);
	}

	/**
	 * Whether the replicas reach each other through the transport, and enough of them to
	 * agree.
	 */
	public Criterion.Finding gossip() {
		if (!gossip.isThroughTransport()) {
			return Criterion.Finding
				.waitingFor("gossip has sockets of its own: web3.hypermesh-hashgraph.gossip=direct");
		}
		Replica running = replica();
		if (!isMember() && running == null) {
			return Criterion.Finding.met("this node does not validate");
		}
		if (running == null) {
			return Criterion.Finding.waitingFor("the replica does not run");
		}
		int n = running.n();
		int peers = gossip.peers();
		String seen = "gossip through STOQ with " + peers + " of " + (n - 1) + " others";
		// of n validators so many are more than two thirds
		return peers + 1 > 2 * n / 3 ? Criterion.Finding.met(seen) : Criterion.Finding.waitingFor(seen);
	}

	private @Nullable Holder holder() {
		Succession succession = lives;
		return succession == null ? null : succession.holder();
	}

	@Nullable Replica replica() {
		return holder() instanceof Replica running ? running : null;
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
		Replica running = replica();
		return running == null ? 0 : running.waiting();
	}

	/** Whether the replica creates no events because nobody wants anything. */
	public boolean isAsleep() {
		Replica running = replica();
		return running != null && running.isAsleep();
	}

	/** Tells how long each own transaction took from submission to order. */
	public void onLatency(Consumer<Duration> listener) {
		progress.latencies(listener);
	}

	/**
	 * Stops within three seconds, or when the change of epochs under way is over; the
	 * gossip port is free then.
	 */
	@Override
	public void close() {
		Succession succession;
		ScheduledExecutorService ticking;
		StateWrites hearing;
		synchronized (this) {
			if (closed) {
				return;
			}
			closed = true;
			progress.stopped();
			succession = lives;
			ticking = ticks;
			hearing = writes;
		}
		if (hearing != null) {
			hearing.close();
		}
		if (succession != null) {
			succession.close();
		}
		if (ticking != null) {
			ticking.shutdown();
		}
	}

}
