package org.web3ecosystem.hypermesh.ledger;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.ledger.StateMachine.Applied;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.hypermesh.roster.ProofOrder;
import org.web3ecosystem.hypermesh.roster.RosterCommand;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapLedgerState;

import static org.assertj.core.api.Assertions.assertThat;

/** Fewer proofs for a time, as more than two thirds ordered it. */
class ReducedProofsTests {

	private static final Instant START = Instant.parse("2026-05-05T12:00:00Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private final List<NodeKey> keys = IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList();

	private Genesis genesis = TestFederation.genesis(keys);

	private StateMachine machine = machine();

	private final MapLedgerState state = new MapLedgerState();

	private Instant now = START;

	private ProofLevel made = ProofLevel.FOUR;

	private final Map<NodeKey, Prover> provers = new HashMap<>();

	private int count;

	private StateMachine machine() {
		return new StateMachine(genesis, TestFederation.modules(genesis),
				new BundleVerifier(genesis, new ProofVerifier(genesis)));
	}

	private Prover prover(NodeKey key) {
		return provers.computeIfAbsent(key,
				own -> new Prover(own, genesis, new FixedTime(keys, () -> now).sources(() -> Height.GENESIS,
						new OwnChain(() -> CompletableFuture
							.completedFuture(Records.ledgerEntry(state::get, Records.chain(own.id())))),
						() -> made), new SplittableRandom(keys.indexOf(own)), Runnable::run));
	}

	private Transaction signed(NodeKey key, String module, byte[] body, Operation operation) {
		byte[] bundle = prover(key).prove(operation).toCompletableFuture().join().encoded();
		byte[] nonce = new byte[Transaction.NONCE_LENGTH];
		nonce[0] = (byte) ++count;
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, Height.GENESIS, module, nonce, body,
				Optional.of(bundle))
			.sign(key);
	}

	/** By the fourth, proven with so many. */
	private Transaction registration(ProofLevel level) {
		made = level;
		byte[] body = AssetFixtures.registration("disk-" + count);
		Transaction transaction = signed(keys.get(3), AssetModule.NAME, body, AssetFixtures.operation(body));
		made = ProofLevel.FOUR;
		return transaction;
	}

	private Applied block(Instant end, Transaction... transactions) {
		return block(machine, state, end, transactions);
	}

	private Applied block(StateMachine by, MapLedgerState in, Instant end, Transaction... transactions) {
		long round = Records.height(in::get).number() + 1;
		return by.apply(new Block(Epoch.GENESIS, round, end,
				List.of(transactions).stream().map(one -> new Ordered(one.encoded(), now, null)).toList()), in);
	}

	private Outcome apply(Transaction transaction) {
		return block(now, transaction).outcomes().getFirst();
	}

	private Verdict submit(int node, RosterCommand command) {
		return apply(signed(keys.get(node), RosterModule.NAME, command.encode(), RosterModule.operation(command)))
			.receipt()
			.verdict();
	}

	private Verdict propose(int node, ProofOrder order) {
		return submit(node, new RosterCommand.Reduce(order, count));
	}

	/** The first asks for it, the second and third agree. */
	private String order(ProofOrder order) {
		String proposal = proposed(order);
		assertThat(submit(1, new RosterCommand.Approve(proposal))).isEqualTo(Verdict.accepted());
		assertThat(submit(2, new RosterCommand.Approve(proposal))).isEqualTo(Verdict.accepted());
		return proposal;
	}

	private String proposed(ProofOrder order) {
		Outcome proposed = apply(signedReduce(order));
		assertThat(proposed.receipt().verdict()).isEqualTo(Verdict.accepted());
		return proposed.receipt().transactionId();
	}

	private static ProofOrder.Reduce reduce(ProofLevel level, Instant from, Duration length) {
		return new ProofOrder.Reduce(level, from, length);
	}

	private static ProofOrder.Reduce atOnce(ProofLevel level, Duration length) {
		return reduce(level, Instant.EPOCH, length);
	}

	private Optional<ReducedProofs> ordered() {
		return RosterModule.proofs((module, key) -> state.get(Records.entry(module, key)));
	}

