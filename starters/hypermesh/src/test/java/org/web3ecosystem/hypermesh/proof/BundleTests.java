package org.web3ecosystem.hypermesh.proof;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spi.consensus.ProofKind.SPACE;
import static org.web3ecosystem.spi.consensus.ProofKind.TIME;
import static org.web3ecosystem.spi.consensus.ProofKind.WORK;

/**
 * Bundles with stake, work and time, and what is no bundle though its parts are right.
 */
class BundleTests {

	private static final Instant NOW = Instant.parse("2026-05-05T12:00:00Z");

	private final List<NodeKey> keys = IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList();

	private final NodeKey key = keys.getFirst();

	private final Genesis genesis = TestFederation.genesis(keys);

	private final Rosters rosters = new Rosters(genesis);

	private final BundleVerifier verifier = new BundleVerifier(genesis, new ProofVerifier(rosters));

	private final OwnChain chain = FixedTime.newChain();

	private TimeSource time = new FixedTime(keys, () -> NOW);

	private Epoch epoch = Epoch.GENESIS;

	private ProofLevel asked = ProofLevel.FOUR;

	private final Prover prover = new Prover(
			key, genesis, new Prover.Sources(() -> Height.GENESIS, () -> epoch, new StakeWitness(),
					question -> time.ask(question), chain, new ProofStatistics(), () -> asked),
			new SecureRandom(), Runnable::run);

	private static Operation operation(int content) {
		byte[] digest = new byte[32];
		digest[0] = (byte) content;
		return new Operation("test.do", digest, true);
	}

	private ProofBundle prove(Operation operation) {
		return prover.prove(operation).toCompletableFuture().join();
	}

	private boolean holds(byte[] encoded, Operation operation) {
		try {
			verifier.verify(encoded, operation, key.id());
			return true;
		}
		catch (ProofException refused) {
			return false;
		}
	}

	@Test
	void aBundleSaysWhenItWasMade() {
		ProofBundle bundle = prove(operation(1));

		assertThat(bundle.present()).containsExactlyInAnyOrder(ProofKind.STAKE, ProofKind.WORK, ProofKind.TIME,
				ProofKind.SPACE);
		assertThat(verifier.verify(bundle.encoded(), operation(1), key.id()).link()).hasValueSatisfying(link -> {
			assertThat(link.moment().midpoint()).isEqualTo(NOW);
			assertThat(link.previous()).isEqualTo(Link.none());
		});
	}

	@Test
	void eachBundleNamesTheOneBefore() {
		Link first = link(prove(operation(1)), operation(1));
		Link second = link(prove(operation(2)), operation(2));

		assertThat(second.number()).isEqualTo(first.number() + 1);
		assertThat(second.previous()).isEqualTo(first.digest());
	}

	private Link link(ProofBundle bundle, Operation operation) {
		return verifier.verify(bundle.encoded(), operation, key.id()).link().orElseThrow();
	}

