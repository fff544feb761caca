package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * Keeps connected to one peer: dials, dials again when the connection ends or is
 * superseded, pings while it is idle. 200 ms, doubled each time, full jitter, at most 5
 * s.
 */
final class Link {

	private static final Duration FIRST_RETRY = Duration.ofMillis(200);

	private static final Logger logger = LoggerFactory.getLogger(Link.class);

	private static final Duration LAST_RETRY = Duration.ofSeconds(5);

	/** How often it is asked for a sign of life, whatever else goes on. */
	private static final Duration SIGN_EVERY = Duration.ofSeconds(1);

	/** Without a sign for so long it is silent, and nothing it said before counts. */
	private static final Duration SILENT = Duration.ofSeconds(4);

	/** A busy machine takes its time. */
	private static final Duration PROOF_DEADLINE = Duration.ofSeconds(3);

	/** As often as that it is noticed that a peer has come. */
	private static final Duration ARRIVALS = Duration.ofSeconds(1);

	private static final Duration PING_DEADLINE = Duration.ofSeconds(5);

	/** Of a peer of which anything else is heard meanwhile. */
	private static final int MOST_UNANSWERED = 3;

	private final Peer peer;

	private final StoqTransport transport;

	private final ScheduledExecutorService worker;

	private final RandomGenerator random;

	private final Duration pingEvery;

	private final PeerClocks clocks;

	private volatile @Nullable OutgoingConnection connection;

	private volatile String waitingFor = "not dialled yet";

	private volatile long roundTripNanos;

	private volatile long heard = System.nanoTime();

	/** What it said last of others. */
	private volatile @Nullable Report report;

	/** Why the connection was given up; empty if it was not. */
	private volatile String lost = "";

	private volatile boolean givenUp;

	private volatile long arrived = System.nanoTime() - ARRIVALS.toNanos();

	/** The worker's, as the next two. */
	private int failures;

	private boolean dialling;

	/** Pings in a row; there is one at a time. */
	private volatile int unanswered;

	/** The next attempt, so that there are never two. */
	private @Nullable Future<?> retry;

	Link(Peer peer, StoqTransport transport, ScheduledExecutorService worker, RandomGenerator random,
			Duration pingEvery, PeerClocks clocks) {
		this.peer = peer;
		this.transport = transport;
		this.worker = worker;
		this.random = random;
		this.pingEvery = pingEvery;
		this.clocks = clocks;
	}

	Peer peer() {
		return peer;
	}

	/** The newest connection, if it is open. */
	@Nullable OutgoingConnection connection() {
		OutgoingConnection newest = connection;
		return (newest != null && newest.isOpen()) ? newest : null;
	}

	/** Why there is no connection. */
	String waitingFor() {
		return waitingFor;
	}

	/** Of the last ping; zero before the first. */
	Duration roundTrip() {
		return Duration.ofNanos(roundTripNanos);
	}

	/** Whether it has given no sign of life for some seconds, or none at all. */
	boolean isSilent() {
		return System.nanoTime() - heard > SILENT.toNanos();
	}

	/** What it said last of nodes that do not validate, unless that is too long ago. */
	Optional<Report> report(long now) {
		return Optional.ofNullable(report).filter(last -> last.isFresh(now, SILENT));
	}

	/** The peer is no validator any more: it is not dialled again. */
	void giveUp() {
		givenUp = true;
		OutgoingConnection newest = connection;
		if (newest != null) {
			newest.close(CloseCode.DONE);
		}
	}

	/**
	 * The peer has connected to this node: it is there. What is left of a process that
	 * was killed is not waited for, and a silent connection has to prove itself. A peer
	 * that comes again and again changes nothing by that.
	 */
	void arrived() {
		long now = System.nanoTime();
		if (now - arrived < ARRIVALS.toNanos()) {
			return;
		}
		arrived = now;
		soon(() -> {
			OutgoingConnection newest = connection();
			if (newest == null) {
				dialNow();
			}
			else if (newest.isUsable() && isSilent()) {
				prove(newest);
			}
		});
	}

	private void prove(OutgoingConnection doubtful) {
		ask(doubtful, PROOF_DEADLINE, time -> {
			// it has
		}, (heard, failure) -> {
			if (!heard && doubtful.isUsable()) {
				lost = "the peer came anew, and nothing was heard here";
				doubtful.close(CloseCode.DONE);
			}
		});
	}

