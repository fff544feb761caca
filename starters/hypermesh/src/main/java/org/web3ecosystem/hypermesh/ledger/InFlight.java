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

import org.web3ecosystem.hypermesh.proof.BundleVerifier.Proven;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;

/**
 * Transactions that wait for their outcome. An engine may take a transaction and never
 * order it, so each is handed in again, ever more slowly, until it is executed, it cannot
 * be executed any more or its deadline passes; the ledger executes it once. A bundle
 * counts once, so one transaction with it is on its way at a time.
 */
final class InFlight {

	private static final String IN_USE = Outcome.UNPROVEN + "another transaction with this bundle is on its way";

	private static final Duration FIRST_DOOR_RETRY = Duration.ofMillis(100);

	/** Whoever comes while the engine starts is not to wait long once it has started. */
	private static final Duration LAST_DOOR_RETRY = Duration.ofMillis(500);

	private static final Duration FIRST_ORDER_RETRY = Duration.ofSeconds(2);

	private static final Duration LAST_ORDER_RETRY = Duration.ofSeconds(8);

	private final ConsensusEngine engine;

	private final Door door;

	private final Function<String, Optional<Outcome>> executed;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final Counters counters;

	private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

	/** Bundles of those that wait, and which transaction has each. */
	private final Map<String, String> bundles = new ConcurrentHashMap<>();

	/**
	 * @param door is asked before the engine, each time
	 * @param executed finds the outcome of a transaction in the state
	 * @param executor where outcomes are handed over, never the engine's thread
	 */
	InFlight(ConsensusEngine engine, Door door, Function<String, Optional<Outcome>> executed,
			ScheduledExecutorService scheduler, Executor executor, Counters counters) {
		this.engine = engine;
		this.door = door;
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
		if (mine.hasBundle()) {
			scheduler.schedule(() -> mine.expire(deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
			mine.attempt();
		}
		else {
			mine.refuse(IN_USE);
		}
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
			switch (door.answer(prepared)) {
				case Door.Answer.Open open -> handIn();
				case Door.Answer.NotYet early -> retryAtDoor();
				case Door.Answer.Shut(String reason) -> refuse(reason);
			}
		}

		private void handIn() {
			switch (engine.submit(transaction.encoded().clone())) {
				case TAKEN -> {
					again(orderRetry);
					orderRetry = slower(orderRetry, LAST_ORDER_RETRY);
				}
				case FULL, NOT_ACTIVE -> retryAtDoor();
				case TOO_LARGE -> fail(new RejectedException("the transaction is too large for the engine"));
				case INVALID -> fail(new RejectedException("the transaction is not valid for this ledger"));
			}
		}

		private void retryAtDoor() {
			again(doorRetry);
			doorRetry = slower(doorRetry, LAST_DOOR_RETRY);
		}

		private void again(Duration delay) {
			scheduler.schedule(() -> {
				counters.resubmitted.increment();
				attempt();
			}, delay.toMillis(), TimeUnit.MILLISECONDS);
		}

		/** Whether no other has it. Asked before the state is looked at. */
		boolean hasBundle() {
			return prepared.bundle()
				.map(Proven::id)
				.map(bundle -> bundles.putIfAbsent(bundle, transaction.id()))
				.isEmpty();
		}

		/** What could not be executed may have been, since it was looked for. */
		void refuse(String reason) {
			if (!isExecuted()) {
				fail(new RejectedException(reason));
			}
		}

		boolean isExecuted() {
			Optional<Outcome> outcome = executed.apply(transaction.id());
			outcome.ifPresent(this::done);
			return outcome.isPresent();
		}

		void done(Outcome outcome) {
			leave();
			result.completeAsync(() -> outcome, executor);
		}

		void expire(Duration deadline) {
			fail(new UnavailableException("transaction " + transaction.id() + " was not ordered within "
					+ deadline.toMillis() + " ms and may be yet: what became of it can be asked by this id"));
		}

		void fail(RuntimeException why) {
			leave();
			executor.execute(() -> result.completeExceptionally(why));
		}

		private void leave() {
			waiting.computeIfPresent(transaction.id(), (id, now) -> {
				if (now != this) {
					// the same handed in again later
					return now;
				}
				prepared.bundle().ifPresent(bundle -> bundles.remove(bundle.id(), id));
				return null;
			});
		}

		private static Duration slower(Duration delay, Duration slowest) {
			Duration twice = delay.multipliedBy(2);
			return twice.compareTo(slowest) < 0 ? twice : slowest;
		}

	}

}
