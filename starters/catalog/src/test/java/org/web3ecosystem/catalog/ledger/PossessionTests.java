package org.web3ecosystem.catalog.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.catalog.Manifests;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.usage.Economy;
import org.web3ecosystem.spi.usage.Economy.Request.Served;

import static org.assertj.core.api.Assertions.assertThat;

/** Holding a blob and proving it. */
class PossessionTests {

	private static final int SIZE = 100 * 1_024 + 5;

	private final ModuleBench bench = new ModuleBench(true);

	private final byte[] bytes = Manifests.bytes(new Random(42), SIZE);

	@BeforeEach
	void publish() {
		bench.publish(bench.alice,
				Manifests.of(bench.alice.id(), "log 1.0.0", List.of(), List.of(Manifests.blob("log.jar", bytes))));
		bench.asked.clear();
	}

	private static void assertRefused(Verdict verdict, String why) {
		assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class,
				rejected -> assertThat(rejected.reason()).contains(why));
	}

	private List<Served> served() {
		return bench.asked.stream().map(Served.class::cast).toList();
	}

	@Test
	void whoShowsTheChunkAskedForBecomesAHolder() {
		assertThat(bench.hold(bench.bob, bytes).isAccepted()).isTrue();

		assertThat(bench.blob(bytes).holders()).extracting(BlobEntry.Holder::node).containsExactly(bench.bob.id());
		assertThat(served()).isEmpty();
	}

	@Test
	void whoOnlySaysSoDoesNot() {
		int asked = bench.challenge().chunk(Manifests.content(bytes), bench.bob.id());
		int other = (asked + 1) % 101;

		assertRefused(
				bench.run(bench.bob,
						new CatalogueCommand.Hold(ModuleBench.evidence(bytes, bench.challenge().number(), other))),
				"not what challenge 1 asks");
		assertRefused(bench.hold(bench.bob, new byte[SIZE]), "no version has the blob");
		assertThat(bench.blob(bytes).holders()).isEmpty();
	}

	@Test
	void timeSinceTheLastProofIsCountedAtMostOneWindow() {
		bench.hold(bench.bob, bytes);
		bench.pass(ModuleBench.WINDOW);
		assertThat(bench.prove(bench.bob, bytes).isAccepted()).isTrue();
		assertThat(served())
			.containsExactly(new Served(bench.bob.id(), SIZE * 60L, Manifests.content(bytes).digest().hex()));

		bench.pass(Duration.ofHours(5));
		assertThat(bench.prove(bench.bob, bytes).isAccepted()).isTrue();
		assertThat(served()).last().extracting(Served::byteSeconds).isEqualTo(SIZE * 60L);
		assertThat(bench.blob(bytes).holder(bench.bob.id()).orElseThrow().byteSeconds()).isEqualTo(2 * SIZE * 60L);
	}

	@Test
	void lessThanAWindowIsCountedAsItWas() {
		bench.pass(Duration.ofSeconds(40));
		bench.hold(bench.bob, bytes);
		bench.pass(Duration.ofSeconds(25));

		assertThat(bench.prove(bench.bob, bytes).isAccepted()).isTrue();
		assertThat(served()).extracting(Served::byteSeconds).containsExactly(SIZE * 25L);
	}

	@Test
	void aChallengeIsAnsweredOnce() {
		bench.hold(bench.bob, bytes);
		assertRefused(bench.prove(bench.bob, bytes), "answered before");
		bench.pass(ModuleBench.WINDOW);
		bench.prove(bench.bob, bytes);

		assertRefused(bench.prove(bench.bob, bytes), "answered before");
		assertThat(served()).hasSize(1);
	}

	@Test
	void anAnswerOfYesterdayIsNoneToday() {
		bench.hold(bench.bob, bytes);
		bench.pass(ModuleBench.WINDOW);
		Evidence old = bench.evidence(bench.bob.id(), bytes);
		bench.pass(ModuleBench.WINDOW);

		assertRefused(bench.run(bench.bob, new CatalogueCommand.Prove(old)), "not what challenge 3 asks");
		assertThat(served()).isEmpty();
	}

	@Test
	void anAnswerComesWithinTheWindowOrNotAtAll() {
		bench.hold(bench.bob, bytes);
		bench.pass(ModuleBench.WINDOW);
		Evidence late = bench.evidence(bench.bob.id(), bytes);
		// no block in between: the federation was quiet
		bench.now = bench.now.plus(ModuleBench.WINDOW);

		assertRefused(bench.run(bench.bob, new CatalogueCommand.Prove(late)), "no challenge is open");
		assertThat(bench.prove(bench.bob, bytes).isAccepted()).isTrue();
	}

	@Test
	void theWrongChunkIsRefusedWithTheRightPathToo() {
		bench.hold(bench.bob, bytes);
		bench.pass(ModuleBench.WINDOW);
		Evidence right = bench.evidence(bench.bob.id(), bytes);
		byte[] flipped = right.bytes();
		flipped[0] ^= 1;

		assertRefused(
				bench.run(bench.bob, new CatalogueCommand.Prove(
						new Evidence(right.content(), right.challenge(), right.chunk(), flipped, right.path()))),
				"not what challenge");
	}

	@Test
	void whoIsNoHolderProvesNothing() {
		bench.hold(bench.alice, bytes);
		bench.pass(ModuleBench.WINDOW);

		assertRefused(bench.prove(bench.bob, bytes), "no holder");
	}

	@Test
	void somebodyElsesAnswerIsNotOnesOwn() {
		bench.hold(bench.alice, bytes);
		bench.hold(bench.bob, bytes);
		// keys are drawn, and now and then both are asked for the same chunk
		do {
			bench.pass(ModuleBench.WINDOW);
		}
		while (asked(bench.alice.id()) == asked(bench.bob.id()));
		Evidence alices = bench.evidence(bench.alice.id(), bytes);

		assertRefused(bench.run(bench.bob, new CatalogueCommand.Prove(alices)), "not what challenge");
	}

	private int asked(NodeId holder) {
		return bench.challenge().chunk(Manifests.content(bytes), holder);
	}

	@Test
	void aProofStandsWhateverTheEconomyHasForIt() {
		bench.hold(bench.bob, bytes);
		bench.pass(ModuleBench.WINDOW);
		bench.economy = request -> Verdict.rejected("nothing left for rewards");

		assertThat(bench.prove(bench.bob, bytes).isAccepted()).isTrue();
		assertThat(served()).isEmpty();
		assertThat(bench.blob(bytes).holder(bench.bob.id()).orElseThrow().byteSeconds()).isEqualTo(SIZE * 60L);
	}

	@Test
	void withoutAnEconomyProofsAreTakenAllTheSame() {
		ModuleBench free = new ModuleBench(false);
		free.publish(free.alice,
				Manifests.of(free.alice.id(), "log 1.0.0", List.of(), List.of(Manifests.blob("log.jar", bytes))));
		free.hold(free.bob, bytes);
		free.pass(ModuleBench.WINDOW);

		assertThat(free.prove(free.bob, bytes).isAccepted()).isTrue();
	}

	@Test
	void holdersAreBounded() {
		for (int i = 0; i < BlobEntry.MAX_HOLDERS; i++) {
			assertThat(bench.hold(NodeKey.generate(), bytes).isAccepted()).isTrue();
		}
		assertRefused(bench.hold(bench.bob, bytes), "16 holders");
	}

	@Test
	void aChallengeStandsForAWindowAndIsOtherThanTheLast() {
		Challenge first = bench.challenge();
		bench.pass(ModuleBench.WINDOW.minusMillis(1));
		assertThat(bench.challenge()).isEqualTo(first);
		bench.pass(Duration.ofMillis(1));

		assertThat(bench.challenge().number()).isEqualTo(first.number() + 1);
		assertThat(bench.challenge().seed()).isNotEqualTo(first.seed());
	}

	@Test
	void everyChunkIsAskedForSometime() {
		Random random = new Random(9);
		Set<Integer> asked = new HashSet<>();
		for (int i = 0; i < 2_000; i++) {
			bench.pass(ModuleBench.WINDOW.plusNanos(random.nextInt(1_000_000)));
			asked.add(bench.challenge().chunk(Manifests.content(bytes), bench.bob.id()));
		}

		assertThat(asked).hasSize(101);
	}

	@Test
	void overAnyHistoryNobodyIsPaidForMoreThanTheTimeThatPassed() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		Instant begun = bench.now;
		bench.hold(bench.bob, bytes);
		for (int i = 0; i < 300; i++) {
			bench.pass(Duration.ofMillis(random.nextInt(90_000)));
			if (random.nextInt(3) > 0) {
				bench.prove(bench.bob, bytes);
			}
		}
		long paid = served().stream().mapToLong(Economy.Request.Served::byteSeconds).sum();

		assertThat(paid).as("seed %d", seed)
			.isPositive()
			.isLessThanOrEqualTo(SIZE * Duration.between(begun, bench.now).toSeconds() + SIZE);
	}

}