	/**
	 * Pings.
	 * @param unanswered is told whether anything else came on the connection meanwhile,
	 * and why there was no answer
	 */
	private static void ask(OutgoingConnection asked, Duration deadline, Consumer<Instant> answered,
			BiConsumer<Boolean, Throwable> unanswered) {
		Carrier carrier = asked.carrier();
		carrier.received()
			.thenAccept(before -> asked.request(Ping.METHOD, new byte[0], deadline)
				.thenApply(Ping::time)
				.whenComplete((time, failure) -> {
					if (failure == null) {
						answered.accept(time);
					}
					else {
						carrier.received().thenAccept(now -> unanswered.accept(now > before, OffLoop.unwrap(failure)));
					}
				}));
	}

	/** Has it dialled, now and after each failure. */
	void dial() {
		soon(this::dialNow);
	}

	private void dialNow() {
		OutgoingConnection newest = connection();
		if (givenUp || dialling || newest != null && newest.isUsable()) {
			return;
		}
		Future<?> planned = retry;
		if (planned != null) {
			planned.cancel(false);
		}
		dialling = true;
		transport.outgoing(peer).whenComplete((made, failure) -> soon(() -> {
			dialling = false;
			if (failure == null) {
				connected(made);
			}
			else {
				waitingFor = String.valueOf(OffLoop.unwrap(failure).getMessage());
				failures++;
				retry = later(this::dialNow, backoff());
			}
		}));
	}

	private void connected(OutgoingConnection made) {
		if (givenUp) {
			made.close(CloseCode.DONE);
			return;
		}
		failures = 0;
		if (made == connection) {
			return;
		}
		connection = made;
		unanswered = 0;
		lost = "";
		made.unusable().whenComplete((done, failure) -> soon(() -> {
			if (!made.isOpen()) {
				tell(made);
			}
			waitingFor = "the connection ended, dialling again";
			dialNow();
		}));
		heard = System.nanoTime();
		ping(made);
		later(() -> askForSign(made), SIGN_EVERY);
	}

	/**
	 * A late answer is a sign as well; that one is missing ends no connection. The other
	 * side takes the question for a sign too.
	 */
	private void askForSign(OutgoingConnection asked) {
		if (asked != connection || !asked.isUsable()) {
			return;
		}
		asked.request(Ping.METHOD, new byte[0], PING_DEADLINE).whenComplete((answer, failure) -> {
			if (failure == null) {
				heard = System.nanoTime();
			}
		});
		long now = System.nanoTime();
		asked.request(Witness.METHOD, new byte[0], PING_DEADLINE)
			.thenApply(said -> new Report(Witness.decode(said), now))
			.thenAccept(this::told);
		later(() -> askForSign(asked), SIGN_EVERY);
	}

	/** Answers need not come in the order of the questions. */
	private synchronized void told(Report said) {
		Report before = report;
		if (before == null || said.at() - before.at() > 0) {
			report = said;
		}
	}

	/** It was not replaced, and this node goes on. */
	private void tell(OutgoingConnection ended) {
		logger.atInfo()
			.addKeyValue("peer", peer.id().brief())
			.addKeyValue("why", lost.isEmpty() ? ended.carrier().ending().getMessage() : lost)
			.log("a connection to a validator ended");
	}

	private void ping(OutgoingConnection pinged) {
		if (pinged != connection || !pinged.isUsable()) {
			return;
		}
		long before = System.nanoTime();
		ask(pinged, PING_DEADLINE, time -> {
			clocks.heard(peer.id(), time);
			roundTripNanos = System.nanoTime() - before;
			unanswered = 0;
			later(() -> ping(pinged), pingEvery);
		}, (heard, failure) -> {
			if (heard && pinged.isUsable() && (unanswered = unanswered + 1) < MOST_UNANSWERED) {
				// it is slow, and a fresh connection would not be faster
				soon(() -> ping(pinged));
			}
			else {
				// silent or broken: a fresh connection finds out which
				lost = String.valueOf(failure.getMessage());
				pinged.close(CloseCode.DONE);
			}
		});
	}

	private Duration backoff() {
		long ceiling = Math.min(LAST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(failures - 1, 16));
		return Duration.ofMillis(1 + random.nextLong(ceiling));
	}

	private void soon(Runnable task) {
		later(task, Duration.ZERO);
	}

	private @Nullable Future<?> later(Runnable task, Duration delay) {
		return worker.isShutdown() ? null : worker.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

}
