package org.web3ecosystem.hypermesh.roster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.export.ExportVerifier;
import org.web3ecosystem.hypermesh.export.ExportVerifier.WrongExportException;
import org.web3ecosystem.hypermesh.export.LedgerExport;
import org.web3ecosystem.hypermesh.ledger.LedgerSnapshot;
import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofFile;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.UnknownEpochException;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

/** Four validators decide who they are. */
class RosterTests {

	private long number;

	private final TestFederation federation = new TestFederation(4).start();

	private final List<RosterSigner> signers = federation.members()
		.stream()
		.map(member -> new RosterSigner(member.node(), member.ledger(), member.ledger()::roster,
				federation.scheduler()))
		.toList();

	@BeforeEach
	void sign() {
		signers.forEach(RosterSigner::start);
	}

	@AfterEach
	void close() {
		signers.forEach(RosterSigner::close);
		federation.close();
	}

	private Receipt submit(int node, RosterCommand command) {
		Member member = federation.member(node);
		Operation operation = RosterModule.operation(command);
		return get(member.prover()
			.prove(operation)
			.thenCompose(bundle -> member.ledger().submit(RosterModule.NAME, command.encode(), bundle)));
	}

	private NodeId id(int node) {
		return federation.member(node).node().id();
	}

	private Receipt propose(int node, RosterChange... changes) {
		return submit(node, new RosterCommand.Propose(List.of(changes), number++));
	}

	private void awaitEpoch(long epoch, int... nodes) {
		int[] count = new int[1];
		await(() -> {
			get(federation.member(0).ledger().submit(RegisterModule.NAME, RegisterModule.set("tick", "" + count[0]++)));
			return IntStream.of(nodes).allMatch(node -> federation.member(node).ledger().epoch().number() == epoch);
		}, () -> federation.members().stream().map(member -> member.ledger().epoch()).toList().toString());
	}

	@Test
	void aRosterComesToCountWhenMoreThanTwoThirdsAgree() {
		Receipt proposed = propose(0, new RosterChange.Weigh(id(3), 50));

		assertThat(submit(1, new RosterCommand.Approve(proposed.transactionId())).verdict())
			.isEqualTo(Verdict.accepted());
		assertThat(get(federation.member(1).ledger().read(RosterModule.NAME, RosterModule.DECIDED))).isEmpty();
		submit(2, new RosterCommand.Approve(proposed.transactionId()));
		awaitEpoch(1, 0, 1, 2, 3);

		// an epoch is known as soon as its first block is applied, and read once that is
		// committed
		await(() -> rosterAt(2).epoch().equals(new Epoch(1)), () -> rosterAt(2).toString());
		EpochRoster now = rosterAt(2);
		assertThat(now.roster().weight(List.of(id(3)))).isEqualTo(50);
		assertThat(now.roster().weight()).isEqualTo(350);
	}

	private EpochRoster rosterAt(int node) {
		return get(federation.member(node).ledger().read(RosterModule.NAME, RosterModule.ROSTER))
			.map(EpochRoster::decode)
			.orElseThrow();
	}

	/** A command is executed once; what is wanted again is another one. */
	@Test
	void theSameIsProposedAgainWhenItIsWantedAgain() {
		LedgerRoster roster = new LedgerRoster(id(0), federation.member(0).ledger(),
				federation.member(0).consensus(Mode.QUORUM));
		List<RosterChange> changes = List.of(new RosterChange.Weigh(id(3), 50));

		Receipt first = get(roster.propose(changes));
		Receipt second = get(roster.propose(changes));

		assertThat(second.transactionId()).isNotEqualTo(first.transactionId());
	}

	@Test
	void whoWasNeverThereLearnsTheRostersFromTheirSignatures() {
		agree(new RosterChange.Weigh(id(3), 50));
		awaitEpoch(1, 0, 1, 2, 3);
		agree(new RosterChange.Remove(id(3)));
		awaitEpoch(2, 0, 1, 2);

		Member fifth = federation.observer("node5");
		fifth.ledger().start();
		await(() -> fifth.ledger().readiness().isAccepted(), () -> fifth.ledger().readiness().toString());

		assertThat(fifth.ledger().epoch()).isEqualTo(new Epoch(2));
	}

