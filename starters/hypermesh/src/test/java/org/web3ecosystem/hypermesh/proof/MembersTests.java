package org.web3ecosystem.hypermesh.proof;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.plot.PlotState;
import org.web3ecosystem.hypermesh.plot.TestPlots;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The time as members of a federation give it to each other. */
class MembersTests {

	private static final Duration RADIUS = Duration.ofMillis(500);

	private final TestFederation federation = new TestFederation(4).start();

	@AfterEach
	void close() {
		federation.close();
	}

	private TimeQuestion question(ChainId chain, Epoch epoch) {
		byte[] claim = new byte[32];
		return new TimeQuestion(chain, epoch, claim,
				WorkProof.find(claim, GenesisState.workBits(federation.genesis())));
	}

	private TimeQuestion question() {
		return question(federation.genesis().chainId(), Epoch.GENESIS);
	}

	private Attester attester(NodeKey key) {
		return new Attester(key, federation.genesis(), () -> Epoch.GENESIS, federation.clock(), RADIUS,
				new Nonces(new SecureRandom(), System::nanoTime),
				id -> Optional.of(TestPlots.of(federation.genesis().chainId(), id).plot()));
	}

	private LedgerAssets assets(Member member) {
		return new LedgerAssets(member.node().id(), member.ledger(), member.consensus(Mode.MANDATORY));
	}

	private void register(Member member, String id) {
		assertThat(assets(member).register(id, AssetKind.STORAGE, "a disk").toCompletableFuture().join()).isNotNull();
	}

	@Test
	void anHonestNodeWhoseClockIsTenMinutesOffBreaksNobodyAndIsNotPunished() {
		Member wrong = federation.member(0);
		for (Duration off : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10))) {
			federation.setWrong(wrong.node().id(), off);
			for (int i = 0; i < 4; i++) {
				register(federation.member(i), "disk" + (off.isNegative() ? "-a" : "-b") + i);
			}
		}
		assertThat(federation.members()).allSatisfy(member -> assertThat(member.ledger().suspects()).isEmpty());
		assertThat(wrong.proofs().statistics().ownOffset())
			.hasValueSatisfying(offset -> assertThat(offset).isLessThan(Duration.ofMinutes(-9)));
		assertThat(wrong.proofs().statistics().outvoted()).isPositive();
	}

	@Test
	void anObserverProvesTheTimeToo() {
		Member observer = federation.observer("node9");
		observer.ledger().start();

		TimeProof proof = observer.time().ask(question()).toCompletableFuture().join().time();

		assertThat(proof.attestations()).hasSizeBetween(3, 4);
	}

	@Test
	void whoLiesOrSaysNothingIsDoneWithout() {
		Genesis genesis = federation.genesis();
		Members.Asking three = (member, method, request, deadline) -> switch (member.name()) {
			case "node2" -> CompletableFuture.completedFuture(new byte[] { 1, 2, 3 });
			default -> CompletableFuture.completedFuture(attester(federation.members()
				.stream()
				.filter(each -> each.node().id().equals(member.id()))
				.findFirst()
				.orElseThrow()
				.node()
				.key()).attest(federation.member(0).node().id(), Showing.Request.decode(request)).toCbor().encode());
		};
		assertThat(members(genesis, three).ask(question()).toCompletableFuture().join().time().attestations())
			.hasSize(3)
			.noneMatch(each -> each.signer().equals(federation.member(1).node().id()));

		Members.Asking two = (member, method, request, deadline) -> member.name().equals("node3")
				? new CompletableFuture<>() : three.ask(member, method, request, deadline);
		assertThat(members(genesis, two).ask(question())
			.handle((proof, failure) -> Optional.ofNullable(failure))
			.toCompletableFuture()
			.join()).hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("2 of 4 members"));
	}

	@Test
	void anAttestationInAnothersNameCountsForNobody() {
		NodeKey liar = federation.member(1).node().key();
		Members.Asking same = (member, method, request, deadline) -> CompletableFuture
			.completedFuture(attester(liar).attest(federation.member(0).node().id(), Showing.Request.decode(request))
				.toCbor()
				.encode());

		assertThat(members(federation.genesis(), same).ask(question())
			.handle((proof, failure) -> Optional.ofNullable(failure))
			.toCompletableFuture()
			.join())
			.hasValueSatisfying(failure -> assertThat(failure).hasRootCauseInstanceOf(UnavailableException.class)
				.hasMessageContaining("2 of 4"));
	}

	private Members members(Genesis genesis, Members.Asking asking) {
		Member self = federation.member(0);
		return new Members(self.node().id(), attester(self.node().key()), new Rosters(genesis), asking,
				Duration.ofMillis(300), () -> new PlotState.Waiting("no plot here"), new ProofStatistics());
	}

	@Test
	void nothingIsSignedForAnotherChainOrEpochOrWithoutWork() {
		Attester attester = attester(federation.member(0).node().key());
		ChainId chain = federation.genesis().chainId();

		refused(attester, question(new ChainId("local-fedcba9876543210"), Epoch.GENESIS), "chain");
		refused(attester, question(chain, new Epoch(2)), "epoch");
		refused(attester, new TimeQuestion(chain, Epoch.GENESIS, new byte[32], -1), "work");
		assertThat(attester.attest(NodeKey.generate().id(), Showing.Request.of(question(chain, new Epoch(1)))))
			.isNotNull();
	}

	private static void refused(Attester attester, TimeQuestion question, String why) {
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> attester.attest(NodeKey.generate().id(), Showing.Request.of(question)))
			.withMessageContaining(why);
	}

	@Test
	void whoIsNoMemberAttestsNothing() {
		TimeHandler handler = new TimeHandler(attester(NodeKey.generate()), () -> false);
		assertThatExceptionOfType(RejectedException.class).isThrownBy(
				() -> handler.handle(federation.member(0).node().id(), Showing.Request.of(question()).encode()));
	}

	@Test
	void whatIsNoQuestionIsRefused() {
		TimeHandler handler = new TimeHandler(attester(federation.member(0).node().key()), () -> true);
		for (byte[] junk : List.of(new byte[0], new byte[TimeQuestion.MAX_BYTES + 1], new byte[] { 1 })) {
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> handler.handle(federation.member(1).node().id(), junk));
		}
	}

	@Test
	void eachCallerIsAnsweredSoOftenInASecond() {
		AtomicLong nanos = new AtomicLong();
		Allowance allowance = new Allowance(10, nanos::get);
		NodeId one = federation.member(0).node().id();
		NodeId two = federation.member(1).node().id();

		assertThat(IntStream.range(0, 30).filter(i -> allowance.spend(one)).count()).isEqualTo(20);
		assertThat(allowance.spend(two)).isTrue();
		nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(IntStream.range(0, 30).filter(i -> allowance.spend(one)).count()).isEqualTo(10);
	}

}
