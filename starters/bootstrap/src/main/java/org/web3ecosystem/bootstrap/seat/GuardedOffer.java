package org.web3ecosystem.bootstrap.seat;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Stopgap;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.transport.TransportException;

/** An offer behind its circuit breaker. */
final class GuardedOffer {

	private final Offer<?> offer;

	private final CircuitBreaker breaker;

	GuardedOffer(Offer<?> offer, CircuitBreaker breaker) {
		this.offer = offer;
		this.breaker = breaker;
	}

	String name() {
		return offer.name();
	}

	/** Whether it would answer now; a probe that fails is a no. */
	Verdict probe() {
		if (breaker.getState() == CircuitBreaker.State.OPEN) {
			return Verdict.unavailable(name() + " failed too often, is asked again soon");
		}
		return saysItself();
	}

	/** What it makes do with now; one that fails to say makes do with nothing. */
	Optional<Stopgap> stopgap() {
		try {
			return offer.stopgap().get();
		}
		catch (RuntimeException broken) {
			return Optional.empty();
		}
	}

	private Verdict saysItself() {
		try {
			return offer.probe().get();
		}
		catch (RuntimeException broken) {
			return Verdict.unavailable(name() + " fails to say whether it would answer: " + broken);
		}
	}

	/** Asks; the breaker counts only what says something about the offer itself. */
	<T, R> CompletionStage<R> ask(Class<T> type, Function<T, CompletionStage<R>> call) {
		if (!breaker.tryAcquirePermission()) {
			throw new UnavailableException(name() + " failed too often, is asked again soon");
		}
		long start = System.nanoTime();
		CompletionStage<R> answer;
		try {
			answer = call.apply(type.cast(offer.value()));
		}
		catch (RuntimeException failure) {
			count(start, failure);
			throw failure;
		}
		return answer.whenComplete((value, failure) -> count(start, failure == null ? null : Failures.cause(failure)));
	}

	private void count(long start, @Nullable Throwable failure) {
		long took = System.nanoTime() - start;
		switch (failure) {
			case null -> breaker.onSuccess(took, TimeUnit.NANOSECONDS);
			// a peer that is away and names of others say nothing about the offer
			case TransportException peer -> breaker.releasePermission();
			case OutsideCompetenceException other -> breaker.releasePermission();
			case ForeignTroubleException others -> breaker.releasePermission();
			// who says that it would not answer has not failed, and answers when it says
			// so
			case UnavailableException unavailable when !saysItself().isAccepted() -> breaker.releasePermission();
			case UnavailableException unavailable -> breaker.onError(took, TimeUnit.NANOSECONDS, unavailable);
			case Throwable answered -> breaker.onSuccess(took, TimeUnit.NANOSECONDS);
		}
	}

}
