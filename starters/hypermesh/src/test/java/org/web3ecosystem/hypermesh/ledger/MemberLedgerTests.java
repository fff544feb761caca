package org.web3ecosystem.hypermesh.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.roster.Application;
import org.web3ecosystem.hypermesh.roster.RosterChange;
import org.web3ecosystem.hypermesh.roster.RosterCommand;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.roster.RosterSigner;
import org.web3ecosystem.hypermesh.roster.SelfSigned;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

/** A fifth node comes among four validators and leaves them again. */
class MemberLedgerTests {

	private long number;

	@TempDir
	Path directory;

	private final TestFederation federation = new TestFederation(4, 1).start();

	private final NodeKey key = NodeKey.generate();

	private Path rosters() {
		return directory.resolve("hypermesh").resolve("rosters");
	}

	@AfterEach
	void close() {
		federation.close();
	}

	@Test
	void aNodeThatARosterHasBecomesAValidatorAndOneThatIsTakenOutObservesAgain() {
		Member fifth = federation.candidate("node5", key, federation.engine(4), rosters());
		List<RosterSigner> signers = Stream.concat(federation.members().stream(), Stream.of(fifth))
			.map(member -> new RosterSigner(member.node(), member.ledger(), member.ledger()::roster,
					federation.scheduler()))
			.toList();
		signers.forEach(RosterSigner::start);
		fifth.ledger().start();
		await(() -> fifth.ledger().readiness().isAccepted(), () -> fifth.ledger().readiness().toString());
		assertThat(fifth.ledger().role()).isEqualTo("observes");
		Application application = applies(fifth);

		agree(application.weighing(100));
		await(() -> tick(fifth) && fifth.ledger().replica().isPresent(), () -> fifth.ledger().role());

		assertThat(fifth.ledger().role()).isEqualTo("validates");
		assertThat(fifth.ledger().epoch().number()).isEqualTo(1);
		ProvenEntry proven = get(fifth.ledger().readProven(GenesisState.LEDGER, "genesis"));
		assertThat(proven.root().root().epoch().number()).isEqualTo(1);
		assertThat(Files.exists(rosters())).isTrue();
		assertThat(fifth.ledger().roster().weight(List.of(fifth.node().id()))).isZero();

		submit(fifth, new RosterCommand.Speak(Protocols.SPOKEN));
		await(() -> tick(fifth) && fifth.ledger().epoch().number() == 2, () -> fifth.ledger().epoch().toString());
		assertThat(fifth.ledger().roster().weight(List.of(fifth.node().id()))).isEqualTo(100);

		agree(new RosterChange.Remove(fifth.node().id()));
		await(() -> tick(federation.member(0)) && federation.member(0).ledger().epoch().number() == 3,
				() -> federation.member(0).ledger().epoch().toString());
		await(() -> federation.engine(4).report().status().name().equals("FROZEN"),
				() -> federation.engine(4).report().toString());
		pause(fifth);
		await(() -> fifth.ledger().replica().isEmpty() && fifth.ledger().epoch().number() == 3,
				() -> fifth.ledger().role());
		assertThat(fifth.ledger().role()).isEqualTo("observes");
		signers.forEach(RosterSigner::close);
		fifth.ledger().close();
	}

	/** Two looks with enough time between them. */
	private void pause(Member member) {
		await(() -> {
			federation.pass(MemberLedger.PATIENCE);
			return member.ledger().replica().isEmpty();
		}, () -> member.ledger().role());
	}

	@Test
	void whatWasLearnedIsThereAfterARestartAndAsFarAsItIsWhole() throws IOException {
		Member fifth = federation.candidate("node5", key, federation.engine(4), rosters());
		List<RosterSigner> signers = federation.members()
			.stream()
			.map(member -> new RosterSigner(member.node(), member.ledger(), member.ledger()::roster,
					federation.scheduler()))
			.toList();
		signers.forEach(RosterSigner::start);
		fifth.ledger().start();
		agree(new RosterChange.Weigh(federation.member(3).node().id(), 90));
		await(() -> tick(federation.member(0)) && federation.member(0).ledger().epoch().number() == 1, () -> "epoch");
		agree(new RosterChange.Weigh(federation.member(3).node().id(), 80));
		await(() -> tick(federation.member(0)) && fifth.ledger().epoch().number() == 2, () -> "epoch");
		fifth.ledger().close();
		signers.forEach(RosterSigner::close);
		byte[] whole = Files.readAllBytes(rosters());

		assertThat(learned()).isEqualTo(2);
		for (int length = whole.length - 1; length > 0; length -= 97) {
			Files.write(rosters(), Arrays.copyOf(whole, length));
			assertThat(learned()).isLessThan(2);
			assertThat(Files.size(rosters())).isLessThanOrEqualTo(length);
		}
		for (int i = 0; i < whole.length; i += 31) {
			byte[] changed = whole.clone();
			changed[i] ^= 1;
			Files.write(rosters(), changed);
			assertThat(learned()).as("change at %d", i).isLessThan(2);
		}
	}

	private long learned() {
		Rosters known = new Rosters(federation.genesis());
		new RosterFile(rosters()).follow(known);
		return known.newest().number();
	}

	private Application applies(Member fifth) {
		Name own = FederationNames.nodeName(new Name(federation.genesis().zone()), "node5");
		get(fifth.names()
			.register(new ServiceRegistration(own, FederationNames.addresses(fifth.node().endpoints()),
					Duration.ofMinutes(1), Duration.ofHours(2))));
		Application application = new Application("node5", key.publicKey().getEncoded(),
				SelfSigned.certificate("node5"), fifth.node().endpoints());
		assertThat(submit(fifth, new RosterCommand.Apply(application, number++)).verdict())
			.isEqualTo(Verdict.accepted());
		return application;
	}

	private void agree(RosterChange change) {
		Receipt proposed = submit(federation.member(0), new RosterCommand.Propose(List.of(change), number++));
		assertThat(proposed.verdict()).isEqualTo(Verdict.accepted());
		for (int i = 1; i < 4; i++) {
			submit(federation.member(i), new RosterCommand.Approve(proposed.transactionId()));
		}
	}

	private static Receipt submit(Member member, RosterCommand command) {
		return get(member.prover()
			.prove(RosterModule.operation(command))
			.thenCompose(bundle -> member.ledger().submit(RosterModule.NAME, command.encode(), bundle)));
	}

	private int count;

	private boolean tick(Member member) {
		return get(member.ledger().submit(RegisterModule.NAME, RegisterModule.set("tick", "" + count++))).verdict()
			.isAccepted();
	}

}