	@Test
	void itHoldsFromItsFirstInstantToItsLastAndNeedsNoEpoch() {
		Instant from = START.plusSeconds(5);
		order(reduce(ProofLevel.THREE, from, Duration.ofMinutes(1)));
		Transaction early = registration(ProofLevel.THREE);
		now = from.minusNanos(1);
		Outcome refused = apply(early);
		assertThat(refused.receipt().verdict().reason())
			.isEqualTo("not proven: the bundle has no work proof: four proofs are asked for at this time");
		assertThat(refused.isUnproven()).isTrue();

		now = from;
		assertThat(apply(registration(ProofLevel.THREE)).receipt().verdict()).isEqualTo(Verdict.accepted());
		assertThat(apply(registration(ProofLevel.FOUR)).waived()).as("who shows all still can").isEmpty();
		Transaction late = registration(ProofLevel.THREE);
		now = from.plusSeconds(60).minusNanos(1);
		assertThat(apply(registration(ProofLevel.THREE)).receipt().verdict()).isEqualTo(Verdict.accepted());

		now = from.plusSeconds(60);
		assertThat(ordered()).as("nothing came since").isPresent();
		assertThat(apply(late).isUnproven()).as("made in its time, executed after it").isTrue();
		assertThat(ordered()).isEmpty();
		assertThat(apply(registration(ProofLevel.FOUR)).receipt().verdict()).isEqualTo(Verdict.accepted());
	}

	@Test
	void twoLetsAnOperationDoWithoutSpaceTooAndThreeDoesNot() {
		order(atOnce(ProofLevel.THREE, HOUR));
		assertThat(apply(registration(ProofLevel.TWO)).receipt().verdict().reason()).startsWith("not proven: ")
			.contains("three proofs are asked for");
		order(atOnce(ProofLevel.TWO, HOUR));

		assertThat(apply(registration(ProofLevel.TWO)).waived()).isEqualTo(Set.of(ProofKind.SPACE, ProofKind.WORK));
		assertThat(apply(registration(ProofLevel.THREE)).waived()).isEqualTo(Set.of(ProofKind.WORK));
	}

	@Test
	void whatWasAcceptedWithFewerSaysSoForGood() {
		String order = order(atOnce(ProofLevel.THREE, HOUR));
		Transaction transaction = registration(ProofLevel.THREE);
		Height first = block(now, transaction).root().height();
		Applied last = block(now, registration(ProofLevel.THREE), registration(ProofLevel.FOUR), transaction);

		assertThat(last.block().executed()).extracting(each -> each.waived())
			.containsExactly(Set.of(ProofKind.WORK), Set.of());
		assertThat(Records.ledgerEntry(state::get, Records.receipt(transaction.id()))
			.map(entry -> Outcome.decode(transaction.id(), entry).waived())).contains(Set.of(ProofKind.WORK));
		assertThat(Records.ledgerEntry(state::get, WaivedCount.key(order)).map(WaivedCount::decode))
			.contains(new WaivedCount(ProofLevel.THREE, first, last.root().height(), 2));
	}

	@Test
	void itIsEndedEarlyTheSameWay() {
		assertThat(propose(0, new ProofOrder.Restore()))
			.isEqualTo(Verdict.rejected("four proofs are asked for as it is"));
		order(atOnce(ProofLevel.TWO, HOUR));
		assertThat(apply(registration(ProofLevel.TWO)).receipt().verdict()).isEqualTo(Verdict.accepted());

		order(new ProofOrder.Restore());

		assertThat(apply(registration(ProofLevel.TWO)).isUnproven()).isTrue();
		assertThat(ordered()).isEmpty();
	}

	@Test
	void whatDecidesAboutTheFederationAlwaysNeedsAllOfThem() {
		order(atOnce(ProofLevel.TWO, HOUR));
		made = ProofLevel.TWO;

		Outcome proposed = apply(signedReduce(atOnce(ProofLevel.TWO, HOUR)));

		assertThat(proposed.receipt().verdict()).as("the prover knows that").isEqualTo(Verdict.accepted());
		assertThat(proposed.waived()).isEmpty();
	}

	private Transaction signedReduce(ProofOrder order) {
		RosterCommand command = new RosterCommand.Reduce(order, count);
		return signed(keys.getFirst(), RosterModule.NAME, command.encode(), RosterModule.operation(command));
	}

