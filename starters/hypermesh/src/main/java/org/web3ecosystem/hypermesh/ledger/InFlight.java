package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;

/**
 * Transactions that wait for their outcome. An engine may take a transaction and never
 * order it, so each is handed in again, ever more slowly, until it is executed or its
 * deadline passes; the ledger executes it once.
 */
final class InFlight {

	private static final Duration FIRST_DOOR_RETRY = Duration.ofMillis(100);

	/** Whoever comes while the engine starts is not to wait long once it has started. */
	private static final Duration LAST_DOOR_RETRY = Duration.ofMillis(500);

	private static final Duration FIRST_ORDER_RETRY = Duration.ofSeconds(2);

	private static final Duration LAST_ORDER_RETRY = Duration.ofSeconds(8);

	private final ConsensusEngine engine;

	private final Function<String, Optional<Outcome>> executed;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final Counters counters;

	private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

	/**
	 * @param executed finds the outcome of a transaction in the state
	 * @param executor where outcomes are handed over, never the engine's thread
	 */
	InFlight(ConsensusEngine engine, Function<String, Optional<Outcome>> executed, ScheduledExecutorService scheduler,
			Executor executor, Counters counters) {
		this.engine = engine;
		this.executed = executed;
		this.scheduler = scheduler;
		this.executor = executor;
		this.counters = counters;
	}

	CompletableFuture<Outcome> submit(Prepared.Sound prepared, Duration deadline) {
		Waiting mine = new Waiting(prepared);
		Waiting before = waiting.putIfAbsent(prepared.transaction().id(), mine);
		if (before != null) {
			return before.result;
		}
		scheduler.schedule(() -> mine.expire(deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
		mine.attempt();
		return mine.result;
	}

	int size() {
		return waiting.size();
	}

	/**
	 * What was found out about these bytes when they were handed in, if they wait here:
	 * the engine asks again when it takes them and when they come back in an event.
	 */
	Optional<Prepared> prepared(byte[] transaction) {
		return Optional.ofNullable(waiting.get(Transaction.id(transaction))).map(mine -> mine.prepared);
	}

	/** Hands over what a block brought. */
	void executed(Outcome outcome) {
		Optional.ofNullable(waiting.get(outcome.receipt().transactionId())).ifPresent(mine -> mine.done(outcome));
	}

	/** Looks for all outcomes in the state, after blocks may have been skipped. */
	void look() {
		waiting.values().forEach(Waiting::isExecuted);
	}

	void close() {
		waiting.values()
			.forEach(mine -> mine
				.fail(new UnavailableException("the ledger was closed before the transaction was ordered")));
	}

	private final class Waiting {

		private final Prepared.Sound prepared;

		private final Transaction transaction;

		private final CompletableFuture<Outcome> result = new CompletableFuture<>();

		private Duration doorRetry = FIRST_DOOR_RETRY;

		private Duration orderRetry = FIRST_ORDER_RETRY;

		Waiting(Prepared.Sound prepared) {
			this.prepared = prepared;
			this.transaction = prepared.transaction();
		}

		void attempt() {
			if (result.isDone() || isExecuted()) {
				return;
			}
			switch (engine.submit(transaction.encoded().clone())) {
				case TAKEN -> {
					again(orderRetry);
					orderRetry = slower(orderRetry, LAST_ORDER_RETRY);
				}
				case FULL, NOT_ACTIVE -> {
					again(doorRetry);
					doorRetry = slower(doorRetry, LAST_DOOR_RETRY);
				}
				case TOO_LARGE -> fail(new RejectedException("the transaction is too large for the engine"));
				case INVALID -> fail(new RejectedException("the transaction is not valid for this ledger"));
			}
		}

		private void again(Duration delay) {
			scheduler.schedule(() -> {
				counters.resubmitted.increment();
				attempt();
			}, delay.toMillis(), TimeUnit.MILLISECONDS);
		}

		boolean isExecuted() {
			Optional<Outcome> outcome = executed.apply(transaction.id());
			outcome.ifPresent(this::done);
			return outcome.isPresent();
		}

		void done(Outcome outcome) {
			waiting.remove(transaction.id());
			result.completeAsync(() -> outcome, executor);
		}

		void expire(Duration deadline) {
			fail(new UnavailableException("transaction " + transaction.id() + " was not ordered within "
					+ deadline.toMillis() + " ms and may be yet: what became of it can be asked by this id"));
		}

		void fail(RuntimeException why) {
			waiting.remove(transaction.id());
			executor.execute(() -> result.completeExceptionally(why));
		}

		private static Duration slower(Duration delay, Duration slowest) {
			Duration twice = delay.multipliedBy(2);
			return twice.compareTo(slowest) < 0 ? twice : slowest;
		}

	}

}
