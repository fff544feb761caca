package org.web3ecosystem.hashgraph;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.time.Duration;

import org.hiero.consensus.model.status.PlatformStatus;
import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Submission;
import org.web3ecosystem.spi.consensus.EngineReport.Status;

/** What is known of a replica's life from outside. Thread-safe; a failure stays. */
final class Progress {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	private final String node;

	private final LongAdder[] submissions = new LongAdder[Submission.values().length];

	private final LongAdder ordered = new LongAdder();

	private volatile Consumer<Duration> latencies = latency -> {
	};

	private volatile Life life = new Life(Status.STOPPED, "not started");

	private volatile PlatformStatus platform = PlatformStatus.STARTING_UP;

	private volatile long platformSince = System.nanoTime();

	private volatile Round round = new Round(0, null);

	private volatile boolean closed;

	record Life(Status status, String detail) {
	}

	record Round(long number, @Nullable Instant consensusTime) {
	}

	Progress(String node) {
		this.node = node;
		for (int i = 0; i < submissions.length; i++) {
			submissions[i] = new LongAdder();
		}
	}

	Life life() {
		return life;
	}

	boolean isActive() {
		return life.status() == Status.ACTIVE;
	}

	Round round() {
		return round;
	}

	void committed(long number, @Nullable Instant consensusTime) {
		round = new Round(number, consensusTime);
	}

	void starting() {
		move(Status.STARTING, "building the replica");
	}

	/** The replica is to be built anew when its disk can be written. */
	void cannotWrite(Throwable failure) {
		move(Status.STARTING, "the disk cannot be written, waiting for it: " + Reason.of(failure));
	}

	/** The next replica cannot listen as long as somebody else does. */
	void waitsFor(GossipPort port) {
		move(Status.STARTING, port + " is taken, waiting for it");
	}

	/** The roster has this replica no more. */
	void retired(String detail) {
		move(Status.FROZEN, detail);
	}

	synchronized void stopped() {
		closed = true;
		life = new Life(Status.STOPPED, "closed");
	}

	/** The engine's own status changed. */
	void platform(PlatformStatus now) {
		platformSince = System.nanoTime();
		platform = now;
		String detail = now.name().toLowerCase(Locale.ROOT).replace('_', ' ');
		switch (now) {
			case STARTING_UP, REPLAYING_EVENTS -> move(Status.STARTING, detail);
			case OBSERVING -> move(Status.OBSERVING, "listening for own events that were forgotten");
			case CHECKING -> move(Status.OBSERVING, "no own event ordered lately: waiting for more validators");
			case ACTIVE -> move(Status.ACTIVE, "");
			case BEHIND -> move(Status.BEHIND, "fetching a state from a peer");
			case RECONNECT_COMPLETE -> move(Status.SYNCING, "catching up from the state a peer sent");
			case FREEZING, FREEZE_COMPLETE -> move(Status.FROZEN, detail);
			case CATASTROPHIC_FAILURE -> fail("the engine reported a catastrophic failure", null);
		}
	}

	PlatformStatus platform() {
		return platform;
	}

	long platformSinceNanos() {
		return System.nanoTime() - platformSince;
	}

	/** Never silent: the status says it until the engine is closed, and the log once. */
	synchronized void fail(String why, @Nullable Throwable cause) {
		if (life.status() == Status.FAILED || life.status() == Status.STOPPED) {
			return;
		}
		life = new Life(Status.FAILED, cause == null ? why : why + ": " + Reason.of(cause));
		log.log(Level.ERROR, "consensus engine failed node=" + node + " reason=\"" + why + "\"", cause);
	}

	private synchronized void move(Status status, String detail) {
		Life before = life;
		if (closed || before.status() == Status.FAILED
				|| before.status() == Status.STOPPED && status != Status.STARTING) {
			return;
		}
		life = new Life(status, detail);
		if (before.status() != status) {
			log.log(Level.INFO, "consensus engine node={0} status={1} detail=\"{2}\"", node, status, detail);
		}
	}

	Submission count(Submission outcome) {
		submissions[outcome.ordinal()].increment();
		return outcome;
	}

	long submissions(Submission outcome) {
		return submissions[outcome.ordinal()].sum();
	}

	void ordered(int transactions) {
		ordered.add(transactions);
	}

	long ordered() {
		return ordered.sum();
	}

	void latencies(Consumer<Duration> listener) {
		latencies = listener;
	}

	void latency(long nanos) {
		latencies.accept(Duration.ofNanos(nanos));
	}

}
