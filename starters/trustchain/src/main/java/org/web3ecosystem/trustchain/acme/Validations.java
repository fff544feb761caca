package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.trustchain.acme.challenge.Validation;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.problem.Problem;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.Authorization;
import org.web3ecosystem.trustchain.acme.state.Challenge;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;
import org.web3ecosystem.trustchain.acme.state.Order;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;

/**
 * Validates in the background: so many at once, so often each, and then it has failed.
 * What the process did not get done before it ended is begun again when the client asks
 * next.
 */
final class Validations {

	/** Attempts before a challenge has failed. */
	static final int ATTEMPTS = 3;

	/** Validations at once; whoever comes then is told to come again. */
	static final int MAX_RUNNING = 64;

	private static final Logger logger = LoggerFactory.getLogger(Validations.class);

	private final Map<ChallengeType, Validation> ways;

	private final Supplier<AcmeStore> store;

	private final RateLimit failures;

	private final InstantSource clock;

	private final Duration pause;

	private final Executor executor;

	private final Semaphore free = new Semaphore(MAX_RUNNING);

	private final Set<Running> running = ConcurrentHashMap.newKeySet();

	/** Which challenge. */
	private record Running(String order, int index, ChallengeType type) {
	}

	/**
	 * @param failures by account and name
	 * @param pause between two attempts
	 * @param executor virtual threads
	 */
	Validations(List<Validation> ways, Supplier<AcmeStore> store, RateLimit failures, InstantSource clock,
			Duration pause, Executor executor) {
		this.ways = ways.stream().collect(Collectors.toMap(Validation::type, Function.identity()));
		this.store = store;
		this.failures = failures;
		this.clock = clock;
		this.pause = pause;
		this.executor = executor;
	}

	/** What an authorization offers. */
	List<ChallengeType> types() {
		return ways.keySet().stream().sorted().toList();
	}

	/**
	 * Refuses what would be too much.
	 * @throws AcmeException rateLimited
	 */
	void check(Account account, String name) {
		failures.check(account.id() + " " + name);
	}

	/**
	 * Takes a challenge up, unless it is being validated already.
	 * @throws AcmeException rateLimited if there are too many at once
	 */
	void begin(Account account, Order order, int index, ChallengeType type) {
		Running key = new Running(order.id(), index, type);
		if (!running.add(key)) {
			return;
		}
		if (!free.tryAcquire()) {
			running.remove(key);
			throw AcmeException.retry(ErrorType.RATE_LIMITED, Duration.ofSeconds(5),
					MAX_RUNNING + " validations are under way");
		}
		try {
			executor.execute(() -> attempt(account, order, key, 1));
		}
		catch (RejectedExecutionException closing) {
			done(key);
		}
	}

	private void attempt(Account account, Order order, Running key, int number) {
		try {
			Authorization authorization = order.authorizations().get(key.index());
			Challenge challenge = authorization.challenge(key.type()).orElseThrow();
			boolean local = challenge.state() instanceof Challenge.Processing(boolean here) && here;
			Objects.requireNonNull(ways.get(key.type()))
				.validate(new Validation.Claim(authorization.name(), challenge.token(),
						challenge.token() + "." + account.thumbprint(), local));
			conclude(key, new Challenge.Valid(clock.instant()));
		}
		catch (AcmeException refused) {
			if (number < ATTEMPTS) {
				again(account, order, key, number + 1);
				return;
			}
			failures.add(account.id() + " " + order.authorizations().get(key.index()).name());
			conclude(key, new Challenge.Invalid(refused.problem()));
		}
		catch (RuntimeException unexpected) {
			logger.atError().addKeyValue("challenge", key).setCause(unexpected).log("a validation failed");
			conclude(key, new Challenge.Invalid(new Problem(ErrorType.SERVER_INTERNAL, "the validation failed here")));
		}
	}

	private void again(Account account, Order order, Running key, int number) {
		CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, executor)
			.execute(() -> attempt(account, order, key, number));
	}

	private void conclude(Running key, Challenge.State verdict) {
		try {
			store.get().changeOrder(key.order(), order -> order.validated(key.index(), key.type(), verdict));
		}
		catch (RuntimeException failure) {
			// the challenge stays as it is, and is taken up again when the client asks
			logger.atWarn().addKeyValue("challenge", key).setCause(failure).log("a verdict could not be stored");
		}
		finally {
			done(key);
		}
	}

	private void done(Running key) {
		running.remove(key);
		free.release();
	}

}
