package org.web3ecosystem.hypermesh.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.plot.Plot;
import org.web3ecosystem.hypermesh.plot.PlotFile;
import org.web3ecosystem.hypermesh.plot.PlotState;
import org.web3ecosystem.hypermesh.plot.TestPlots;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Where an operation enters: what members sign, and what they do not. */
class SpaceProofTests {

	private final TestFederation federation = new TestFederation(4).start();

	private final ChainId chain = federation.genesis().chainId();

	private final AtomicLong nanos = new AtomicLong();

	private final Random random = new Random(11);

	private final NodeId node = federation.member(0).node().id();

	private final PlotFile plot = TestPlots.of(chain, node);

	private Optional<Plot> registered = Optional.of(plot.plot());

	private final Attester attester = attester(1);

	private final TimeQuestion question = question((byte) 1);

	@AfterEach
	void close() {
		federation.close();
	}

	private Attester attester(int member) {
		return new Attester(federation.member(member).node().key(), federation.genesis(), () -> Epoch.GENESIS,
				federation.clock(), Duration.ofMillis(500), new Nonces(random, nanos::get),
				id -> registered.filter(known -> known.owner().equals(id)));
	}

	private TimeQuestion question(byte first) {
		byte[] claim = new byte[32];
		claim[0] = first;
		return new TimeQuestion(chain, Epoch.GENESIS, claim,
				WorkProof.find(claim, GenesisState.workBits(federation.genesis())));
	}

	private static List<Nonce> ordered(Nonce... nonces) {
		return Arrays.stream(nonces).sorted(Comparator.comparing(Nonce::member)).toList();
	}

	private Showing.Request shown(TimeQuestion asked, PlotFile file, List<Nonce> nonces) {
		return shown(asked, SpaceProof.show(file, asked.claim(), Nonce.challenge(nonces)), nonces);
	}

	private static Showing.Request shown(TimeQuestion asked, SpaceProof proof, List<Nonce> nonces) {
		return new Showing.Request(asked, Optional.of(new Showing(proof, nonces)));
	}

