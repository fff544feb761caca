package org.web3ecosystem.hypermesh.proof;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What members' clocks together say, and what they cannot be made to say. */
class TimeProofTests {

	private static final Instant NOW = Instant.parse("2026-05-05T12:00:00Z");

	private static final Duration RADIUS = Duration.ofMillis(500);

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	private final List<NodeKey> keys = IntStream.range(0, 7).mapToObj(i -> NodeKey.generate()).toList();

	private final Genesis genesis = TestFederation.genesis(keys);

	private final Rosters rosters = new Rosters(genesis);

	private final TimeQuestion question = question(genesis.chainId(), Epoch.GENESIS, (byte) 1);

	private static TimeQuestion question(ChainId chain, Epoch epoch, byte claim) {
		byte[] digest = new byte[32];
		digest[0] = claim;
		return new TimeQuestion(chain, epoch, digest, 0);
	}

	private static TimeProof proof(List<Attestation> attestations) {
		return new TimeProof(attestations.stream().sorted(Comparator.comparing(Attestation::signer)).toList());
	}

	private Attestation attestation(int member, Duration off) {
		return Attestation.sign(question, NOW.plus(off), RADIUS, keys.get(member));
	}

	private TimeProof of(int... members) {
		return proof(IntStream.of(members).mapToObj(member -> attestation(member, Duration.ZERO)).toList());
	}

	/** A roster with the weights of a round, and not the genesis document's. */
	private Roster weighed(List<Long> weights) {
		return new Roster(IntStream.range(0, weights.size())
			.mapToObj(i -> new Roster.Member(genesis.validators().get(i), weights.get(i)))
			.toList());
	}

	@Test
	void liarsWithLessThanAThirdMoveNothingBeyondHonestBounds() {
		long seed = new SecureRandom().nextLong();
		Random random = new Random(seed);
		int looked = 0;
		for (int round = 0; round < 5_000; round++) {
			List<Integer> members = new ArrayList<>(
					IntStream.range(0, random.nextInt(4, keys.size() + 1)).boxed().toList());
			Roster roster = weighed(
					members.stream().map(any -> random.nextBoolean() ? 100L : random.nextLong(1, 1_000)).toList());
			Collections.shuffle(members, random);
			List<Integer> liars = liars(members, roster, random);
			List<Attestation> honest = new ArrayList<>();
			List<Attestation> all = new ArrayList<>();
			for (int member : members) {
				Attestation said = said(member, liars.contains(member), random);
				if (TimeProof.isEnough(all.stream().map(Attestation::signer).toList(), roster)
						&& random.nextInt(3) == 0) {
					continue;
				}
				all.add(said);
				if (!liars.contains(member)) {
					honest.add(said);
				}
			}
			Moment moment = proof(all).moment(roster);

			assertThat(moment.earliest()).as("seed %d round %d", seed, round).isBeforeOrEqualTo(NOW);
			assertThat(moment.latest()).as("seed %d round %d", seed, round).isAfterOrEqualTo(NOW);
			assertThat(moment.midpoint()).as("seed %d round %d", seed, round)
				.isBetween(honest.stream().map(Attestation::midpoint).min(Comparator.naturalOrder()).orElseThrow(),
						honest.stream().map(Attestation::midpoint).max(Comparator.naturalOrder()).orElseThrow());
			looked += liars.isEmpty() ? 0 : 1;
		}
		assertThat(looked).isGreaterThan(1_000);
	}

	/** As many as have less than a third of the weight together, the heaviest too. */
	private static List<Integer> liars(List<Integer> members, Roster roster, Random random) {
		List<Integer> liars = new ArrayList<>();
		long weight = 0;
		for (int member : members) {
			long more = weight + roster.members().get(member).weight();
			if (3 * more < roster.weight() && random.nextInt(4) > 0) {
				liars.add(member);
				weight = more;
			}
		}
		return liars;
	}

	/** Not signed, since only what is said counts here. */
	private Attestation said(int member, boolean lies, Random random) {
		Duration off = lies ? Duration.ofMillis(random.nextLong(-1_000_000_000L, 1_000_000_000L))
				: Duration.ofMillis(random.nextLong(-RADIUS.toMillis(), RADIUS.toMillis() + 1));
		Duration radius = lies ? Duration.ofMillis(random.nextLong(1, Attestation.MAX_RADIUS.toMillis())) : RADIUS;
		return new Attestation(keys.get(member).id(), NOW.plus(off), radius, new byte[NodeKey.SIGNATURE_LENGTH]);
	}

