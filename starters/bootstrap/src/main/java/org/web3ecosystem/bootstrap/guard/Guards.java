package org.web3ecosystem.bootstrap.guard;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;

/** Makes guards and retries, all known to the registries from which metrics are read. */
public final class Guards {

	/** Any thread may draw from it. */
	public static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

	private final Registries registries;

	private final ScheduledExecutorService timer;

	private final RandomGenerator random;

	/**
	 * @param timer ends calls whose time is up, and begins them again
	 * @param random draws waits, on any thread
	 */
	public Guards(Registries registries, ScheduledExecutorService timer, RandomGenerator random) {
		this.registries = registries;
		this.timer = timer;
		this.random = random;
	}

	/** On the timer of the whole virtual machine. */
	public Guards(Registries registries) {
		this(registries, ForkJoinPool.commonPool(), RANDOM);
	}

	/**
	 * Where all that is made is known by its name. The breakers' default has the clock of
	 * all.
	 */
	public record Registries(CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads, TimeLimiterRegistry limiters,
			RetryRegistry retries) {

		/** Nobody else's, with the breakers of others. */
		public static Registries with(CircuitBreakerRegistry breakers) {
			return new Registries(breakers, BulkheadRegistry.ofDefaults(), TimeLimiterRegistry.ofDefaults(),
					RetryRegistry.ofDefaults());
		}

	}

	/** Begins calls again, and ends them. */
	public ScheduledExecutorService timer() {
		return timer;
	}

	/**
	 * @param name of the offer, unique in this process
	 * @param ignored failures that say nothing about the offer
	 * @param counted those of the rest that count against it; any other is an answer
	 */
	public Guard guard(String name, Limits limits, Predicate<Throwable> ignored, Predicate<Throwable> counted) {
		return new Guard(registries.breakers.circuitBreaker(name, breaker(limits.breaker(), ignored, counted)),
				registries.bulkheads.bulkhead(name, bulkhead(limits.atOnce())),
				registries.limiters.timeLimiter(name + "-question", config(limits.question())),
				registries.limiters.timeLimiter(name + "-work", config(limits.work())), timer);
	}

	/**
	 * @param name of the seat
	 * @param passing failures that may be over soon
	 */
	public Retry retry(String name, Limits limits, Predicate<Throwable> passing) {
		return retry(name, limits.attempts(), new Backoff(limits.firstWait(), limits.longestWait(), random), passing);
	}

	/**
	 * @param attempts the first included
	 * @param passing failures that may be over soon
	 */
	public Retry retry(String name, int attempts, Backoff backoff, Predicate<Throwable> passing) {
		return registries.retries.retry(name,
				RetryConfig.custom()
					.maxAttempts(attempts)
					.intervalFunction(backoff.intervals())
					.retryOnException(passing)
					.writableStackTraceEnabled(false)
					.build());
	}

	static TimeLimiterConfig config(Duration limit) {
		return TimeLimiterConfig.custom().timeoutDuration(limit).cancelRunningFuture(false).build();
	}

	private static BulkheadConfig bulkhead(int atOnce) {
		return BulkheadConfig.custom()
			.maxConcurrentCalls(atOnce)
			.maxWaitDuration(Duration.ZERO)
			.writableStackTraceEnabled(false)
			.build();
	}

	private CircuitBreakerConfig breaker(Limits.Breaker limits, Predicate<Throwable> ignored,
			Predicate<Throwable> counted) {
		return CircuitBreakerConfig.custom()
			.clock(registries.breakers.getDefaultConfig().getClock())
			.slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(limits.calls())
			.minimumNumberOfCalls(limits.calls())
			.failureRateThreshold(limits.percent())
			.waitDurationInOpenState(limits.open())
			.permittedNumberOfCallsInHalfOpenState(limits.trials())
			.ignoreException(ignored)
			.recordException(counted)
			.writableStackTraceEnabled(false)
			.build();
	}

}
