package org.web3ecosystem.bootstrap.seat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.ManualTimer;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.guard.Limits;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What limits do to the calls of a seat, in time that is moved by hand. */
class SeatLimitsTests {

	private static final Name OWN = new Name("node1.node.test.internal");

	private static final Duration QUESTION = Duration.ofSeconds(3);

	private static final Duration WORK = Duration.ofSeconds(30);

	@TempDir
	Path directory;

	private final ManualClock clock = new ManualClock();

	private final ManualTimer timer = new ManualTimer(clock);

	private final Scripted traditional = new Scripted("traditional");

	private final Scripted hypermesh = new Scripted("hypermesh");

	@Test
	void theNextOfferIsAskedAtOnceHoweverManyAttemptsThereAre() {
		Instant began = clock.instant();
		ServiceDiscovery seat = seat(1, limits(5, 100));
		traditional.always = new UnavailableException("gone");
		hypermesh.script.add(found("hypermesh"));
		assertThat(answeredBy(seat.resolve(OWN))).isEqualTo("hypermesh");
		assertThat(clock.instant()).isEqualTo(began);
		assertThat(traditional.calls).hasValue(1);
	}

	@Test
	void theNextOfferIsAskedWhenTheFirstIsSilentForAsLongAsItMay() {
		Instant began = clock.instant();
		ServiceDiscovery seat = seat(1, limits(5, 100));
		traditional.script.add(new CompletableFuture<>());
		hypermesh.script.add(found("hypermesh"));
		assertThat(answeredBy(seat.resolve(OWN))).isEqualTo("hypermesh");
		assertThat(Duration.between(began, clock.instant())).isEqualTo(QUESTION);
	}

	@Test
	void aQuestionThatNobodyCouldAnswerIsAskedAgainOfAllWithGrowingJitter() {
		ServiceDiscovery seat = seat(1, limits(5, 100));
		traditional.always = new UnavailableException("gone");
		hypermesh.always = new UnavailableException("gone too");
		Instant began = clock.instant();
		assertThat(failure(seat.resolve(OWN))).isInstanceOf(UnavailableException.class).hasMessageContaining("gone");
		assertThat(traditional.calls).hasValue(5);
		assertThat(hypermesh.calls).hasValue(5);
		// at most 200, 400, 800 and 1000 ms
		assertThat(Duration.between(began, clock.instant())).isPositive().isLessThan(Duration.ofMillis(2410));
	}

	@Test
	void anAnswerAtTheSecondTimeIsTheAnswer() {
		ServiceDiscovery seat = seat(3, limits(2, 100));
		hypermesh.script.add(CompletableFuture.failedFuture(new UnavailableException("for a moment")));
		hypermesh.script.add(found("hypermesh"));
		assertThat(answeredBy(seat.resolve(OWN))).isEqualTo("hypermesh");
		assertThat(hypermesh.calls).hasValue(2);
	}

	@Test
	void whoWasSilentForAsLongAsItMayIsNotAskedAgain() {
		ServiceDiscovery seat = seat(3, limits(5, 100));
		hypermesh.script.add(new CompletableFuture<>());
		Instant began = clock.instant();
		assertThat(failure(seat.resolve(OWN))).isInstanceOf(UnavailableException.class)
			.hasMessage("hypermesh did not answer within 3000 ms");
		assertThat(Duration.between(began, clock.instant())).isEqualTo(QUESTION);
		assertThat(hypermesh.calls).hasValue(1);
	}

	@Test
	void aRejectionIsNeverAskedAgain() {
		ServiceDiscovery seat = seat(3, limits(5, 100));
		hypermesh.always = new RejectedException("no");
		assertThat(failure(seat.resolve(OWN))).isInstanceOf(RejectedException.class);
		hypermesh.always = new IllegalStateException("a bug");
		assertThat(failure(seat.resolve(OWN))).isInstanceOf(IllegalStateException.class);
		assertThat(hypermesh.calls).hasValue(2);
	}

	@Test
	void whatIsOutsideItsCompetenceOrNobodysTroubleIsNotAskedAgain() {
		ServiceDiscovery seat = seat(3, limits(5, 100));
		hypermesh.always = new OutsideCompetenceException("not mine");
		failure(seat.resolve(OWN));
		hypermesh.always = new ForeignTroubleException("silence");
		failure(seat.resolve(OWN));
		assertThat(hypermesh.calls).hasValue(2);
	}

	@Test
	void whoSaysThatItWouldNotAnswerIsNotAskedAgain() {
		ServiceDiscovery seat = seat(3, limits(5, 100));
		hypermesh.always = new UnavailableException("starting");
		hypermesh.wouldAnswer = false;
		failure(seat.resolve(OWN));
		assertThat(hypermesh.calls).hasValue(1);
	}

