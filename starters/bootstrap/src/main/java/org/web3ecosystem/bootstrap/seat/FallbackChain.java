package org.web3ecosystem.bootstrap.seat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NobodySitsException;
import org.web3ecosystem.spi.Patience;
import org.web3ecosystem.spi.UnavailableException;

/**
 * Asks the offers of a seat in order until one answers. Only unavailability moves on;
 * whatever else an offer says is the answer. A call keeps the order it began with; if all
 * of that were unavailable and the seat changed hands meanwhile, it begins once more.
 *
 * @param <T> the SPI type of the seat
 */
final class FallbackChain<T> {

	private final SeatName seat;

	private final Class<T> type;

	private final CurrentSeating seating;

	private final Fallbacks fallbacks;

	private final Answers answers;

	private final Patience patience;

	/**
	 * @param patience how long an offer that says nothing is waited for
	 */
	FallbackChain(SeatName seat, Class<T> type, CurrentSeating seating, Fallbacks fallbacks, Answers answers,
			Patience patience) {
		this.seat = seat;
		this.type = type;
		this.seating = seating;
		this.fallbacks = fallbacks;
		this.answers = answers;
		this.patience = patience;
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
	 * @param call what to ask
	 * @param competent the names of the offers the question is for
	 * @param limit how long one offer may take
	 */
	<R> CompletionStage<R> ask(Call<T, R> call, Predicate<String> competent, Duration limit) {
		return round(call, competent, limit, true);
	}

	private <R> CompletionStage<R> round(Call<T, R> call, Predicate<String> competent, Duration limit,
			boolean mayBeginAgain) {
		Seating began = seating.get();
		List<GuardedOffer> offers = began.at(seat).stream().filter(offer -> competent.test(offer.name())).toList();
		CompletableFuture<R> answer = next(new Round<>(call, offers, limit), 0, null);
		if (!mayBeginAgain) {
			return answer;
		}
		return answer.exceptionallyCompose(failure -> {
			if (Failures.movesOn(Failures.cause(failure)) && seating.get() != began) {
				return round(call, competent, limit, false);
			}
			return CompletableFuture.failedFuture(Failures.cause(failure));
		});
	}

	private <R> CompletableFuture<R> next(Round<T, R> round, int index, @Nullable Throwable before) {
		if (index == round.offers.size()) {
			return CompletableFuture.failedFuture(nobody(round, before));
		}
		GuardedOffer offer = round.offers.get(index);
		return attempt(offer, round).handle((value, thrown) -> {
			if (thrown == null) {
				answered(round, index, before);
				return CompletableFuture.completedFuture(value);
			}
			Throwable failure = Failures.cause(thrown);
			return Failures.movesOn(failure) ? next(round, index + 1, firstTrouble(before, failure))
					: CompletableFuture.<R>failedFuture(failure);
		}).thenCompose(Function.identity());
	}

	private <R> CompletableFuture<R> attempt(GuardedOffer offer, Round<T, R> round) {
		try {
			return offer.ask(type, value -> limited(offer, round.call.apply(offer.name(), value), round.limit))
				.toCompletableFuture();
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	/** A copy, so that our limit never completes the offer's own future. */
	private <R> CompletionStage<R> limited(GuardedOffer offer, CompletionStage<R> stage, Duration limit) {
		return patience.limit(stage.thenApply(Function.identity()).toCompletableFuture(), limit)
			.exceptionally(failure -> {
				Throwable cause = Failures.cause(failure);
				throw cause instanceof TimeoutException
						? new UnavailableException(offer.name() + " did not answer within " + limit.toMillis() + " ms",
								cause)
						: new CompletionException(cause);
			});
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
					+ round.offers.stream().map(GuardedOffer::name).toList() + ": " + Failures.describe(last), last);
		}
		return new NobodySitsException("nobody sits in the seat for " + seat.key() + " who answers this now");
	}

	private record Round<T, R>(Call<T, R> call, List<GuardedOffer> offers, Duration limit) {
	}

}
