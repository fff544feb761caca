package org.web3ecosystem.bootstrap.seat;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.timelimiter.TimeLimiter;

import org.web3ecosystem.bootstrap.guard.Guard;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.guard.Limits;
import org.web3ecosystem.spi.NobodySitsException;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.Stopgap;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.transport.TransportException;

/**
 * One step of a seat's {@link FallbackChain}: an {@link Offer} behind its guard. The
 * table says which strategies a seat has and in what order; the first is the way things
 * are meant to be, each other one {@link #canHandle can handle} the failure of those
 * before it.
 */
final class FallbackStrategy {

	private final Offer<?> offer;

	private final Guard guard;

	FallbackStrategy(SeatName seat, Offer<?> offer, Guards guards, Limits limits) {
		this.offer = offer;
		this.guard = guards.guard(seat.key() + "-" + offer.name(), limits, this::saysNothing,
				failure -> isUnavailable(Failures.cause(failure)));
	}

	String name() {
		return offer.name();
	}

	/**
	 * Whether it may be asked after those before it have failed like this. What they
	 * rejected stays rejected, whoever comes after them.
	 */
	boolean canHandle(Throwable failure) {
		return Failures.movesOn(failure);
	}

	/**
	 * Asks the offer, within its limits.
	 * @return fails as the offer does, or as unavailable if a limit is met
	 */
	<T, R> CompletionStage<R> execute(Class<T> type, Function<Guard, TimeLimiter> within,
			Function<T, CompletionStage<R>> call) {
		TimeLimiter limit = within.apply(guard);
		return guard.ask(limit, () -> call.apply(type.cast(offer.value()))).exceptionally(failure -> {
			throw new CompletionException(inWords(Failures.cause(failure), limit));
		});
	}

	/** Whether it would answer now; a probe that fails is a no. */
	Verdict probe() {
		if (guard.leavesAlone()) {
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

	/**
	 * Whether its failure may be over in a moment: it says that it would answer, was
	 * asked and did not. The same failures count against it.
	 */
	boolean maySoonAnswer(Throwable failure) {
		return isUnavailable(failure) && !(failure instanceof NobodySitsException) && !saysNothing(failure);
	}

	private Throwable inWords(Throwable failure, TimeLimiter limit) {
		String words = Guard.describe(failure, limit);
		if (words.isEmpty()) {
			return failure;
		}
		return failure instanceof TimeoutException ? new UnavailableException(name() + " " + words, failure)
				: new SparedException(name() + " " + words);
	}

	private static boolean isUnavailable(Throwable failure) {
		return failure instanceof UnavailableException || failure instanceof TimeoutException;
	}

	/** Whether a failure says nothing about the offer itself. */
	private boolean saysNothing(Throwable thrown) {
		return switch (Failures.cause(thrown)) {
			// a peer that is away and names of others say nothing about the offer
			case TransportException peer -> true;
			case OutsideCompetenceException other -> true;
			case ForeignTroubleException others -> true;
			case SparedException spared -> true;
			case BulkheadFullException full -> true;
			// who says that it would not answer has not failed, and answers when it says
			// so
			case UnavailableException unavailable -> !saysItself().isAccepted();
			case TimeoutException late -> !saysItself().isAccepted();
			case Throwable answered -> false;
		};
	}

	private Verdict saysItself() {
		try {
			return offer.probe().get();
		}
		catch (RuntimeException broken) {
			return Verdict.unavailable(name() + " fails to say whether it would answer: " + broken);
		}
	}

}
