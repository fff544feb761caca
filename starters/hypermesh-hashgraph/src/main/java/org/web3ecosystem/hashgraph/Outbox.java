package org.web3ecosystem.hashgraph;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.hiero.consensus.model.transaction.TimestampedTransaction;

/**
 * Own transactions from submission to their end: waiting for an event, then travelling in
 * one until it is ordered or stale. It outlives the replica. Bounded. State signatures
 * and nudges go first and are not counted. Thread-safe.
 */
final class Outbox {

	private static final int MAX_SIGNATURES = 1000;

	/**
	 * An event is seen by its own replica at once, or not at all: the engine drops
	 * without a word what is too old when it comes to it.
	 */
	private static final long UNSEEN_NANOS = 10_000_000_000L;

	private final int maxCount;

	private final long maxBytes;

	private final LongSupplier nonces;

	private final LongSupplier nanoTime;

	private final InstantSource clock;

	private final Deque<Bytes> urgent = new ArrayDeque<>();

	private final Deque<Own> waiting = new ArrayDeque<>();

	private final Map<Long, Travelling> travelling = new HashMap<>();

	/** Were travelling when the replica was interrupted, and not seen since. */
	private final Set<Long> missing = new HashSet<>();

	private long bytes;

	private record Own(long nonce, Bytes frame, long since) {
	}

	/**
	 * In an event.
	 *
	 * @param left when it went into the event
	 * @param birthRound the event's, once it was seen
	 */
	private record Travelling(Own own, long left, OptionalLong birthRound) {

		Travelling seen(long birthRound) {
			return new Travelling(own, left, OptionalLong.of(birthRound));
		}

	}

	Outbox(HashgraphSettings settings, LongSupplier nonces, LongSupplier nanoTime, InstantSource clock) {
		this.maxCount = settings.maxWaiting();
		this.maxBytes = settings.maxWaitingBytes();
		this.nonces = nonces;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	/** Whether it was taken. */
	synchronized boolean offer(byte[] transaction) {
		if (size() >= maxCount || bytes + transaction.length > maxBytes) {
			return false;
		}
		long nonce = nonces.getAsLong();
		Bytes frame = Envelope.application(nonce, transaction);
		waiting.addLast(new Own(nonce, frame, nanoTime.getAsLong()));
		bytes += frame.length();
		return true;
	}

	synchronized void offer(StateSignatureTransaction signature) {
		if (urgent.size() < MAX_SIGNATURES) {
			urgent.addLast(Envelope.signature(nonces.getAsLong(), signature));
		}
	}

	synchronized void nudge() {
		if (urgent.size() < MAX_SIGNATURES) {
			urgent.addLast(Envelope.nudge(nonces.getAsLong()));
		}
	}

	/** What goes into the next event. */
	synchronized List<TimestampedTransaction> next() {
		List<TimestampedTransaction> chosen = new ArrayList<>();
		long room = Envelope.LIMITS.maxTransactionBytesPerEvent();
		while (!urgent.isEmpty() && urgent.peekFirst().length() <= room) {
			Bytes frame = urgent.removeFirst();
			room -= frame.length();
			chosen.add(new TimestampedTransaction(frame, clock.instant()));
		}
		while (!waiting.isEmpty() && waiting.peekFirst().frame().length() <= room) {
			Own own = waiting.removeFirst();
			travelling.put(own.nonce(), new Travelling(own, nanoTime.getAsLong(), OptionalLong.empty()));
			room -= own.frame().length();
			chosen.add(new TimestampedTransaction(own.frame(), clock.instant()));
		}
		return chosen;
	}

	synchronized boolean hasSignatures() {
		return !urgent.isEmpty();
	}

	/** It was ordered; how long it took in nanoseconds, if it was one of ours. */
	synchronized OptionalLong ordered(long nonce) {
		missing.remove(nonce);
		Travelling arrived = travelling.remove(nonce);
		if (arrived == null) {
			return OptionalLong.empty();
		}
		bytes -= arrived.own().frame().length();
		return OptionalLong.of(nanoTime.getAsLong() - arrived.own().since());
	}

	/**
	 * The replica ended, or gives up its state for another's. What waits waits on. Events
	 * on their way may come back, from the journal or from peers; what was in none that
	 * comes back travels again. Of what was ordered while nobody looked that cannot be
	 * known, so after a state was fetched a transaction may be ordered twice.
	 */
	synchronized void interrupted() {
		urgent.clear();
		missing.addAll(travelling.keySet());
	}

	/** An event came back, or came at all. */
	synchronized void seen(long nonce, long birthRound) {
		missing.remove(nonce);
		travelling.computeIfPresent(nonce, (same, there) -> there.seen(birthRound));
	}

	/**
	 * A round was handed over, and what was ordered in it told. What travels in an event
	 * born before {@code threshold} will never be ordered, nor what is in one that the
	 * engine lost.
	 */
	synchronized void ancient(long threshold) {
		long now = nanoTime.getAsLong();
		List<Long> lost = travelling.values()
			.stream()
			.filter(there -> there.birthRound().isPresent() ? there.birthRound().getAsLong() < threshold
					: now - there.left() > UNSEEN_NANOS && !missing.contains(there.own().nonce()))
			.map(there -> there.own().nonce())
			.toList();
		lost.forEach(this::stale);
	}

	/** All events that come back have come. */
	synchronized void resumed() {
		List.copyOf(missing).forEach(this::stale);
	}

	/** Its event will never be ordered: it travels again. */
	synchronized void stale(long nonce) {
		missing.remove(nonce);
		Travelling lost = travelling.remove(nonce);
		if (lost != null) {
			waiting.addFirst(lost.own());
		}
	}

	/** How many are on their way. */
	synchronized int size() {
		return waiting.size() + travelling.size();
	}

}
