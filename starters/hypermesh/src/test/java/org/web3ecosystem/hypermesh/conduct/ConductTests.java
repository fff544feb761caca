package org.web3ecosystem.hypermesh.conduct;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestEvidence;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.roster.RosterChange;
import org.web3ecosystem.hypermesh.roster.RosterCommand;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.roster.RosterSigner;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

/** Validators that contradict themselves, and what the others do. */
class ConductTests {

	private long number;

	private final TestFederation federation = new TestFederation(4).start();

	private final List<RosterSigner> signers = federation.members()
		.stream()
		.map(member -> new RosterSigner(member.node(), member.ledger(), member.ledger()::roster,
				federation.scheduler()))
		.toList();

	private final List<Set<NodeId>> told = new CopyOnWriteArrayList<>();

	private final List<LedgerConduct> conducts = new ArrayList<>();

	@BeforeEach
	void start() {
		signers.forEach(RosterSigner::start);
		for (Member member : federation.members()) {
			int index = conducts.size();
			conducts.add(new LedgerConduct(member.ledger(), member.consensus(Mode.QUORUM),
					() -> Optional.of(federation.engine(index).report()),
					() -> List.of(() -> told.add(conducts.get(index).isolated())), federation.scheduler(),
					() -> Duration.ofMillis(20)));
			conducts.getLast().start();
			Accuser accuser = new Accuser(federation.genesis(), member.ledger(), TestEvidence.VERIFIER,
					member.prover()::prove, federation.scheduler());
			member.ledger().onMisbehaviour(accuser::saw);
		}
	}

	@AfterEach
	void close() {
		conducts.forEach(LedgerConduct::close);
		signers.forEach(RosterSigner::close);
		federation.close();
	}

	private NodeId id(int node) {
		return federation.member(node).node().id();
	}

	private Receipt submit(int node, String module, byte[] body, Operation operation) {
		Member member = federation.member(node);
		return get(
				member.prover().prove(operation).thenCompose(bundle -> member.ledger().submit(module, body, bundle)));
	}

	private Receipt accuse(int node, Evidence evidence) {
		ConductCommand command = new ConductCommand.Accuse(evidence);
		return submit(node, ConductModule.NAME, command.encode(), ConductModule.operation(command));
	}

	private Evidence evidence(int accused, long round) {
		return new Evidence(id(accused), Epoch.GENESIS, TestEvidence.misbehaviour(accused + 1, round).messages());
	}

	private Receipt tick(int node) {
		return get(federation.member(node)
			.ledger()
			.submit(RegisterModule.NAME, RegisterModule.set("tick", "" + System.nanoTime())));
	}

	private Conduct conduct(int node) {
		return ConductModule
			.conduct(get(federation.member(node).ledger().read(ConductModule.NAME, ConductModule.NODES)));
	}

	private long weight(int node, int of) {
		return federation.member(node).ledger().roster().weight(List.of(id(of)));
	}

	private void awaitWeight(int of, long weight) {
		await(() -> {
			tick(0);
			return IntStream.range(0, 3).allMatch(node -> weight(node, of) == weight);
		}, () -> "weight " + weight(0, of));
	}

	@Test
	void whoIsSeenToContradictItselfIsIsolatedByAllAndWeighsNothingInTheNextEpoch() {
		federation.engine(0).accuse(TestEvidence.misbehaviour(4, 9));
		federation.engine(1).accuse(TestEvidence.misbehaviour(4, 9));
		federation.engine(2).accuse(TestEvidence.misbehaviour(4, 10));

		await(() -> IntStream.range(0, 4).allMatch(node -> conducts.get(node).isolated().equals(Set.of(id(3)))),
				() -> conduct(0).toString());
		awaitWeight(3, 0);

		assertThat(federation.member(1).ledger().roster().members()).as("n stays n").hasSize(4);
		assertThat(federation.member(1).ledger().roster().weight()).isEqualTo(300);
		Standing standing = conduct(2).of(id(3)).orElseThrow();
		assertThat(standing.weight()).isEqualTo(100);
		assertThat(standing.slashed()).as("without an economy nothing is taken").isFalse();
		Evidence shown = get(conducts.get(1).evidence(standing.evidence())).orElseThrow();
		assertThat(shown.verify(federation.member(0).ledger().roster(), TestEvidence.VERIFIER)).isPresent();
		assertThat(told).contains(Set.of(id(3)));
		assertThat(conduct(0).standings()).hasSize(1);
	}

