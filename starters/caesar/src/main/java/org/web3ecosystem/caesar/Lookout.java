package org.web3ecosystem.caesar;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Reason;

/**
 * Looks at the books now and then, one look at a time, and says what it saw: whoever asks
 * never waits.
 */
final class Lookout {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	/** After which a look says nothing about now. */
	private static final Duration STALE = Duration.ofSeconds(15);

	private final Supplier<CompletionStage<Figures>> look;

	private final InstantSource clock;

	private final AtomicBoolean looking = new AtomicBoolean();

	private volatile Instant lastBegun = Instant.MIN;

	private volatile @Nullable Sight last;

	private volatile String fault = "";

	private record Sight(Figures figures, Instant at) {
	}

	Lookout(Supplier<CompletionStage<Figures>> look, InstantSource clock) {
		this.look = look;
		this.clock = clock;
	}

	/** What was seen lately, if anything was; begins another look if it is time. */
	Optional<Figures> seen() {
		Instant now = clock.instant();
		if (!lastBegun.plus(PERIOD).isAfter(now) && looking.compareAndSet(false, true)) {
			lastBegun = now;
			begin().whenComplete((figures, failure) -> {
				if (figures != null) {
					last = new Sight(figures, clock.instant());
					fault = "";
				}
				else {
					fault = reason(failure);
				}
				looking.set(false);
			});
		}
		return latest(clock.instant());
	}

	/** What was seen lately, without looking. */
	Optional<Figures> latest() {
		return latest(clock.instant());
	}

	/** Why nothing was seen lately. */
	String fault() {
		return fault.isEmpty() ? "the books were not looked at yet" : "the books cannot be read: " + fault;
	}

	private Optional<Figures> latest(Instant now) {
		Sight sight = last;
		return sight == null || sight.at().plus(STALE).isBefore(now) ? Optional.empty() : Optional.of(sight.figures());
	}

	private CompletionStage<Figures> begin() {
		try {
			return look.get();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedStage(failed);
		}
	}

	private static String reason(@Nullable Throwable failure) {
		return failure == null ? "no reason given" : Reason.of(failure);
	}

}
