package org.web3ecosystem.hypermesh.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.LocalEngine;
import org.web3ecosystem.spitest.consensus.RegisterModule;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

/** What cannot be executed is refused before anybody orders it. */
class DoorTests {

	private final NodeKey key = NodeKey.generate();

	private final Genesis genesis = TestFederation.genesis(List.of(key));

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final Looking engine = new Looking(LocalEngine.cluster(1).getFirst());

	private final byte[] body = AssetFixtures.registration("disk-1");

	private ReplicatedLedger ledger = ledger(Duration.ofSeconds(20));

	private byte nonce;

	@AfterEach
	void close() {
		ledger.close();
		scheduler.shutdownNow();
	}

	private ReplicatedLedger ledger(Duration deadline) {
		Node node = TestFederation.node(genesis, key, "node1", TestFederation.endpoints(0));
		return new ReplicatedLedger(new ReplicatedLedger.Parts(node, engine, TestFederation.modules(genesis),
				new BundleVerifier(genesis, new ProofVerifier(genesis)),
				new Validators(node, new InMemoryNetwork().node(node.id())),
				new LedgerLimits(deadline, 64, Duration.ofSeconds(1), Duration.ofSeconds(1)), new SecureRandom(),
				scheduler, Runnable::run));
	}

	@Test
	void whatMayBeExecutedMuchLaterIsRefusedAtOnce() {
		start();

		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(ledger.handIn(setting("k", new Height(1_000_000)))))
			.withMessage("it may be executed after height 1000000, the ledger is at 0");

		assertThat(engine.taken).isEmpty();
		assertThat(ledger.report().inFlight()).isZero();
	}

	@Test
	void whoIsALittleAheadWaitsAndIsExecutedThen() {
		start();
		CompletionStage<Outcome> early = ledger.handIn(setting("early", new Height(2)));
		assertThat(engine.taken).isEmpty();

		get(ledger.handIn(setting("first", Height.GENESIS)));
		get(ledger.handIn(setting("second", Height.GENESIS)));

		assertThat(get(early).receipt().verdict().isAccepted()).isTrue();
		assertThat(get(early).receipt().height()).isEqualTo(new Height(3));
		assertThat(engine.taken).hasSize(3);
	}

	/** It would be ordered too early, so it is not ordered. */
	@Test
	void whatIsEarlyUntilItsDeadlineIsNeverOrdered() {
		ledger = ledger(Duration.ofMillis(300));
		start();

		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(ledger.handIn(setting("k", new Height(Door.LEAD)))));

		assertThat(engine.taken).isEmpty();
	}

	/** A node that was away is at a height from then. */
	@Test
	void aNodeThatDoesNotTakePartRefusesNobodyForItsOwnHeight() {
		ledger = ledger(Duration.ofMillis(300));

		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(ledger.handIn(setting("k", new Height(1_000_000)))));
	}

	@Test
	void ofManyTransactionsWithOneBundleOneIsOrdered() {
		start();
		byte[] bundle = bundle();
		engine.holds = true;
		CompletionStage<Outcome> first = ledger.handIn(registration(bundle));

		for (int i = 0; i < 29; i++) {
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> get(ledger.handIn(registration(bundle))))
				.withMessage("not proven: another transaction with this bundle is on its way");
		}
		engine.letGo();

		assertThat(get(first).receipt().verdict().isAccepted()).isTrue();
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> get(ledger.handIn(registration(bundle))))
			.withMessage("not proven: the bundle was used before");
		assertThat(engine.taken).hasSize(1);
	}

	@Test
	void theSameTransactionAgainHasItsReceipt() {
		start();
		byte[] transaction = registration(bundle());
		Outcome outcome = get(ledger.handIn(transaction));

		List<Outcome> again = IntStream.range(0, 3).mapToObj(i -> get(ledger.handIn(transaction))).toList();

		assertThat(again).containsOnly(outcome);
		assertThat(engine.taken).hasSize(1);
	}

	@Test
	void aBundleWhoseTransactionWasNotOrderedIsFreeForAnother() {
		ledger = ledger(Duration.ofSeconds(2));
		start();
		byte[] bundle = bundle();
		engine.holds = true;
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> get(ledger.handIn(registration(bundle))));
		engine.holds = false;

		assertThat(get(ledger.handIn(registration(bundle))).receipt().verdict().isAccepted()).isTrue();
	}

	private void start() {
		ledger.start();
		TestFederation.await(() -> ledger.readiness().isAccepted(), () -> ledger.readiness().toString());
	}

	private byte[] bundle() {
		FixedTime time = new FixedTime(List.of(key), Instant::now);
		return get(new Prover(key, genesis, time.sources(new StakeWitness()), new SecureRandom(), Runnable::run)
			.prove(AssetFixtures.operation(body))).encoded();
	}

	private byte[] registration(byte[] bundle) {
		return transaction(Height.GENESIS, AssetModule.NAME, body, Optional.of(bundle));
	}

	private byte[] setting(String name, Height after) {
		return transaction(after, RegisterModule.NAME, RegisterModule.set(name, "v"), Optional.empty());
	}

	private byte[] transaction(Height after, String module, byte[] command, Optional<byte[]> bundle) {
		byte[] bytes = new byte[Transaction.NONCE_LENGTH];
		bytes[0] = nonce++;
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, after, module, bytes, command, bundle).sign(key)
			.encoded();
	}

	/** Knows what it was given, and may keep it to itself for a while. */
	private static final class Looking implements ConsensusEngine {

		private final ConsensusEngine engine;

		private final Set<String> taken = ConcurrentHashMap.newKeySet();

		private volatile boolean holds;

		private byte[] held = {};

		Looking(ConsensusEngine engine) {
			this.engine = engine;
		}

		void letGo() {
			holds = false;
			engine.submit(held.clone());
		}

		@Override
		public void start(LedgerApplication application) {
			engine.start(application);
		}

		@Override
		public Submission submit(byte[] transaction) {
			taken.add(Transaction.id(transaction));
			if (holds) {
				held = transaction.clone();
				return Submission.TAKEN;
			}
			return engine.submit(transaction);
		}

		@Override
		public Optional<byte[]> read(byte[] key) {
			return engine.read(key);
		}

		@Override
		public Snapshot snapshot() {
			return engine.snapshot();
		}

		@Override
		public EngineReport report() {
			return engine.report();
		}

		@Override
		public void close() {
			engine.close();
		}

	}

}
