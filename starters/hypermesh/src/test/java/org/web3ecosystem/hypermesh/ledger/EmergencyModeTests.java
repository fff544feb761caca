package org.web3ecosystem.hypermesh.ledger;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.ledger.StateMachine.Applied;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.roster.DueWeights;
import org.web3ecosystem.hypermesh.roster.Emergency;
import org.web3ecosystem.hypermesh.roster.EmergencyOrder;
import org.web3ecosystem.hypermesh.roster.RosterCommand;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.EmergencyModeException;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapLedgerState;
import org.web3ecosystem.spitest.consensus.MapModuleState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Only what must goes on for a time, as more than two thirds ordered it. */
class EmergencyModeTests {

	private static final Instant START = Instant.parse("2026-05-05T12:00:00Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final EmergencyOrder ENTER = new EmergencyOrder.Enter(HOUR);

	private final List<NodeKey> keys = IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList();

	private Genesis genesis = TestFederation.genesis(keys);

	private StateMachine machine = machine();

	private final MapLedgerState state = new MapLedgerState();

	private Instant now = START;

	private final Map<NodeKey, Prover> provers = new HashMap<>();

	private int count;

	private StateMachine machine() {
		return new StateMachine(genesis, TestFederation.modules(genesis),
				new BundleVerifier(genesis, new ProofVerifier(genesis)));
	}

	private Prover prover(NodeKey key) {
		return provers.computeIfAbsent(key,
				own -> new Prover(own, genesis,
						new FixedTime(keys, () -> now).sources(() -> Height.GENESIS,
								new OwnChain(() -> CompletableFuture
									.completedFuture(Records.ledgerEntry(state::get, Records.chain(own.id())))),
								() -> ProofLevel.FOUR),
						new SplittableRandom(keys.indexOf(own)), Runnable::run));
	}

	private Transaction signed(NodeKey key, String module, byte[] body, Operation operation) {
		return signed(key, module, body,
				Optional.of(prover(key).prove(operation).toCompletableFuture().join().encoded()));
	}

	private Transaction signed(NodeKey key, String module, byte[] body, Optional<byte[]> bundle) {
		byte[] nonce = new byte[Transaction.NONCE_LENGTH];
		nonce[0] = (byte) ++count;
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, Height.GENESIS, module, nonce, body, bundle)
			.sign(key);
	}

	private Transaction registration() {
		byte[] body = AssetFixtures.registration("disk-" + count);
		return signed(keys.get(3), AssetModule.NAME, body, AssetFixtures.operation(body));
	}

	private Applied block(StateMachine by, MapLedgerState in, Transaction... transactions) {
		long round = Records.height(in::get).number() + 1;
		return by.apply(new Block(Epoch.GENESIS, round, now,
				List.of(transactions).stream().map(one -> new Ordered(one.encoded(), now, null)).toList()), in);
	}

	private Outcome apply(Transaction transaction) {
		return block(machine, state, transaction).outcomes().getFirst();
	}

	private Verdict submit(int node, RosterCommand command) {
		return outcome(node, command).receipt().verdict();
	}

	private Outcome outcome(int node, RosterCommand command) {
		return apply(signed(keys.get(node), RosterModule.NAME, command.encode(), RosterModule.operation(command)));
	}

	private Verdict propose(int node, EmergencyOrder order) {
		return submit(node, new RosterCommand.Declare(order, count));
	}

	/** The first asks for it, the second and third agree. */
	private String order(EmergencyOrder order) {
		Outcome proposed = outcome(0, new RosterCommand.Declare(order, count));
		assertThat(proposed.receipt().verdict()).isEqualTo(Verdict.accepted());
		String proposal = proposed.receipt().transactionId();
		assertThat(submit(1, new RosterCommand.Approve(proposal))).isEqualTo(Verdict.accepted());
		assertThat(submit(2, new RosterCommand.Approve(proposal))).isEqualTo(Verdict.accepted());
		return proposal;
	}

	private Optional<Emergency> inForce() {
		return state.get(Records.entry(RosterModule.NAME, RosterModule.EMERGENCY))
			.map(Emergency::decode)
			.filter(emergency -> emergency.isAt(now));
	}

	private Verdict register() {
		return apply(registration()).receipt().verdict();
	}

	/** As evidence leaves it in the state. */
	private void isolate(int... nodes) {
		DueWeights due = DueWeights.read(Optional.empty());
		for (int node : nodes) {
			due = due.with(keys.get(node).id(), 0);
		}
		byte[] entry = Cbor.struct(Map.entry("due", Cbor.of(due.weights()
			.keySet()
			.stream()
			.<Cbor>map(node -> Cbor.struct(Map.entry("node", Cbor.of(node.bytes())), Map.entry("weight", Cbor.of(0))))
			.toList()))).encode();
		state.put(Records.entry(DueWeights.MODULE, DueWeights.KEY), entry);
	}

	@Test
	void aWriteIsHeldUpUntilItIsOverByItself() {
		String proposal = order(ENTER);
		assertThat(inForce()).contains(new Emergency(proposal, false, START, START.plus(HOUR)));
		Transaction held = registration();
		now = START.plus(HOUR).minusNanos(1);

		Outcome outcome = apply(held);

		assertThat(outcome.receipt().verdict())
			.isEqualTo(Verdict.rejected("held up: emergency mode until 2026-05-05T13:00:00Z"));
		assertThat(outcome.heldUntil()).contains(START.plus(HOUR));
		assertThat(outcome.isUnproven()).isFalse();
		assertThatExceptionOfType(EmergencyModeException.class).isThrownBy(outcome::decided)
			.satisfies(told -> assertThat(told.until()).isEqualTo(START.plus(HOUR)))
			.withMessageContaining("until 2026-05-05T13:00:00Z");

		now = START.plus(HOUR);
		assertThat(register()).as("judged by its own time, though the entry is still there")
			.isEqualTo(Verdict.accepted());
		assertThat(state.get(Records.entry(RosterModule.NAME, RosterModule.EMERGENCY))).isEmpty();
	}

