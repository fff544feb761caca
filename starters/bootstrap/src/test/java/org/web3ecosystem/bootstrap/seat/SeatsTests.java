package org.web3ecosystem.bootstrap.seat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.bootstrap.ManualClock;
import org.web3ecosystem.bootstrap.ManualTimer;
import org.web3ecosystem.bootstrap.TestTables;
import org.web3ecosystem.bootstrap.guard.Guards;
import org.web3ecosystem.bootstrap.table.PhaseTable;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.Stopgap;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.transport.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SeatsTests {

	private static final Name OWN = new Name("node1.node.test.internal");

	private static final Name FOREIGN = new Name("example.com");

	@TempDir
	Path directory;

	private final PhaseTable table = TestTables.shipped();

	private final ManualClock clock = new ManualClock();

	private final ManualTimer timer = new ManualTimer(clock);

	private final Answerer traditional = new Answerer("traditional");

	private final Answerer hypermesh = new Answerer("hypermesh");

	private Seats seats;

	private ServiceDiscovery discovery;

	@BeforeEach
	void bind() {
		seats = new Seats(new Name("test.internal"), new PreviousValid(directory.resolve("accepted"), clock),
				new Guards(Guards.Registries.with(CircuitBreakerRegistry.ofDefaults()), timer, new SplittableRandom(1)),
				SeatLimits.standard(), clock);
		discovery = seats.initializer().discovery();
	}

	@Test
	void aCallBeforeAnyoneSitsFailsAsUnavailable() {
		assertThat(failure(discovery.resolve(OWN))).isInstanceOf(UnavailableException.class);
		assertThat(failure(seats.initializer().transport().connect(null, Duration.ofSeconds(1))))
			.isInstanceOf(TransportException.Unreachable.class);
	}

	@Test
	void theFirstOfferAnswersAlone() {
		sit(1);
		assertThat(answeredBy(OWN)).isEqualTo("traditional");
		assertThat(hypermesh.calls).hasValue(0);
		assertThat(seats.fallbacks()).isEmpty();
	}

	@Test
	void onlyUnavailabilityMovesOn() {
		sit(1);
		traditional.failure = new UnavailableException("gone");
		assertThat(answeredBy(OWN)).isEqualTo("hypermesh");
		traditional.failure = new RejectedException("no");
		assertThat(failure(discovery.resolve(OWN))).isInstanceOf(RejectedException.class);
		traditional.failure = new IllegalStateException("a bug");
		assertThat(failure(discovery.resolve(OWN))).isInstanceOf(IllegalStateException.class);
		assertThat(hypermesh.calls).hasValue(1);
	}

	@Test
	void anOfferThatThrowsInsteadOfFailingIsTreatedTheSame() {
		sit(1);
		traditional.thrown = new UnavailableException("gone");
		assertThat(answeredBy(OWN)).isEqualTo("hypermesh");
	}

	@Test
	void anotherOnesAnswerIsAnActiveFallbackUntilTheFirstAnswersAgain() {
		sit(1);
		traditional.failure = new UnavailableException("gone");
		discovery.resolve(OWN);
		assertThat(seats.fallbacks()).singleElement().satisfies(fallback -> {
			assertThat(fallback.seat()).isEqualTo(SeatName.DISCOVERY);
			assertThat(fallback.offer()).isEqualTo("hypermesh");
			assertThat(fallback.instead()).isEqualTo("traditional");
			assertThat(fallback.reason()).isEqualTo("gone");
			assertThat(fallback.since()).isEqualTo(clock.instant());
		});
		traditional.failure = null;
		clock.forward(Duration.ofSeconds(2));
		discovery.resolve(OWN);
		assertThat(seats.fallbacks()).isEmpty();
		clock.forward(Duration.ofSeconds(7));
		assertThat(seats.withoutFallback(clock.instant().minusSeconds(100), clock.instant()))
			.isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void aFirstOfferThatSaysItWouldNotAnswerIsAFallbackWithoutAnyCall() {
		sit(1);
		traditional.wouldAnswer = false;
		assertThat(seats.look().get(SeatName.DISCOVERY).isEmpty()).isFalse();
		assertThat(seats.fallbacks()).hasSize(1);
		traditional.wouldAnswer = true;
		seats.look();
		assertThat(seats.fallbacks()).as("one answer is not yet calm").hasSize(1);
		clock.forward(Duration.ofSeconds(5));
		seats.look();
		assertThat(seats.fallbacks()).isEmpty();
	}

	@Test
	void aFirstOfferThatMakesDoIsAFallbackThoughItAnswers() {
		traditional.stopgap = Optional.of(new Stopgap("by post", "by wire", "the wire is cut"));
		sit(1);
		seats.look();
		discovery.resolve(OWN);
		assertThat(seats.fallbacks()).singleElement()
			.hasToString("discovery: by post answers instead of by wire: the wire is cut");
		assertThat(seats.withoutFallback(clock.instant(), clock.instant().plusSeconds(9))).isZero();
		traditional.stopgap = Optional.empty();
		seats.look();
		assertThat(seats.fallbacks()).isEmpty();
	}

	@Test
	void anothersCompetenceIsNoFallback() {
		sit(1);
		traditional.failure = new OutsideCompetenceException("not mine");
		assertThat(answeredBy(OWN)).isEqualTo("hypermesh");
		assertThat(seats.fallbacks()).isEmpty();
	}

	@Test
	void questionsOutsideItsCompetenceDoNotBreakAnOffer() {
		sit(0);
		traditional.failure = new OutsideCompetenceException("not mine");
		for (int i = 0; i < 100; i++) {
			discovery.resolve(OWN);
		}
		traditional.failure = null;
		assertThat(answeredBy(OWN)).isEqualTo("traditional");
	}

	@Test
	void foreignNamesAreNeverForTheFederation() {
		sit(2);
		assertThat(answeredBy(OWN)).isEqualTo("hypermesh");
		assertThat(answeredBy(FOREIGN)).isEqualTo("traditional");
		assertThat(seats.fallbacks()).isEmpty();
		seats.seat(table.row(3));
		assertThat(failure(discovery.resolve(FOREIGN))).isInstanceOf(UnavailableException.class);
		assertThat(hypermesh.calls).hasValue(1);
	}

	@Test
	void afterTwentyFailuresTheBreakerSparesTheOffer() {
		sit(1);
		traditional.failure = new UnavailableException("gone");
		for (int i = 0; i < 30; i++) {
			assertThat(answeredBy(OWN)).isEqualTo("hypermesh");
		}
		assertThat(traditional.calls).hasValue(20);
		assertThat(seats.look().get(SeatName.DISCOVERY).offers().get("traditional"))
			.isInstanceOf(Verdict.Unavailable.class);
	}

	@Test
	void namesOfOthersThatNobodyAnswersForDoNotSpareTheOffer() {
		sit(1);
		traditional.failure = new ForeignTroubleException("silence");
		for (int i = 0; i < 50; i++) {
			assertThat(failure(discovery.resolve(FOREIGN))).isInstanceOf(ForeignTroubleException.class);
		}
		traditional.failure = null;
		assertThat(answeredBy(FOREIGN)).isEqualTo("traditional");
		assertThat(answeredBy(OWN)).isEqualTo("traditional");
	}

	@Test
	void anOfferThatSaysItWouldNotAnswerAnswersAsSoonAsItSaysItWould() {
		sit(1);
		traditional.failure = new UnavailableException("starting");
		traditional.wouldAnswer = false;
		for (int i = 0; i < 30; i++) {
			assertThat(answeredBy(OWN)).isEqualTo("hypermesh");
		}
		traditional.failure = null;
		traditional.wouldAnswer = true;
		assertThat(answeredBy(OWN)).isEqualTo("traditional");
	}

	@Test
	void whenAllAreUnavailableTheCallerLearnsWhy() {
		sit(1);
		traditional.failure = new UnavailableException("first reason");
		hypermesh.failure = new UnavailableException("second reason");
		assertThat(failure(discovery.resolve(OWN))).isInstanceOf(UnavailableException.class)
			.hasMessageContaining("first reason");
	}

	@Test
	void aCallThatBeganBeforeASwitchEndsAsItBegan() {
		sit(0);
		CompletableFuture<Resolution> pending = new CompletableFuture<>();
		traditional.answer = pending;
		CompletionStage<Resolution> call = discovery.resolve(OWN);
		seats.seat(table.row(3));
		pending.complete(new Resolution.NotFound(Duration.ZERO, "traditional"));
		assertThat(call.toCompletableFuture().join().answeredBy()).isEqualTo("traditional");
	}

	@Test
	void aCallWhoseOffersWereGoneAfterASwitchBeginsOnceMore() {
		sit(0);
		CompletableFuture<Resolution> pending = new CompletableFuture<>();
		traditional.answer = pending;
		CompletionStage<Resolution> call = discovery.resolve(OWN);
		seats.seat(table.row(3));
		pending.completeExceptionally(new UnavailableException("closed by the switch"));
		assertThat(call.toCompletableFuture().join().answeredBy()).isEqualTo("hypermesh");
	}

	@Test
	void aSwitchTellsWhichSeatsChangedHands() {
		seats.bind(offers());
		assertThat(seats.seat(table.row(0))).isEqualTo(Map.of(SeatName.DISCOVERY, List.of("traditional")));
		assertThat(seats.seat(table.row(0))).isEmpty();
		assertThat(seats.seat(table.row(2))).isEqualTo(Map.of(SeatName.DISCOVERY, List.of("hypermesh", "traditional")));
		assertThat(seats.widenedBy(table.row(3))).isEmpty();
		seats.seat(table.row(3));
		assertThat(seats.widenedBy(table.row(2))).containsExactly(SeatName.DISCOVERY);
	}

	@Test
	void anOfferThatIsNotHereLeavesItsSeatEmpty() {
		seats.bind(offers());
		seats.seat(table.row(3));
		Occupancy consensus = seats.look().get(SeatName.CONSENSUS);
		assertThat(consensus.isEmpty()).isTrue();
		assertThat(consensus.describe()).isEqualTo("mandatory is not part of this process");
		seats.seat(table.row(0));
		assertThat(seats.look().get(SeatName.CONSENSUS).isVacant()).isTrue();
		assertThat(seats.look().get(SeatName.CONSENSUS).isEmpty()).isFalse();
	}

	@Test
	void twoOffersOfOneNameAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> seats.bind(List.of(traditional.offer(), new Answerer("traditional").offer())))
			.withMessageContaining("'traditional'");
	}

	private void sit(int phase) {
		seats.bind(offers());
		seats.seat(table.row(phase));
	}

	private List<Offer<?>> offers() {
		return new ArrayList<>(List.of(traditional.offer(), hypermesh.offer()));
	}

	private String answeredBy(Name name) {
		return timer.settle(discovery.resolve(name)).toCompletableFuture().join().answeredBy();
	}

	private Throwable failure(CompletionStage<?> stage) {
		return failureOf(timer.settle(stage));
	}

	static Throwable failureOf(CompletionStage<?> stage) {
		Optional<Throwable> failure = stage.handle((value, thrown) -> Optional.ofNullable(thrown))
			.toCompletableFuture()
			.join();
		assertThat(failure).isPresent();
		return Failures.cause(failure.get());
	}

	/** A discovery that does as the test says. */
	static final class Answerer implements ServiceDiscovery {

		private final String name;

		final AtomicInteger calls = new AtomicInteger();

		volatile @Nullable RuntimeException failure;

		volatile @Nullable RuntimeException thrown;

		volatile @Nullable CompletableFuture<Resolution> answer;

		volatile boolean wouldAnswer = true;

		volatile Optional<Stopgap> stopgap = Optional.empty();

		Answerer(String name) {
			this.name = name;
		}

		Offer<ServiceDiscovery> offer() {
			return new Offer<>(name, ServiceDiscovery.class, this,
					() -> wouldAnswer ? Verdict.accepted() : Verdict.unavailable("the test says so"), () -> stopgap);
		}

		@Override
		public CompletionStage<Resolution> resolve(Name asked) {
			calls.incrementAndGet();
			if (thrown != null) {
				throw thrown;
			}
			if (failure != null) {
				return CompletableFuture.failedFuture(failure);
			}
			return answer != null ? answer
					: CompletableFuture.completedFuture(new Resolution.NotFound(Duration.ZERO, name));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			return CompletableFuture.failedFuture(new UnavailableException("only looks up"));
		}

	}

}