	@Test
	void whatChangesSomethingIsDoneOnce() {
		ServiceDiscovery seat = seat(3, limits(5, 100));
		hypermesh.always = new UnavailableException("for a moment");
		failure(seat.register(null));
		assertThat(hypermesh.calls).hasValue(1);
		hypermesh.always = null;
		hypermesh.registered = new CompletableFuture<>();
		Instant began = clock.instant();
		assertThat(failure(seat.register(null))).hasMessage("hypermesh did not answer within 30000 ms");
		assertThat(Duration.between(began, clock.instant())).isEqualTo(WORK);
	}

	@Test
	void oneMoreThanMayBeAskedAtOnceGoesToTheNextAndCountsAgainstNobody() {
		ServiceDiscovery seat = seat(1, limits(2, 3));
		CompletableFuture<Resolution> slow = new CompletableFuture<>();
		traditional.answer = slow;
		List<CompletionStage<Resolution>> under = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			under.add(seat.resolve(OWN));
		}
		hypermesh.answer = found("hypermesh");
		for (int i = 0; i < 50; i++) {
			assertThat(answeredBy(seat.resolve(OWN))).isEqualTo("hypermesh");
		}
		assertThat(traditional.calls).hasValue(3);
		slow.complete(new Resolution.NotFound(Duration.ZERO, "traditional"));
		assertThat(under).allSatisfy(stage -> assertThat(answeredBy(stage)).isEqualTo("traditional"));
		assertThat(answeredBy(seat.resolve(OWN))).isEqualTo("traditional");
	}

	@Test
	void whoseTimeIsUpHoldsNoPlace() {
		ServiceDiscovery seat = seat(3, limits(1, 1));
		hypermesh.answer = new CompletableFuture<>();
		assertThat(failure(seat.resolve(OWN))).hasMessageContaining("did not answer");
		hypermesh.answer = found("hypermesh");
		assertThat(answeredBy(seat.resolve(OWN))).isEqualTo("hypermesh");
		assertThat(hypermesh.answer).isCompleted();
	}

	@Test
	void theLimitNeverCompletesTheOffersOwnFuture() {
		ServiceDiscovery seat = seat(3, limits(1, 1));
		CompletableFuture<Resolution> own = new CompletableFuture<>();
		hypermesh.answer = own;
		failure(seat.resolve(OWN));
		assertThat(own).isNotDone();
	}

	@Test
	void everySeatHasLimits() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SeatLimits(Map.of()));
		for (SeatName seat : SeatName.values()) {
			assertThat(SeatLimits.standard().of(seat)).isNotNull();
		}
	}

	private ServiceDiscovery seat(int phase, Limits names) {
		Map<SeatName, Limits> limits = new EnumMap<>(SeatLimits.standard().bySeat());
		limits.put(SeatName.DISCOVERY, names);
		Seats seats = new Seats(new Name("test.internal"), new PreviousValid(directory.resolve("accepted"), clock),
				new Guards(Guards.Registries.with(CircuitBreakerRegistry.ofDefaults()), timer, new SplittableRandom(7)),
				new SeatLimits(limits), clock);
		seats.bind(List.of(traditional.offer(), hypermesh.offer()));
		seats.seat(TestTables.shipped().row(phase));
		return seats.initializer().discovery();
	}

	private static Limits limits(int attempts, int atOnce) {
		return new Limits(QUESTION, WORK, attempts, Duration.ofMillis(200), Duration.ofSeconds(1),
				new Limits.Breaker(20, 50, Duration.ofSeconds(5), 3), atOnce);
	}

	private String answeredBy(CompletionStage<Resolution> stage) {
		return timer.settle(stage).toCompletableFuture().join().answeredBy();
	}

	private Throwable failure(CompletionStage<?> stage) {
		return SeatsTests.failureOf(timer.settle(stage));
	}

	private static CompletableFuture<Resolution> found(String by) {
		return CompletableFuture.completedFuture(new Resolution.NotFound(Duration.ZERO, by));
	}

	/** Answers as written down, then always in the same way. */
	private final class Scripted implements ServiceDiscovery {

		private final String name;

		private final AtomicInteger calls = new AtomicInteger();

		private final List<CompletableFuture<Resolution>> script = new ArrayList<>();

		private @Nullable RuntimeException always;

		private @Nullable CompletableFuture<Resolution> answer;

		private CompletableFuture<Void> registered = CompletableFuture.completedFuture(null);

		private boolean wouldAnswer = true;

		Scripted(String name) {
			this.name = name;
		}

		Offer<ServiceDiscovery> offer() {
			return new Offer<>(name, ServiceDiscovery.class, this,
					() -> wouldAnswer ? Verdict.accepted() : Verdict.unavailable("the test says so"));
		}

		@Override
		public CompletionStage<Resolution> resolve(Name resolved) {
			calls.incrementAndGet();
			if (always != null) {
				return CompletableFuture.failedFuture(always);
			}
			if (!script.isEmpty()) {
				return script.removeFirst();
			}
			return (answer != null) ? answer : CompletableFuture.failedFuture(new UnavailableException("no script"));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			calls.incrementAndGet();
			return (always != null) ? CompletableFuture.failedFuture(always) : registered;
		}

	}

}