	@Test
	void whatWasHeldUpHasUsedNothingUp() {
		order(ENTER);
		byte[] body = AssetFixtures.registration("disk");
		Optional<byte[]> bundle = Optional
			.of(prover(keys.get(3)).prove(AssetFixtures.operation(body)).toCompletableFuture().join().encoded());
		assertThat(apply(signed(keys.get(3), AssetModule.NAME, body, bundle)).heldUntil()).isPresent();
		order(new EmergencyOrder.Leave());

		assertThat(apply(signed(keys.get(3), AssetModule.NAME, body, bundle)).receipt().verdict()).as("the same bundle")
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void whoDecidesGoesOnAndEndsItEarly() {
		order(ENTER);
		assertThat(register().isAccepted()).isFalse();
		assertThat(submit(2, new RosterCommand.Speak(Protocols.SPOKEN))).isEqualTo(Verdict.accepted());

		Outcome proposed = outcome(0, new RosterCommand.Declare(new EmergencyOrder.Leave(), count));
		submit(1, new RosterCommand.Approve(proposed.receipt().transactionId()));
		submit(2, new RosterCommand.Approve(proposed.receipt().transactionId()));

		assertThat(inForce()).isEmpty();
		assertThat(register()).isEqualTo(Verdict.accepted());
	}

	@Test
	void whoLostItsPlotRegistersAnotherAndNobodyAFirst() {
		PlotModule plots = new PlotModule();
		MapModuleState has = new MapModuleState();
		has.put(PlotModule.key(keys.get(0).id()), new byte[] { 1 });

		assertThat(plots.goesOnInEmergency(registers(keys.get(0)), has)).isTrue();
		assertThat(plots.goesOnInEmergency(registers(keys.get(1)), has)).isFalse();
	}

	private LedgerModule.Command registers(NodeKey key) {
		return new LedgerModule.Command("t", key.id(), new byte[] { 2 }, now, new Height(1));
	}

	@Test
	void twoOfFourOrderNothing() {
		Outcome proposed = outcome(0, new RosterCommand.Declare(ENTER, count));
		assertThat(propose(3, ENTER)).as("its own").isEqualTo(Verdict.accepted());
		submit(1, new RosterCommand.Approve(proposed.receipt().transactionId()));

		assertThat(inForce()).isEmpty();
		assertThat(register()).isEqualTo(Verdict.accepted());
	}

	@Test
	void whatIsNotSoCannotBeEnded() {
		assertThat(propose(0, new EmergencyOrder.Leave()))
			.isEqualTo(Verdict.rejected("the federation is not in emergency mode"));
		assertThat(propose(0, new EmergencyOrder.Disarm()))
			.isEqualTo(Verdict.rejected("no rule begins emergency mode"));
	}

	@Test
	void evidenceBeginsItWhereThatWasOrderedInAdvance() {
		String rule = order(new EmergencyOrder.Arm(HOUR, 1));
		assertThat(inForce()).isEmpty();
		assertThat(register()).isEqualTo(Verdict.accepted());
		isolate(3);
		block(machine, state);

		assertThat(inForce()).contains(new Emergency(rule, true, START, START.plus(HOUR)));
		now = START.plus(HOUR);
		block(machine, state);
		assertThat(inForce()).as("once for one").isEmpty();

		isolate(2, 3);
		block(machine, state);
		assertThat(inForce()).as("another one").isPresent();
	}

	@Test
	void aRuleCountsFromItsOrderAndUpToItsEnd() {
		block(machine, state);
		isolate(3);
		block(machine, state);
		order(new EmergencyOrder.Arm(HOUR, 1));
		assertThat(inForce()).as("that one was known, and the roster that follows is decided").isEmpty();
		isolate();
		block(machine, state);
		isolate(3);
		block(machine, state);
		assertThat(inForce()).as("let back in and convicted again").isPresent();
	}

	@Test
	void aRuleThatWasTakenBackBeginsNothing() {
		order(new EmergencyOrder.Arm(HOUR, 1));
		order(new EmergencyOrder.Disarm());
		isolate(3);
		block(machine, state);

		assertThat(inForce()).isEmpty();
	}

	@Test
	void aReplicaThatBeginsWithTheStateDoesTheSame() {
		order(ENTER);
		MapLedgerState transferred = new MapLedgerState();
		transferred.entries().putAll(state.entries());
		Transaction one = registration();

		Applied here = block(machine, state, one);
		Applied there = block(machine(), transferred, one);

		assertThat(here.outcomes().getFirst().heldUntil()).isPresent();
		assertThat(there.root()).isEqualTo(here.root());
		assertThat(there.outcomes()).isEqualTo(here.outcomes());
	}

	/** Replicas with older software are there: receipts are word for word theirs. */
	@Test
	void rulesFromBeforeKnowNothingOfIt() {
		Genesis like = genesis;
		genesis = new Genesis(like.chainId(), like.federation(), like.zone(), like.createdAt(),
				Protocols.EMERGENCY_MODE - 1, like.modules(), like.validators(), like.root());
		machine = machine();

		assertThat(propose(0, ENTER)).isEqualTo(Verdict.rejected("unexpected entry 'number'"));

		// as an epoch with the new rules does
		state.put(Records.entry(RosterModule.NAME, RosterModule.PROTOCOL),
				ByteBuffer.allocate(Long.BYTES).putLong(Protocols.EMERGENCY_MODE).array());
		order(ENTER);
		assertThat(register().reason()).startsWith("held up: ");
	}

}
