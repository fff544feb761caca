package org.web3ecosystem.hypermesh.roster;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

/** Four nodes that make and take as many proofs as their ledger says. */
class ProofPolicyTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final TestFederation federation = new TestFederation(4);

	private int count;

	@BeforeEach
	void start() {
		federation.start();
		federation.members().forEach(member -> member.policy().start());
	}

	@AfterEach
	void close() {
		federation.members().forEach(member -> member.policy().close());
		federation.close();
	}

	private LedgerRoster roster(int index) {
		Member member = federation.member(index);
		return new LedgerRoster(member.node().id(), member.ledger(), member.consensus(Mode.MANDATORY));
	}

	private void order(ProofOrder order) {
		String proposal = get(roster(0).propose(order)).transactionId();
		assertThat(get(roster(1).approve(proposal)).verdict()).isEqualTo(Verdict.accepted());
		assertThat(get(roster(2).approve(proposal)).verdict()).isEqualTo(Verdict.accepted());
	}

	private void awaitOrdered(boolean is) {
		await(() -> federation.members().stream().allMatch(member -> member.policy().ordered().isPresent() == is),
				() -> "not all have seen it");
	}

	private ProofBundle proven(Member by, byte[] body) {
		Operation operation = AssetFixtures.operation(body);
		ConsensusProvider consensus = by.consensus(Mode.MANDATORY);
		ProofBundle bundle = get(consensus.prove(operation));
		assertThat(get(consensus.validate(bundle, operation, by.node().id()))).isEqualTo(Verdict.accepted());
		return bundle;
	}

	private Receipt register(Member by) {
		byte[] body = AssetFixtures.registration("disk-" + count++);
		return get(by.ledger().submit(AssetModule.NAME, body, proven(by, body)));
	}

	@Test
	void aNodeThatLostItsPlotWritesWhileTwoAreAskedForAndNoLonger() {
		Member lost = federation.member(3);
		federation.losePlot(lost.node().id());
		assertThatThrownBy(() -> register(lost)).hasMessageContaining("the space cannot be proven");

		order(new ProofOrder.Reduce(ProofLevel.TWO, Instant.EPOCH, HOUR));
		awaitOrdered(true);
		assertThat(lost.policy().level()).isEqualTo(ProofLevel.TWO);
		assertThat(lost.policy().toMake()).as("consensus time may be behind").isEqualTo(ProofLevel.FOUR);
		federation.pass(ProofPolicy.MARGIN.multipliedBy(2));
		Receipt receipt = register(lost);

		assertThat(receipt.verdict()).isEqualTo(Verdict.accepted());
		assertThat(get(lost.ledger().outcome(receipt.transactionId())).orElseThrow().waived())
			.containsExactlyInAnyOrder(ProofKind.SPACE, ProofKind.WORK);
		federation.pass(HOUR);
		assertThat(lost.policy().level()).isEqualTo(ProofLevel.FOUR);
		assertThatThrownBy(() -> register(lost)).hasMessageContaining("the space cannot be proven");
	}

	@Test
	void whoHasNoStakeShowsWorkAllTheSame() {
		order(new ProofOrder.Reduce(ProofLevel.THREE, Instant.EPOCH, HOUR));
		awaitOrdered(true);
		federation.pass(ProofPolicy.MARGIN.multipliedBy(2));
		Member stranger = federation.observer("stranger");
		stranger.ledger().start();
		stranger.policy().start();
		await(() -> stranger.policy().toMake() == ProofLevel.THREE, () -> "it does not know what is asked for");
		Operation plain = new Operation("test.do", new byte[32], false);

		assertThat(get(stranger.prover().prove(plain)).present()).contains(ProofKind.WORK);
		assertThat(get(federation.member(0).prover().prove(plain)).present()).doesNotContain(ProofKind.WORK);
		stranger.policy().close();
	}

	@Test
	void whatWasProvenInItsTimeAndCameTooLateIsSaidToBeUnproven() {
		order(new ProofOrder.Reduce(ProofLevel.THREE, Instant.EPOCH, HOUR));
		awaitOrdered(true);
		federation.pass(ProofPolicy.MARGIN.multipliedBy(2));
		Member author = federation.member(3);
		byte[] body = AssetFixtures.registration("late");
		ProofBundle bundle = proven(author, body);
		assertThat(bundle.present()).doesNotContain(ProofKind.WORK);

		order(new ProofOrder.Restore());
		Receipt late = get(author.ledger().submit(AssetModule.NAME, body, bundle));

		assertThat(late.verdict().reason()).startsWith("not proven: ").contains("four proofs are asked for");
		assertThat(get(author.ledger().outcome(late.transactionId())).orElseThrow().isUnproven()).isTrue();
		awaitOrdered(false);
		assertThat(register(author).verdict()).as("proven anew").isEqualTo(Verdict.accepted());
	}

	@Test
	void membersAnswerNobodyWithoutWorkWhileFourAreAskedFor() {
		byte[] body = AssetFixtures.registration("bold");
		order(new ProofOrder.Reduce(ProofLevel.THREE, federation.clock().instant().plus(HOUR), HOUR));
		awaitOrdered(true);

		assertThat(federation.member(0).policy().inForce()).isEmpty();
		assertThat(proven(federation.member(0), body).present()).contains(ProofKind.WORK);
	}

}
