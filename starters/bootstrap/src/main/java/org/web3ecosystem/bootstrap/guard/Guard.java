package org.web3ecosystem.bootstrap.guard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.timelimiter.TimeLimiter;

import org.web3ecosystem.spi.Reason;

/**
 * Holds the calls of one offer to its limits. A call that is given up is not stopped: its
 * place in the bulkhead is free when its time is up, since an offer that never answers
 * would otherwise keep it for good.
 */
public final class Guard {

	private final CircuitBreaker breaker;

	private final Bulkhead bulkhead;

	private final TimeLimiter question;

	private final TimeLimiter work;

	private final ScheduledExecutorService timer;

	Guard(CircuitBreaker breaker, Bulkhead bulkhead, TimeLimiter question, TimeLimiter work,
			ScheduledExecutorService timer) {
		this.breaker = breaker;
		this.bulkhead = bulkhead;
		this.question = question;
		this.work = work;
		this.timer = timer;
	}

	/** The limit of what only asks. */
	public TimeLimiter question() {
		return question;
	}

	/** The limit of what changes something. */
	public TimeLimiter work() {
		return work;
	}

	/** The limit of one call that has its own. */
	public TimeLimiter within(Duration limit) {
		return TimeLimiter.of(question.getName(), Guards.config(limit));
	}

	/** Whether the offer is left alone now. */
	public boolean leavesAlone() {
		return breaker.getState() == CircuitBreaker.State.OPEN;
	}

	/**
	 * Asks. A failure is the offer's own, or one of those that {@link #describe} knows.
	 * @param limit one of this guard's
	 */
	public <R> CompletionStage<R> ask(TimeLimiter limit, Supplier<CompletionStage<R>> call) {
		return breaker.executeCompletionStage(() -> bulkhead.executeCompletionStage(() -> limited(limit, begun(call))));
	}

	/** In words, if a failure is of a guard; empty if it is of the offer itself. */
	public static String describe(Throwable failure, TimeLimiter limit) {
		return switch (Reason.cause(failure)) {
			case CallNotPermittedException open -> "failed too often, is asked again soon";
			case BulkheadFullException full -> "is asked by as many as it may be";
			case TimeoutException late ->
				"did not answer within " + limit.getTimeLimiterConfig().getTimeoutDuration().toMillis() + " ms";
			default -> "";
		};
	}

	private static <R> CompletionStage<R> begun(Supplier<CompletionStage<R>> call) {
		try {
			return call.get();
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	/** A copy, so that our limit never completes the offer's own future. */
	private <R> CompletionStage<R> limited(TimeLimiter limit, CompletionStage<R> stage) {
		CompletableFuture<R> copy = stage.thenApply(Function.identity()).toCompletableFuture();
		if (!copy.isDone()) {
			return limit.executeCompletionStage(timer, () -> copy);
		}
		// what is answered already needs no timer, and is counted like the rest
		if (copy.isCompletedExceptionally()) {
			limit.onError(Reason.cause(copy.exceptionNow()));
		}
		else {
			limit.onSuccess();
		}
		return copy;
	}

}