	private void refused(NodeId caller, Showing.Request request, String why) {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> attester.attest(caller, request))
			.withMessageContaining(why);
	}

	@Test
	void whatIsShownInTimeIsSignedTogetherWithTheTime() {
		Showing.Request request = shown(question, plot, ordered(attester.nonce(node, question)));

		Attestation attestation = attester.attest(node, Showing.Request.decode(request.encode()));

		Rosters rosters = new Rosters(federation.genesis());
		assertThat(attestation.isSigned(request.attested(), rosters.roster(Epoch.GENESIS).orElseThrow())).isTrue();
		assertThat(attestation.isSigned(question, rosters.roster(Epoch.GENESIS).orElseThrow())).isFalse();
	}

	@Test
	void aStaleNonceIsRefused() {
		Showing.Request request = shown(question, plot, ordered(attester.nonce(node, question)));

		nanos.addAndGet(Nonces.FRESH.minus(Nonces.SLOT).toNanos());
		assertThat(attester.attest(node, request)).isNotNull();
		nanos.addAndGet(Nonces.SLOT.toNanos());
		refused(node, request, "fresh");
	}

	@Test
	void aNonceOfAnotherClaimOrMemberOrNoneIsRefused() {
		Nonce foreign = attester(2).nonce(node, question);

		refused(node, shown(question, plot, ordered(attester.nonce(node, question((byte) 2)))), "fresh");
		refused(node, shown(question, plot, ordered(foreign)), "fresh");
		refused(node, shown(question, plot, List.of()), "fresh");
		refused(node, shown(question, plot, ordered(new Nonce(federation.member(1).node().id(), foreign.value()))),
				"fresh");
		assertThat(attester.attest(node, shown(question, plot, ordered(attester.nonce(node, question), foreign))))
			.isNotNull();
	}

	@Test
	void aChallengeThatTheProverChoseIsRefused() {
		List<Nonce> nonces = ordered(attester.nonce(node, question));
		SpaceProof chosen = SpaceProof.show(plot, question.claim(), new byte[32]);

		refused(node, shown(question, chosen, nonces), "what the nonces come to");
		refused(node, shown(question, new SpaceProof(chosen.plot(), Nonce.challenge(nonces), chosen.opening()), nonces),
				"does not hold");
		refused(node,
				shown(question, SpaceProof.show(plot, question((byte) 2).claim(), Nonce.challenge(nonces)), nonces),
				"does not hold");
	}

	@Test
	void anotherNodesPlotIsRefused() {
		List<Nonce> nonces = ordered(attester.nonce(node, question));
		NodeId other = federation.member(2).node().id();

		refused(other, shown(question, plot, nonces), "not that of the node that asks");
		refused(node, shown(question, TestPlots.of(chain, other), nonces), "not that of the node that asks");
	}

	@Test
	void aPlotThatIsNotTheRegisteredOneIsRefused() {
		List<Nonce> nonces = ordered(attester.nonce(node, question));
		Showing.Request request = shown(question, plot, nonces);
		for (Optional<Plot> known : List.of(Optional.<Plot>empty(), Optional.of(new Plot(node, 6, new byte[32])),
				Optional.of(new Plot(node, 7, plot.plot().root())))) {
			registered = known;
			refused(node, request, "not registered");
		}
		registered = Optional.of(new Plot(node, 6, new byte[32]));
		SpaceProof real = SpaceProof.show(plot, question.claim(), Nonce.challenge(nonces));
		refused(node, shown(question, new SpaceProof(registered.get(), real.challenge(), real.opening()), nonces),
				"does not hold");
	}

	@Test
	void aNonceIsTheSameForAWhile() {
		Nonce first = attester.nonce(node, question);
		assertThat(attester.nonce(node, question).value()).isEqualTo(first.value());
		nanos.addAndGet(Nonces.SLOT.toNanos());
		assertThat(attester.nonce(node, question).value()).isNotEqualTo(first.value());
		assertThat(attester(1).nonce(node, question).value()).isNotEqualTo(first.value());
	}

	@Test
	void aProofIsOfOneChainAndClaimAndEveryBitCounts() {
		SpaceProof proof = SpaceProof.show(plot, question.claim(), new byte[32]);
		proof.verify(chain, question.claim());
		byte[] encoded = proof.encode();
		for (int bit = 0; bit < 8 * encoded.length; bit++) {
			byte[] flipped = encoded.clone();
			flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
			assertThat(holds(flipped)).as("bit %d", bit).isFalse();
		}
		for (int length = 0; length < encoded.length; length++) {
			assertThat(holds(Arrays.copyOf(encoded, length))).isFalse();
		}
		assertThat(holds(Arrays.copyOf(encoded, encoded.length + 1))).isFalse();
		assertThat(holds(encoded)).isTrue();
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> proof.verify(new ChainId("local-fedcba9876543210"), question.claim()));
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> proof.verify(chain, question((byte) 2).claim()));
	}

	private boolean holds(byte[] encoded) {
		try {
			SpaceProof.fromCbor(Cbor.decode(encoded, SpaceProof.MAX_BYTES)).verify(chain, question.claim());
			return true;
		}
		catch (CborException | ProofException refused) {
			return false;
		}
	}

	@Test
	void hostileRequestsAreRefused() {
		List<byte[]> hostile = new ArrayList<>(List.of(new byte[0], new byte[] { 1 }, Cbor.struct().encode(),
				new byte[Showing.Request.MAX_BYTES], new byte[Showing.Request.MAX_BYTES + 1], question.encode()));
		byte[] right = shown(question, plot, ordered(attester.nonce(node, question))).encode();
		hostile.add(Arrays.copyOf(right, right.length + 1));
		for (int length = 0; length < right.length; length++) {
			hostile.add(Arrays.copyOf(right, length));
		}
		TimeHandler handler = new TimeHandler(attester, () -> true);
		for (int i = 0; i < hostile.size(); i++) {
			byte[] bytes = hostile.get(i);
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> Showing.Request.decode(bytes));
			if (i < TimeHandler.PER_SECOND) {
				assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> handler.handle(node, bytes));
			}
		}
		Nonce one = attester.nonce(node, question);
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> Nonce.fromCbor(Collections.nCopies(101, one.toCbor())));
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> Nonce.fromCbor(Collections.nCopies(2, one.toCbor())));
	}

	@Test
	void whoIsNoMemberGivesNoNonce() {
		NonceHandler handler = new NonceHandler(attester, () -> false);
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> handler.handle(node, question.encode()));
		NonceHandler member = new NonceHandler(attester, () -> true);
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> member.handle(node, new byte[] { 1 }));
	}

	private Members members(Members.Asking asking, Duration patience) {
		Member self = federation.member(0);
		return new Members(node, self.attester(), new Rosters(federation.genesis()), asking, patience,
				() -> new PlotState.Ready(plot), new ProofStatistics());
	}

	private Members.Asking honest() {
		return (member, method, request, deadline) -> {
			Member asked = federation.members()
				.stream()
				.filter(each -> each.node().id().equals(member.id()))
				.findFirst()
				.orElseThrow();
			return method.equals(NonceHandler.METHOD)
					? new NonceHandler(asked.attester(), () -> true).handle(node, request)
					: new TimeHandler(asked.attester(), () -> true).handle(node, request);
		};
	}

	@Test
	void oneQuestionGivesTimeAndSpace() {
		Members members = members(honest(), Duration.ofSeconds(2));

		Attested attested = members.ask(question).toCompletableFuture().join();

		assertThat(attested.space()).isPresent();
		assertThat(attested.time().attestations()).hasSizeBetween(3, 4);
		Attested.decode(attested.encode()).check(question, new Rosters(federation.genesis()));
		assertThat(members.spaceless()).isEmpty();
		Attested bare = new Attested(attested.time(), Optional.empty());
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> bare.check(question, new Rosters(federation.genesis())));
	}

	@Test
	void whoGivesANonceAndThenAttestsNothingHoldsNobodyUp() {
		AtomicInteger withheld = new AtomicInteger();
		Members.Asking honest = honest();
		Members.Asking withholding = (member, method, request, deadline) -> {
			if (member.name().equals("node4") && method.equals(TimeHandler.METHOD)) {
				withheld.incrementAndGet();
				return new CompletableFuture<>();
			}
			// the third is late with its nonce, so the first try counts on the fourth
			return member.name().equals("node3") && method.equals(NonceHandler.METHOD) && withheld.get() == 0
					? new CompletableFuture<>() : honest.ask(member, method, request, deadline);
		};

		Attested attested = members(withholding, Duration.ofSeconds(2)).ask(question).toCompletableFuture().join();

		assertThat(attested.space()).isPresent();
		assertThat(withheld).hasValue(1);
	}

	@Test
	void whenNobodyKnowsThePlotTheTimeIsProvenAlone() {
		Members.Asking honest = honest();
		Members.Asking refusing = (member, method, request, deadline) -> {
			Showing.Request asked = method.equals(TimeHandler.METHOD) ? Showing.Request.decode(request)
					: Showing.Request.of(question);
			return asked.showing().isPresent()
					? CompletableFuture.failedFuture(new RejectedException("the plot shown is not registered"))
					: honest.ask(member, method, request, deadline);
		};
		Members members = members(refusing, Duration.ofSeconds(1));

		Attested attested = members.ask(question).toCompletableFuture().join();

		assertThat(attested.space()).isEmpty();
		assertThat(members.spaceless()).hasValueSatisfying(why -> assertThat(why).contains("not registered"));
	}

	@Test
	void aStrangersKeyHasNoPlotOfItsOwn() {
		NodeId stranger = NodeKey.generate().id();
		registered = Optional.empty();
		refused(stranger, shown(question, TestPlots.of(chain, stranger), ordered(attester.nonce(node, question))),
				"not registered");
	}

}