	@Test
	void theOrderedStateHearsNothingOfAnIsolatedNode() {
		accuse(0, evidence(3, 5));
		await(() -> conduct(3).isIsolated(id(3)), () -> conduct(3).toString());

		assertThat(federation.member(3).ledger().readiness().toString()).contains("isolated, by evidence");
		long dropped = federation.member(0).ledger().report().dropped();
		federation.member(3).ledger().submit(RegisterModule.NAME, RegisterModule.set("mine", "x"));
		await(() -> federation.member(0).ledger().report().dropped() > dropped, () -> "not dropped");

		tick(1);
		assertThat(get(federation.member(0).ledger().read(RegisterModule.NAME, "mine"))).isEmpty();
		assertThat(get(federation.member(1).ledger().readProven(RegisterModule.NAME, "tick")).root().signatures())
			.noneMatch(signature -> signature.signer().equals(id(3)));
	}

	@Test
	void nobodyIsConvictedWithoutItsOwnMessages() {
		Evidence ofAnother = new Evidence(id(2), Epoch.GENESIS, TestEvidence.misbehaviour(4, 5).messages());
		Evidence ofNoEpoch = new Evidence(id(3), new Epoch(7), evidence(3, 5).messages());
		byte[] one = TestEvidence.message(4, 5, "one");
		Evidence twice = new Evidence(id(3), Epoch.GENESIS, List.of(one, one));

		assertThat(accuse(0, ofAnother).verdict().toString()).contains("do not convict");
		assertThat(accuse(0, ofNoEpoch).verdict().toString()).contains("no epoch 7");
		assertThat(accuse(0, twice).verdict().toString()).contains("do not convict");
		assertThat(conduct(0).standings()).isEmpty();
		assertThat(accuse(0, evidence(3, 5)).verdict()).isEqualTo(Verdict.accepted());
		assertThat(accuse(1, evidence(3, 6)).verdict().toString()).contains("isolated already");
	}

	@Test
	void onlyAnOrderedDecisionLetsItBackInAndWhatIsOlderIsSettled() {
		accuse(0, evidence(3, 5));
		awaitWeight(3, 0);
		assertThat(proposeWeight(3).verdict().toString()).contains("isolated member");

		get(conducts.get(0).rehabilitate(id(3)));
		get(conducts.get(1).rehabilitate(id(3)));
		assertThat(conduct(0).isIsolated(id(3))).isTrue();
		get(conducts.get(2).rehabilitate(id(3)));

		assertThat(conduct(2).isIsolated(id(3))).isFalse();
		awaitWeight(3, 100);
		long settled = conduct(0).of(id(3)).orElseThrow().settled();
		assertThat(accuse(0, evidence(3, settled)).verdict().toString()).contains("settled");
		assertThat(tick(3).verdict()).isEqualTo(Verdict.accepted());
		assertThat(accuse(0, evidence(3, settled + 1)).verdict()).isEqualTo(Verdict.accepted());
	}

	private Receipt proposeWeight(int node) {
		RosterCommand command = new RosterCommand.Propose(List.of(new RosterChange.Weigh(id(node), 100)), number++);
		return submit(0, RosterModule.NAME, command.encode(), RosterModule.operation(command));
	}

	@Test
	void whenMoreThanFContradictThemselvesTheyAreNamedAndHonestNodesStop() {
		accuse(0, evidence(3, 5));
		awaitWeight(3, 0);
		accuse(0, evidence(2, 5));

		await(() -> IntStream.range(0, 2).allMatch(node -> conduct(node).stopped()), () -> conduct(0).toString());
		assertThat(conduct(0).isolated()).containsExactlyInAnyOrder(id(2), id(3));
		assertThat(federation.member(0).ledger().readiness().toString()).contains("more than f");
		long dropped = federation.member(1).ledger().report().dropped();
		federation.member(0).ledger().submit(RegisterModule.NAME, RegisterModule.set("late", "x"));
		await(() -> federation.member(1).ledger().report().dropped() > dropped, () -> "not dropped");
		assertThat(get(federation.member(0).ledger().read(RegisterModule.NAME, "late"))).isEmpty();
	}

}