	@Test
	void aProofAndAnExportOfALaterEpochNeedNothingButTheGenesisDocument() throws IOException {
		agree(new RosterChange.Weigh(id(3), 50));
		awaitEpoch(1, 0, 1, 2, 3);
		agree(new RosterChange.Weigh(id(3), 60));
		awaitEpoch(2, 0, 1, 2, 3);
		ProvenEntry entry = get(federation.member(1).ledger().readProven(GenesisState.LEDGER, "genesis"));
		byte[] file = new ProofFile(List.of(handover(1), handover(2)), entry).encode();

		assertThatExceptionOfType(UnknownEpochException.class).isThrownBy(() -> verifier().verify(entry));
		assertThat(ProofFile.verify(file, verifier()).value()).isPresent();
		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> ProofFile.verify(new ProofFile(List.of(handover(2)), entry).encode(), verifier()))
			.withMessageContaining("does not follow");
		RandomGenerator random = new SplittableRandom(11);
		for (int i = 0; i < 500; i++) {
			byte[] changed = file.clone();
			changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
			assertThatExceptionOfType(ProofException.class).as("change %d", i)
				.isThrownBy(() -> ProofFile.verify(changed, verifier()));
		}
		ByteArrayOutputStream export = new ByteArrayOutputStream();
		try (LedgerSnapshot snapshot = get(federation.member(2).ledger().snapshot())) {
			LedgerExport.write(snapshot, "local", export, () -> true);
		}
		assertThat(new ExportVerifier(federation.genesis()).verify(new ByteArrayInputStream(export.toByteArray()))
			.root()
			.root()
			.epoch()).isEqualTo(new Epoch(2));
		String without = export.toString(StandardCharsets.UTF_8).replaceFirst("\\{\"roster\".*\n", "");
		assertThatExceptionOfType(WrongExportException.class).isThrownBy(() -> new ExportVerifier(federation.genesis())
			.verify(new ByteArrayInputStream(without.getBytes(StandardCharsets.UTF_8))));
	}

	@Test
	void aRosterThatTheOneBeforeDidNotSignIsNotLearned() {
		agree(new RosterChange.Weigh(id(3), 50));
		awaitEpoch(1, 0, 1, 2, 3);
		Handover right = handover(1);
		Handover alone = new Handover(right.next(), right.signatures().subList(0, 2));
		EpochRoster other = new EpochRoster(right.next().chainId(), new Epoch(1), Roster.of(federation.genesis()),
				Genesis.PROTOCOL_VERSION);
		Handover forged = new Handover(other, right.signatures());

		for (Handover wrong : List.of(alone, forged)) {
			assertThatExceptionOfType(ProofException.class).isThrownBy(() -> verifier().rosters().learn(wrong));
		}
		Rosters known = verifier().rosters();
		known.learn(right);
		known.learn(right);
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> known.learn(forged))
			.withMessageContaining("another roster");
	}

	private ProofVerifier verifier() {
		return new ProofVerifier(federation.genesis());
	}

	@Test
	void aValidatorHasOneProposalAtATime() {
		Receipt first = propose(0, new RosterChange.Weigh(id(3), 99));

		assertThat(propose(1, new RosterChange.Weigh(id(3), 98)).verdict()).isEqualTo(Verdict.accepted());
		assertThat(propose(0, new RosterChange.Weigh(id(3), 97)).verdict()).isEqualTo(Verdict.accepted());
		assertThat(submit(1, new RosterCommand.Approve(first.transactionId())).verdict().toString())
			.contains("no proposal");
	}

	@Test
	void aThirdOfTheWeightCannotBeChangedAtOnce() {
		assertThat(propose(0, new RosterChange.Remove(id(3)), new RosterChange.Remove(id(2))).verdict().toString())
			.contains("two thirds");
		assertThat(propose(0, new RosterChange.Weigh(id(3), 1_000)).verdict().toString()).contains("two thirds");
		assertThat(propose(0, new RosterChange.Weigh(id(3), 100)).verdict().toString()).contains("changes nothing");
	}

	private void agree(RosterChange change) {
		Receipt proposed = propose(0, change);
		assertThat(proposed.verdict()).isEqualTo(Verdict.accepted());
		submit(1, new RosterCommand.Approve(proposed.transactionId()));
		submit(2, new RosterCommand.Approve(proposed.transactionId()));
	}

	private Handover handover(long epoch) {
		return get(federation.member(0).ledger().read(RosterModule.NAME, RosterModule.epoch(new Epoch(epoch))))
			.map(Handover::decode)
			.orElseThrow();
	}

}