	@Test
	void twoOfFourOrderNothing() {
		String proposal = proposed(atOnce(ProofLevel.THREE, HOUR));
		assertThat(propose(3, atOnce(ProofLevel.TWO, HOUR))).as("its own").isEqualTo(Verdict.accepted());
		assertThat(submit(3, new RosterCommand.Approve(proposal))).isEqualTo(Verdict.accepted());
		assertThat(ordered()).isEmpty();

		assertThat(apply(registration(ProofLevel.THREE)).isUnproven()).isTrue();
	}

	@Test
	void itBeginsInTimeAndWithinThirtyDays() {
		assertThat(propose(0, reduce(ProofLevel.THREE, START.plus(Duration.ofDays(30)).plusMillis(1), HOUR)).reason())
			.contains("30 days");
		assertThat(propose(0, reduce(ProofLevel.THREE, START.minus(HOUR), HOUR)).reason()).contains("would have ended");
		assertThat(propose(0, reduce(ProofLevel.THREE, START.plus(Duration.ofDays(30)), HOUR)))
			.isEqualTo(Verdict.accepted());
	}

	@Test
	void whoApprovesWhenItWouldBeOverOrdersNothing() {
		String id = proposed(reduce(ProofLevel.THREE, START.plusSeconds(1), Duration.ofMinutes(1)));
		submit(1, new RosterCommand.Approve(id));
		now = START.plusSeconds(61);

		assertThat(submit(2, new RosterCommand.Approve(id)).reason()).contains("would have ended");

		assertThat(ordered()).isEmpty();
	}

	@Test
	void aBeginningThatPassedMeanwhileIsTheDecision() {
		String id = proposed(reduce(ProofLevel.THREE, START.plusSeconds(1), Duration.ofMinutes(1)));
		submit(1, new RosterCommand.Approve(id));
		now = START.plusSeconds(30);
		submit(2, new RosterCommand.Approve(id));

		assertThat(ordered())
			.contains(new ReducedProofs(id, ProofLevel.THREE, START.plusSeconds(30), START.plusSeconds(61)));
	}

	@Test
	void aReplicaThatBeginsWithTheStateDoesTheSame() {
		order(atOnce(ProofLevel.THREE, HOUR));
		MapLedgerState transferred = new MapLedgerState();
		transferred.entries().putAll(state.entries());
		Transaction one = registration(ProofLevel.THREE);
		Transaction two = registration(ProofLevel.TWO);

		Applied here = block(now, one, two);
		Applied there = block(machine(), transferred, now, one, two);

		assertThat(there.root()).isEqualTo(here.root());
		assertThat(there.outcomes()).isEqualTo(here.outcomes());
	}

	/** Replicas with older software are there: receipts are word for word theirs. */
	@Test
	void rulesFromBeforeKnowNothingOfIt() {
		Genesis like = genesis;
		genesis = new Genesis(like.chainId(), like.federation(), like.zone(), like.createdAt(), 10, like.modules(),
				like.validators(), like.root());
		machine = machine();
		Transaction proposed = signedReduce(atOnce(ProofLevel.THREE, HOUR));

		assertThat(apply(proposed).receipt().verdict()).isEqualTo(Verdict.rejected("unexpected entry 'number'"));
		assertThat(apply(registration(ProofLevel.THREE)).receipt().verdict())
			.isEqualTo(Verdict.rejected("the bundle has no work proof"));
		assertThat(state.get(Records.entry(GenesisState.LEDGER, Records.chain(keys.getFirst().id()))))
			.as("its bundle was not looked at")
			.isEmpty();
		assertThat(apply(registration(ProofLevel.FOUR)).receipt().verdict()).isEqualTo(Verdict.accepted());

		// as an epoch with the new rules does
		state.put(Records.entry(RosterModule.NAME, RosterModule.PROTOCOL),
				ByteBuffer.allocate(Long.BYTES).putLong(Protocols.REDUCED_PROOFS).array());
		order(atOnce(ProofLevel.THREE, HOUR));
		assertThat(apply(registration(ProofLevel.THREE)).receipt().verdict()).isEqualTo(Verdict.accepted());
	}

}