	/** Every bit of a smaller one is flipped in {@link QuorumProofsContractTests}. */
	@Test
	void aFlippedBitInAnyByteIsRefused() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		byte[] encoded = prove(operation(1)).encoded();
		for (int at = 0; at < encoded.length; at++) {
			byte[] flipped = encoded.clone();
			flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
			assertThat(holds(flipped, operation(1))).as("seed %d byte %d", seed, at).isFalse();
		}
		assertThat(holds(encoded, operation(1))).isTrue();
	}

	/** Even by the prover itself, who can sign what it likes. */
	@Test
	void aProofOfOneBundleIsOfNoUseToAnother() {
		Bundle one = Bundle.decode(prove(operation(1)).encoded());
		Bundle two = Bundle.decode(prove(operation(2)).encoded());
		List<Function<Bundle, Bundle>> moves = List.of(with -> resigned(one, two.claim(), one),
				with -> resigned(two, one.claim(), two), with -> mixed(one, two, WORK), with -> mixed(one, two, TIME),
				with -> mixed(one, two, SPACE), with -> mixed(one, two, TIME, SPACE),
				with -> mixed(two, one, WORK, TIME), with -> mixed(two, one, WORK, TIME, SPACE));

		for (Function<Bundle, Bundle> move : moves) {
			byte[] encoded = move.apply(one).seal().encoded();
			assertThat(holds(encoded, operation(1))).isFalse();
			assertThat(holds(encoded, operation(2))).isFalse();
		}
		assertThat(holds(mixed(one, two).seal().encoded(), operation(1))).isTrue();
	}

	private Bundle resigned(Bundle place, Claim claim, Bundle proofs) {
		return sign(new Bundle(claim, place.place(), key.publicKey().getEncoded(), proofs.proofs(), new byte[64]));
	}

	/**
	 * @param moved which are of the other
	 */
	private Bundle mixed(Bundle one, Bundle two, ProofKind... moved) {
		Set<ProofKind> kinds = Set.of(moved);
		return sign(new Bundle(one.claim(), one.place(), one.proverKey(),
				new Bundle.Proofs((kinds.contains(WORK) ? two : one).proofs().work(), one.proofs().stake(),
						(kinds.contains(TIME) ? two : one).proofs().time(),
						(kinds.contains(SPACE) ? two : one).proofs().space()),
				new byte[64]));
	}

	private Bundle sign(Bundle bundle) {
		return Bundle.sign(bundle.claim(), new Batch(List.of(operation(1))), 1, bundle.proofs(), key).getFirst();
	}

	@Test
	void aCriticalOperationWithoutSpaceIsRefused() {
		Bundle whole = Bundle.decode(prove(operation(1)).encoded());
		Bundle bare = sign(new Bundle(whole.claim(), whole.place(), whole.proverKey(), new Bundle.Proofs(
				whole.proofs().work(), whole.proofs().stake(), whole.proofs().time(), Optional.empty()), new byte[64]));

		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> verifier.verify(bare.seal().encoded(), operation(1), key.id()))
			.withMessageContaining("space proof");
	}

	/** What it is worth is said by the ledger, which knows what was ordered. */
	@Test
	void whatABundleDoesWithoutIsNamed() {
		asked = ProofLevel.THREE;
		ProofBundle bundle = prove(operation(1));

		assertThat(bundle.present()).containsExactlyInAnyOrder(ProofKind.STAKE, ProofKind.TIME, ProofKind.SPACE);
		assertThat(verifier.examine(bundle.encoded(), operation(1), key.id()).waiver()).hasValueSatisfying(waiver -> {
			assertThat(waiver.proofs()).containsExactly(WORK);
			assertThat(waiver.holdsAt(ProofLevel.FOUR)).isFalse();
			assertThat(waiver.holdsAt(ProofLevel.THREE)).isTrue();
			assertThat(waiver.holdsAt(ProofLevel.TWO)).isTrue();
		});
		assertThat(holds(bundle.encoded(), operation(1))).as("where four are asked for").isFalse();
	}

	@Test
	void insteadOfWorkThereIsStakeAndTimeWhateverTheOperation() {
		Operation plain = new Operation("test.do", new byte[32], false);
		asked = ProofLevel.THREE;
		Bundle whole = Bundle.decode(prove(plain).encoded());
		Bundle.Proofs proofs = whole.proofs();
		assertThat(proofs.work()).isEmpty();

		for (Bundle.Proofs less : List.of(
				new Bundle.Proofs(Optional.empty(), Optional.empty(), proofs.time(), proofs.space()),
				new Bundle.Proofs(Optional.empty(), proofs.stake(), Optional.empty(), Optional.empty()))) {
			Bundle bare = Bundle.sign(whole.claim(), new Batch(List.of(plain)), 1, less, key).getFirst();
			assertThatExceptionOfType(ProofException.class)
				.isThrownBy(() -> verifier.examine(bare.seal().encoded(), plain, key.id()))
				.withMessageContaining("no work proof");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "validator.approve", "conduct.accuse", "certificates.anchor" })
	void whatDecidesAboutTheFederationIsNeverDoneWithout(String kind) {
		asked = ProofLevel.THREE;
		Bundle whole = Bundle.decode(prove(operation(1)).encoded());
		Operation approval = new Operation(kind, operation(1).digest(), true);
		assertThat(prove(approval).present()).hasSize(4);
		Claim claim = whole.claim();
		Claim moved = new Claim(claim.chainId(), claim.epoch(), new Batch(List.of(approval)).root(), claim.prover(),
				claim.nonce(), claim.after(), claim.number(), claim.previous());
		Bundle bare = Bundle.sign(moved, new Batch(List.of(approval)), 1, whole.proofs(), key).getFirst();

		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> verifier.examine(bare.seal().encoded(), approval, key.id()))
			.withMessageContaining("no work proof")
			.as("it is not for what is wrong besides")
			.withNoCause();
	}

	@Test
	void whereTwoAreAskedForNobodyNeedsAPlot() {
		time = question -> CompletableFuture.completedFuture(new Attested(new TimeProof(keys.stream()
			.map(member -> Attestation.sign(question, NOW, Duration.ofMillis(500), member))
			.sorted((x, y) -> x.signer().compareTo(y.signer()))
			.toList()), Optional.empty()));
		asked = ProofLevel.TWO;
		FourProofs proofs = new FourProofs(Mode.MANDATORY, new FourProofs.Shared(prover, verifier, () -> Height.GENESIS,
				Runnable::run, new ProofStatistics(), () -> asked));

		ProofBundle bundle = proofs.prove(operation(1)).toCompletableFuture().join();

		assertThat(bundle.present()).containsExactlyInAnyOrder(ProofKind.STAKE, ProofKind.TIME);
		assertThat(judge(proofs(Mode.MANDATORY), bundle, operation(1))).isInstanceOf(Verdict.Rejected.class);
		assertThat(judge(proofs, bundle, operation(1))).isEqualTo(Verdict.accepted());
	}

	@Test
	void whatDoesNotComeAboutWithoutWorkIsTriedWithIt() {
		TimeSource members = time;
		time = question -> question.work() == TimeQuestion.NO_WORK
				? CompletableFuture.failedFuture(new UnavailableException("the question shows no work"))
				: members.ask(question);
		asked = ProofLevel.THREE;

		assertThat(prove(operation(1)).present()).hasSize(4);
	}

	@Test
	void whileNoPlotIsShownOnlyWhatMustBeIsHeldUp() {
		time = question -> CompletableFuture.completedFuture(new Attested(new TimeProof(keys.stream()
			.map(member -> Attestation.sign(question, NOW, Duration.ofMillis(500), member))
			.sorted((x, y) -> x.signer().compareTo(y.signer()))
			.toList()), Optional.empty()));
		Operation plain = new Operation("test.do", new byte[32], false);
		Operation plot = new Operation(PlotModule.REGISTER, new byte[32], false);

		assertThat(prover.prove(operation(1)).toCompletableFuture()).isCompletedExceptionally();
		assertThat(proofs(Mode.MANDATORY).prove(plain).toCompletableFuture()).isCompletedExceptionally();
		ProofBundle bundle = proofs(Mode.QUORUM).prove(plain).toCompletableFuture().join();
		assertThat(judge(proofs(Mode.QUORUM), bundle, plain)).isEqualTo(Verdict.accepted());
		assertThat(judge(proofs(Mode.MANDATORY), bundle, plain).reason()).contains("space proof");
		ProofBundle registering = proofs(Mode.MANDATORY).prove(plot).toCompletableFuture().join();
		assertThat(judge(proofs(Mode.MANDATORY), registering, plot)).isEqualTo(Verdict.accepted());
	}

	@Test
	void theSignedBodyOfOneAndThePlaceOfAnotherAreNone() {
		List<Bundle> bundles = new ArrayList<>();
		IntStream.range(1, 3).forEach(i -> bundles.add(Bundle.decode(prove(operation(i)).encoded())));
		Bundle one = bundles.get(0);
		Bundle two = bundles.get(1);
		Bundle mixed = new Bundle(one.claim(), one.place(), one.proverKey(), one.proofs(), two.signature());

		assertThat(holds(mixed.seal().encoded(), operation(1))).isFalse();
		assertThat(holds(mixed.seal().encoded(), operation(2))).isFalse();
	}

	@Test
	void aForeignChainIsRefused() {
		Genesis other = new Genesis(new ChainId("local-fedcba9876543210"), genesis.federation(), genesis.zone(),
				genesis.createdAt(), genesis.protocolVersion(), genesis.modules(), genesis.validators(),
				genesis.root());
		ProofBundle bundle = new Prover(key, other, new FixedTime(keys, () -> NOW).sources(new StakeWitness()),
				new SecureRandom(), Runnable::run)
			.prove(operation(1))
			.toCompletableFuture()
			.join();

		assertThat(holds(bundle.encoded(), operation(1))).isFalse();
	}

	@Test
	void anOldEpochIsRefused() {
		FourProofs proofs = proofs(Mode.MANDATORY);
		ProofBundle old = prove(operation(1));
		ProofBundle late = prove(operation(2));
		learn(1);
		assertThat(judge(proofs, late, operation(2))).isEqualTo(Verdict.accepted());
		learn(2);
		assertThat(judge(proofs, old, operation(1))).isInstanceOf(Verdict.Rejected.class);
		epoch = new Epoch(3);
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> verifier.verify(prove(operation(3)).encoded(), operation(3), key.id()))
			.withMessageContaining("epoch 3");
	}

	private void learn(long number) {
		EpochRoster next = new EpochRoster(genesis.chainId(), new Epoch(number), Roster.of(genesis),
				Genesis.PROTOCOL_VERSION);
		rosters.learn(new Handover(next,
				keys.stream().map(next::sign).sorted((a, b) -> a.signer().compareTo(b.signer())).toList()));
	}

	private FourProofs proofs(Mode mode) {
		return new FourProofs(mode,
				new FourProofs.Shared(prover, verifier, () -> Height.GENESIS, Runnable::run, new ProofStatistics()));
	}

	private Verdict judge(FourProofs proofs, ProofBundle bundle, Operation operation) {
		return proofs.validate(bundle, operation, key.id()).toCompletableFuture().join();
	}

	@Test
	void whileNobodySaysTheTimeOnlyWhatMustBeIsHeldUp() {
		time = question -> CompletableFuture.failedFuture(new UnavailableException("only 1 of 4 members"));
		Operation plain = new Operation("test.do", new byte[32], false);

		assertThat(prover.prove(operation(1)).toCompletableFuture()).isCompletedExceptionally();
		assertThat(proofs(Mode.MANDATORY).prove(plain).toCompletableFuture()).isCompletedExceptionally();
		for (Mode mode : List.of(Mode.OBSERVE, Mode.QUORUM)) {
			ProofBundle bundle = proofs(mode).prove(plain).toCompletableFuture().join();
			assertThat(bundle.present()).doesNotContain(ProofKind.TIME);
			assertThat(judge(proofs(mode), bundle, plain)).isEqualTo(Verdict.accepted());
			assertThat(judge(proofs(Mode.MANDATORY), bundle, plain)).isInstanceOf(Verdict.Rejected.class);
		}
		assertThat(prover.timeless()).hasValueSatisfying(why -> assertThat(why).contains("only 1 of 4"));
	}

	@Test
	void aCriticalOperationWithoutTheTimeIsRefused() {
		Bundle whole = Bundle.decode(prove(operation(1)).encoded());
		Bundle bare = Bundle
			.sign(whole.claim(), new Batch(List.of(operation(1))), 1,
					new Bundle.Proofs(whole.proofs().work(), whole.proofs().stake(), Optional.empty(),
							Optional.empty()),
					key)
			.getFirst();

		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> verifier.verify(bare.seal().encoded(), operation(1), key.id()))
			.withMessageContaining("time proof");
	}

	@Test
	void anyBytesAreRefused() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		byte[] right = prove(operation(1)).encoded();
		for (int i = 0; i < 2_000; i++) {
			byte[] bytes = random.nextBoolean() ? new byte[random.nextInt(Bundle.MAX_BYTES)] : right.clone();
			for (int change = random.nextInt(1, 20); change > 0 && bytes.length > 0; change--) {
				bytes[random.nextInt(bytes.length)] += (byte) random.nextInt(1, 256);
			}
			assertThat(Arrays.equals(bytes, right) || !holds(bytes, operation(1))).as("seed %d", seed).isTrue();
		}
	}

}
