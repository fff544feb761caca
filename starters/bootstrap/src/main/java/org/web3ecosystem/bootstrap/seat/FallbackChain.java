package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.guard.Guard;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.guard.Limits;
import org.web3ecosystem.spi.NobodySitsException;
import org.web3ecosystem.spi.UnavailableException;

/**
 * Asks the offers of a seat in order until one answers. Only unavailability moves on;
 * whatever else an offer says is the answer. A call keeps the order it began with; if all
 * of that were unavailable and the seat changed hands meanwhile, it begins once more. The
 * time of a seat's limits belongs to each offer, so the whole is bounded too.
 *
 * @param <T> the SPI type of the seat
 */
final class FallbackChain<T> {

	private final SeatName seat;

	private final Class<T> type;

	private final CurrentSeating seating;

	private final Fallbacks fallbacks;

	private final Answers answers;

	private final Limits limits;

	private final Retry retry;

	private final ScheduledExecutorService timer;

	private final InstantSource clock;

	FallbackChain(SeatName seat, Class<T> type, CurrentSeating seating, Notes notes, Guarded guarded) {
		this.seat = seat;
		this.type = type;
		this.seating = seating;
		this.fallbacks = notes.fallbacks;
		this.answers = notes.answers;
		this.limits = guarded.limits.of(seat);
		this.retry = guarded.guards.retry(seat.key(), limits, PassingTroubleException.class::isInstance);
		this.timer = guarded.guards.timer();
		this.clock = guarded.clock;
	}

	/** Where it is noted who answered. */
	record Notes(Fallbacks fallbacks, Answers answers) {
	}

	/** What calls are held to. */
	record Guarded(SeatLimits limits, Guards guards, InstantSource clock) {
	}

	/** Told which offer answered. */
	@FunctionalInterface
	interface Answers {

		void answered(SeatName seat, String offer, Place place);

	}

	/** As whom an offer answers. */
	enum Place {

		/** It is asked first. */
		FIRST,
		/** The question was not for those before it. */
		LATER,
		/** Those before it could not. */
		INSTEAD

	}

	/** What is asked of an offer. */
	@FunctionalInterface
	interface Call<T, R> {

		CompletionStage<R> apply(String offer, T value);

	}

	/**
	 * Asks what changes nothing: again after a while, if nobody could answer and somebody
	 * may soon. Stepping down never waits for that, and nobody is asked again later than
	 * a question's limit after it came.
	 * @param competent the names of the offers the question is for
	 */
	<R> CompletionStage<R> question(Call<T, R> call, Predicate<String> competent) {
		Asked<T, R> asked = new Asked<>(call, competent, Guard::question);
		if (limits.attempts() == 1) {
			return round(asked, true);
		}
		Instant last = clock.instant().plus(limits.question());
		return retry.executeCompletionStage(timer, () -> passing(round(asked, true), asked, last))
			.exceptionally(failure -> {
				Throwable cause = Failures.cause(failure);
				throw new CompletionException(cause instanceof PassingTroubleException ? reason(cause) : cause);
			});
	}

	/** Asks once for something that may not be done twice. */
	<R> CompletionStage<R> work(Call<T, R> call, Predicate<String> competent) {
		return round(new Asked<>(call, competent, Guard::work), true);
	}

	/** Asks once for something that has a limit of its own. */
	<R> CompletionStage<R> work(Call<T, R> call, Duration limit) {
		return round(new Asked<>(call, any -> true, guard -> guard.within(limit)), true);
	}

	private <R> CompletionStage<R> passing(CompletionStage<R> answer, Asked<T, R> asked, Instant last) {
		return answer.exceptionally(failure -> {
			Throwable cause = Failures.cause(failure);
			boolean passes = asked.maySoonBeAnswered && clock.instant().isBefore(last);
			throw passes ? new PassingTroubleException(cause) : new CompletionException(cause);
		});
	}

	private static Throwable reason(Throwable passing) {
		Throwable reason = passing.getCause();
		return (reason != null) ? reason : passing;
	}

	private <R> CompletionStage<R> round(Asked<T, R> asked, boolean mayBeginAgain) {
		Seating began = seating.get();
		List<FallbackStrategy> offers = began.at(seat)
			.stream()
			.filter(offer -> asked.competent.test(offer.name()))
			.toList();
		asked.maySoonBeAnswered = false;
		CompletableFuture<R> answer = next(new Round<>(asked, offers), 0, null);
		if (!mayBeginAgain) {
			return answer;
		}
		return answer.exceptionallyCompose(failure -> {
			if (Failures.movesOn(Failures.cause(failure)) && seating.get() != began) {
				return round(asked, false);
			}
			return CompletableFuture.failedFuture(Failures.cause(failure));
		});
	}

	private <R> CompletableFuture<R> next(Round<T, R> round, int index, @Nullable Throwable before) {
		if (index == round.offers.size()) {
			return CompletableFuture.failedFuture(nobody(round, before));
		}
		FallbackStrategy offer = round.offers.get(index);
		return offer.execute(type, round.asked.limit, value -> round.asked.call.apply(offer.name(), value))
			.handle((value, thrown) -> {
				if (thrown == null) {
					answered(round, index, before);
					return CompletableFuture.completedFuture(value);
				}
				Throwable failure = Failures.cause(thrown);
				if (!offer.canHandle(failure)) {
					return CompletableFuture.<R>failedFuture(failure);
				}
				round.asked.maySoonBeAnswered |= offer.maySoonAnswer(failure);
				return next(round, index + 1, firstTrouble(before, failure));
			})
			.thenCompose(Function.identity())
			.toCompletableFuture();
	}

	/** A question outside its competence is no trouble of an offer. */
	private static @Nullable Throwable firstTrouble(@Nullable Throwable before, Throwable failure) {
		return before != null && !(before instanceof OutsideCompetenceException) ? before : failure;
	}

	private void answered(Round<T, ?> round, int index, @Nullable Throwable before) {
		String offer = round.offers.get(index).name();
		if (index == 0) {
			answers.answered(seat, offer, Place.FIRST);
			fallbacks.firstAnswered(seat);
		}
		else if (before == null || before instanceof OutsideCompetenceException) {
			answers.answered(seat, offer, Place.LATER);
		}
		else {
			answers.answered(seat, offer, Place.INSTEAD);
			fallbacks.steppedIn(seat, offer, round.offers.getFirst().name(), Failures.describe(before));
		}
	}

	private Throwable nobody(Round<T, ?> round, @Nullable Throwable last) {
		if (last != null && round.offers.size() == 1) {
			return last;
		}
		if (last != null) {
			return new UnavailableException("nobody answers for " + seat.key() + " of "
					+ round.offers.stream().map(FallbackStrategy::name).toList() + ": " + Failures.describe(last),
					last);
		}
		return new NobodySitsException("nobody sits in the seat for " + seat.key() + " who answers this now");
	}

	private record Round<T, R>(Asked<T, R> asked, List<FallbackStrategy> offers) {
	}

	/** One call of the seat, however often it goes round. */
	private static final class Asked<T, R> {

		private final Call<T, R> call;

		private final Predicate<String> competent;

		private final Function<Guard, TimeLimiter> limit;

		/** Of the last round; rounds follow each other. */
		private volatile boolean maySoonBeAnswered;

		Asked(Call<T, R> call, Predicate<String> competent, Function<Guard, TimeLimiter> limit) {
			this.call = call;
			this.competent = competent;
			this.limit = limit;
		}

	}

}
