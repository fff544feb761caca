package org.web3ecosystem.hypermesh.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.hypermesh.reputation.ReputationRules;
import org.web3ecosystem.hypermesh.reputation.Scores;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.LocalEngine;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

/** A bundle, and with it its nonce, is used a second time. */
class ReplayTests {

	private final NodeKey self = NodeKey.generate();

	private final NodeKey other = NodeKey.generate();

	private final Genesis genesis = TestFederation.genesis(List.of(self, other));

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final LocalEngine engine = LocalEngine.cluster(1).getFirst();

	private final Scores scores = new Scores(ReputationRules.DEFAULT, () -> 0);

	private final ReplicatedLedger ledger = ledger();

	private final byte[] body = AssetFixtures.registration("disk-1");

	private byte nonce;

	@AfterEach
	void close() {
		ledger.close();
		scheduler.shutdownNow();
	}

	private ReplicatedLedger ledger() {
		Node node = TestFederation.node(genesis, self, "node1", TestFederation.endpoints(0));
		return new ReplicatedLedger(new ReplicatedLedger.Parts(node, engine, TestFederation.modules(genesis),
				new BundleVerifier(genesis, new ProofVerifier(genesis)),
				new Validators(node, new InMemoryNetwork().node(node.id()), scores),
				new LedgerLimits(Duration.ofSeconds(20), 8, Duration.ofSeconds(1), Duration.ofSeconds(1)),
				new SecureRandom(), scheduler, Runnable::run));
	}

	@Test
	void whoSignsASecondTransactionWithABundleIsScoredDown() {
		ledger.start();
		byte[] bundle = bundle(other);

		assertThat(handIn(transaction(other, bundle))).isEqualTo(Verdict.accepted());
		assertThat(scores.all()).isEmpty();
		assertThat(order(transaction(other, bundle)).reason()).isEqualTo("not proven: the bundle was used before");

		assertThat(scores.all()).containsOnlyKeys(other.id());
		assertThat(scores.all().get(other.id()).deeds()).isEqualTo(Map.of(Deed.REPLAYED_NONCE, 1L));
		assertThat(scores.of(other.id())).isEqualTo(-200);
	}

	@Test
	void theSameTransactionAgainIsNobodysFault() {
		ledger.start();
		byte[] transaction = transaction(other, bundle(other));

		assertThat(handIn(transaction)).isEqualTo(Verdict.accepted());
		assertThat(handIn(transaction)).isEqualTo(Verdict.accepted());

		assertThat(scores.all()).isEmpty();
	}

	/** Whoever reads a bundle on the ledger has it, and it is another's. */
	@Test
	void anothersBundleLowersTheScoreOfNeither() {
		ledger.start();
		byte[] bundle = bundle(other);
		assertThat(handIn(transaction(other, bundle))).isEqualTo(Verdict.accepted());

		TestFederation.await(() -> ledger.height().number() > 0, () -> "nothing ordered");
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> handIn(transaction(self, bundle)));

		assertThat(scores.all()).isEmpty();
	}

	/** As if another node, which does not look, had taken it. */
	private Verdict order(byte[] transaction) {
		engine.submit(transaction.clone());
		String id = Transaction.id(transaction);
		TestFederation.await(() -> get(ledger.outcome(id)).isPresent(), () -> "not ordered");
		return get(ledger.outcome(id)).orElseThrow().receipt().verdict();
	}

	private Verdict handIn(byte[] transaction) {
		return get(ledger.handIn(transaction)).receipt().verdict();
	}

	private byte[] bundle(NodeKey author) {
		FixedTime time = new FixedTime(List.of(self, other), Instant::now);
		return get(new Prover(author, genesis, time.sources(new StakeWitness()), new SecureRandom(), Runnable::run)
			.prove(AssetFixtures.operation(body))).encoded();
	}

	private byte[] transaction(NodeKey author, byte[] bundle) {
		byte[] bytes = new byte[Transaction.NONCE_LENGTH];
		bytes[0] = nonce++;
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, Height.GENESIS, AssetModule.NAME, bytes, body,
				Optional.of(bundle))
			.sign(author)
			.encoded();
	}

}
