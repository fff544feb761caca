package org.web3ecosystem.hypermesh.roster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.ledger.EpochOpener;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

/** Software of two versions in one federation: nobody does what the others do not. */
class ProtocolTests {

	private static final long OLD = Genesis.PROTOCOL_VERSION;

	private static final long NEW = OLD + 1;

	private static final Protocols BOTH = new Protocols(OLD, NEW);

	private static final Protocols OLD_ONLY = new Protocols(OLD, OLD);

	private static final Duration OFTEN = Duration.ofMillis(50);

	private TestFederation federation = new TestFederation(1);

	private List<AutoCloseable> helping = List.of();

	/** What it keeps of a value depends on the rules. */
	private static final class Shouting implements LedgerModule {

		private final RegisterModule below = new RegisterModule();

		@Override
		public String name() {
			return below.name();
		}

		@Override
		public Verdict check(Command command) {
			return below.check(command);
		}

		@Override
		public Verdict apply(Command command, State state) {
			Verdict verdict = below.apply(command, state);
			String key = new String(command.body(), StandardCharsets.UTF_8).split("=", 2)[0];
			if (state.protocol() >= NEW) {
				state.put("rule/" + key, new byte[] { '!' });
			}
			return verdict;
		}

	}

	private void start(Protocols... spoken) {
		federation.close();
		federation = new TestFederation(List.of(spoken), Shouting::new).start();
		List<RosterSigner> signers = federation.members()
			.stream()
			.map(member -> new RosterSigner(member.node(), member.ledger(), member.ledger()::roster,
					federation.scheduler()))
			.toList();
		List<ProtocolSpeaker> speakers = IntStream.range(0, spoken.length)
			.mapToObj(i -> new ProtocolSpeaker(id(i), spoken[i], roster(i),
					() -> federation.member(i).ledger().roster().has(id(i)), federation.scheduler(), OFTEN))
			.toList();
		List<EpochOpener> openers = IntStream.range(0, spoken.length)
			.mapToObj(i -> new EpochOpener(federation.member(i).ledger(),
					() -> Optional.of(federation.engine(i).report().epoch()),
					federation.member(i).consensus(Mode.QUORUM), spoken[i], federation.scheduler(), OFTEN))
			.toList();
		signers.forEach(RosterSigner::start);
		speakers.forEach(ProtocolSpeaker::start);
		openers.forEach(EpochOpener::start);
		helping = Stream.of(signers, speakers, openers).flatMap(List::stream).<AutoCloseable>map(each -> each).toList();
		await(() -> IntStream.range(0, spoken.length).allMatch(i -> get(roster(0).spoken(id(i))).isPresent()),
				() -> "not all have said which rules they know");
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : helping) {
			each.close();
		}
		federation.close();
	}

	private LedgerRoster roster(int index) {
		Member member = federation.member(index);
		return new LedgerRoster(member.node().id(), member.ledger(), member.consensus(Mode.QUORUM));
	}

	private NodeId id(int index) {
		return federation.member(index).node().id();
	}

	private Receipt propose(RosterChange... changes) {
		return get(roster(0).propose(List.of(changes)));
	}

	private void set(String key) {
		get(federation.member(0).ledger().submit(RegisterModule.NAME, RegisterModule.set(key, "1")));
	}

	private void agreeAndAwaitEpoch(Receipt proposed, int... nodes) {
		assertThat(proposed.verdict()).isEqualTo(Verdict.accepted());
		assertThat(get(roster(1).approve(proposed.transactionId())).verdict()).isEqualTo(Verdict.accepted());
		assertThat(get(roster(2).approve(proposed.transactionId())).verdict()).isEqualTo(Verdict.accepted());
		await(() -> IntStream.of(nodes).allMatch(i -> federation.member(i).ledger().epoch().number() == 1),
				() -> federation.members().stream().map(member -> member.ledger().epoch()).toList().toString());
	}

	private boolean hasNewRule(int node, String key) {
		return get(federation.member(node).ledger().read(RegisterModule.NAME, "rule/" + key)).isPresent();
	}

	@Test
	void newRulesBeginWithAnEpochOnAllReplicasAtOnce() {
		start(BOTH, BOTH, BOTH, BOTH);
		set("before");

		agreeAndAwaitEpoch(propose(new RosterChange.Upgrade(NEW)), 0, 1, 2, 3);
		set("after");

		for (int i = 0; i < 4; i++) {
			int node = i;
			await(() -> hasNewRule(node, "after"), () -> "node " + node);
			assertThat(hasNewRule(node, "before")).isFalse();
			assertThat(federation.member(node).ledger().report().disagreements()).isZero();
		}
		assertThat(propose(new RosterChange.Upgrade(NEW)).verdict().toString()).contains("only go forward");
		assertThat(get(roster(3).standing()).now().protocol()).isEqualTo(NEW);
		assertThat(get(federation.member(2).ledger().readProven(RegisterModule.NAME, "rule/after")).value())
			.isPresent();
	}

	@Test
	void noRuleIsNewAsLongAsAValidatorDoesNotKnowItAndWhoStaysBehindStops() {
		start(BOTH, BOTH, BOTH, OLD_ONLY);

		assertThat(propose(new RosterChange.Upgrade(NEW)).verdict().toString()).contains("node4")
			.contains("does not speak");
		agreeAndAwaitEpoch(propose(new RosterChange.Weigh(id(3), 0), new RosterChange.Upgrade(NEW)), 0, 1, 2);
		set("after");

		await(() -> federation.engine(3).report().status() == Status.FAILED,
				() -> federation.engine(3).report().toString());
		assertThat(federation.engine(3).report().detail()).contains("protocol version " + NEW)
			.contains("install a newer one");
		for (int i = 0; i < 3; i++) {
			int node = i;
			await(() -> hasNewRule(node, "after"), () -> "node " + node);
		}
		assertThat(hasNewRule(3, "after")).isFalse();
		assertThat(get(federation.member(3).ledger().read(RegisterModule.NAME, "after"))).isEmpty();
	}

	@Test
	void nobodySpeaksForAnother() {
		start(BOTH, BOTH, BOTH, BOTH);
		RosterCommand command = new RosterCommand.Speak(OLD_ONLY);
		Operation operation = RosterModule.operation(command);
		Member stranger = federation.observer("stranger");
		stranger.ledger().start();
		await(() -> stranger.ledger().readiness().isAccepted(), () -> stranger.ledger().readiness().toString());

		assertThat(get(stranger.prover()
			.prove(operation)
			.thenCompose(bundle -> stranger.ledger().submit(RosterModule.NAME, command.encode(), bundle))).verdict()
			.toString()).contains("no validator");
	}

}