	@Test
	void aClockThatIsTenMinutesOffIsOutvoted() {
		TimeProof proof = proof(List.of(attestation(0, TEN_MINUTES), attestation(1, Duration.ZERO),
				attestation(2, Duration.ofMillis(10)), attestation(3, Duration.ofMillis(20)),
				attestation(4, Duration.ofMillis(30))));
		List<NodeId> odd = new ArrayList<>();
		ProofStatistics statistics = new ProofStatistics(odd::add);

		Moment moment = proof.check(question, rosters);
		statistics.attested(proof, moment, keys.getFirst().id());

		assertThat(moment.midpoint()).isEqualTo(NOW.plusMillis(20));
		assertThat(statistics.outvoted()).isOne();
		assertThat(statistics.ownOffset()).contains(TEN_MINUTES.minusMillis(20));
		assertThat(odd).as("by itself").isEmpty();
		statistics.attested(proof, moment, keys.getLast().id());
		assertThat(odd).as("by another").containsExactly(keys.getFirst().id());
	}

	@Test
	void moreThanTwoThirdsOfTheWeightAndThreeMembersMakeOne() {
		assertThat(of(0, 1, 2, 3, 4).check(question, rosters)).isNotNull();
		refused(of(0, 1, 2, 3), question, "two thirds");
		Roster heavy = weighed(List.of(1_000L, 10L, 10L, 10L));
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> of(0, 1).moment(heavy));
		assertThat(of(0, 1, 2).moment(heavy)).isNotNull();
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> of(1, 2, 3).moment(heavy));
	}

	@Test
	void whereThereAreFewerAllOfThemMakeOne() {
		assertThat(of(0).moment(weighed(List.of(100L)))).isNotNull();
		assertThat(of(0, 1).moment(weighed(List.of(100L, 1L)))).isNotNull();
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> of(0).moment(weighed(List.of(100L, 1L))));
	}

	@Test
	void whoHasNoWeightAttestsNothing() {
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> of(0, 1, 2, 3).moment(weighed(List.of(100L, 100L, 100L, 0L))))
			.withMessageContaining("no weight");
		TimeProof stranger = proof(List.of(attestation(0, Duration.ZERO), attestation(1, Duration.ZERO),
				attestation(2, Duration.ZERO), Attestation.sign(question, NOW, RADIUS, NodeKey.generate())));
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> stranger.moment(weighed(List.of(100L, 100L, 100L, 1L))));
	}

	@Test
	void whatWasAttestedForOneClaimIsWorthNothingForAnother() {
		TimeProof proof = of(0, 1, 2, 3, 4);

		refused(proof, question(genesis.chainId(), Epoch.GENESIS, (byte) 2), "signature");
		refused(proof, question(new ChainId("local-fedcba9876543210"), Epoch.GENESIS, (byte) 1), "signature");
		refused(proof, question(genesis.chainId(), new Epoch(1), (byte) 1), "epoch 1");
	}

	private void refused(TimeProof proof, TimeQuestion asked, String why) {
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> proof.check(asked, rosters))
			.withMessageContaining(why);
	}

	@Test
	void aFlippedBitInAnyByteIsRefused() {
		long seed = new SecureRandom().nextLong();
		Random random = new Random(seed);
		byte[] encoded = of(0, 1, 2, 3, 4).encode();
		for (int at = 0; at < encoded.length; at++) {
			byte[] flipped = encoded.clone();
			flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
			assertThat(holds(flipped)).as("seed %d byte %d", seed, at).isFalse();
		}
		assertThat(holds(encoded)).isTrue();
	}

	private boolean holds(byte[] encoded) {
		try {
			TimeProof.decode(encoded).check(question, rosters);
			return true;
		}
		catch (CborException | ProofException refused) {
			return false;
		}
	}

	@Test
	void nobodyCountsTwice() {
		Attestation one = attestation(0, Duration.ZERO);
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> new TimeProof(List.of(one, one)));
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> new TimeProof(List.of()));
	}

	@Test
	void hostileSizesAreRefusedBeforeAnySignature() {
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> TimeProof.decode(new byte[TimeProof.MAX_BYTES + 1]));
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> TimeProof.fromCbor(Collections.nCopies(101, attestation(0, Duration.ZERO).toCbor())));
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> Attestation.sign(question, NOW, Attestation.MAX_RADIUS.plusMillis(1), keys.getFirst()));
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> Attestation.sign(question, Instant.ofEpochMilli(-1), RADIUS, keys.getFirst()));
	}

}
