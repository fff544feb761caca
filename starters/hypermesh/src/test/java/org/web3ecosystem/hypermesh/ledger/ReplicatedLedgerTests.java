package org.web3ecosystem.hypermesh.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.LocalEngine;
import org.web3ecosystem.spitest.consensus.RegisterModule;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class ReplicatedLedgerTests {

	private final NodeKey key = NodeKey.generate();

	private final Genesis genesis = TestFederation.genesis(List.of(key));

	private final Node node = TestFederation.node(genesis, key, "node1", TestFederation.endpoints(0));

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

	private final LocalEngine engine = LocalEngine.cluster(1).getFirst();

	@AfterEach
	void close() {
		scheduler.shutdownNow();
		engine.close();
	}

	private ReplicatedLedger ledger(ConsensusEngine over, Duration deadline, int maxInFlight) {
		LedgerLimits limits = new LedgerLimits(deadline, maxInFlight, Duration.ofSeconds(1), Duration.ofSeconds(1));
		return new ReplicatedLedger(new ReplicatedLedger.Parts(node, over, TestFederation.modules(genesis),
				new BundleVerifier(genesis, new ProofVerifier(genesis)),
				new Validators(node, new InMemoryNetwork().node(node.id())), limits, new SecureRandom(), scheduler,
				Runnable::run));
	}

	private static CompletionStage<Receipt> set(ReplicatedLedger ledger, String name, String value) {
		return ledger.submit(RegisterModule.NAME, RegisterModule.set(name, value));
	}

	@Test
	void aTransactionThatWasTakenAndLostIsHandedInAgain() {
		Forgetful forgetful = new Forgetful(engine, 1);
		ReplicatedLedger ledger = ledger(forgetful, Duration.ofSeconds(20), 8);
		ledger.start();

		Receipt receipt = get(set(ledger, "k", "v"));

		assertThat(receipt.verdict().isAccepted()).isTrue();
		assertThat(forgetful.submissions).hasValue(2);
		assertThat(ledger.report().resubmitted()).isEqualTo(1);
	}

	@Test
	void aTransactionThatIsOrderedTwiceIsExecutedOnce() {
		Repeating repeating = new Repeating(engine);
		ReplicatedLedger ledger = ledger(repeating, Duration.ofSeconds(20), 8);
		ledger.start();

		get(set(ledger, "k", "v"));

		await(() -> ledger.report().dropped() == 1, () -> ledger.report().toString());
		assertThat(get(ledger.read(RegisterModule.NAME, RegisterModule.count("k"))))
			.hasValueSatisfying(count -> assertThat(count).asString().isEqualTo("1"));
	}

	@Test
	void aSubmissionThatIsNeverOrderedFailsAtItsDeadline() {
		ReplicatedLedger ledger = ledger(new Forgetful(engine, Integer.MAX_VALUE), Duration.ofMillis(200), 8);
		ledger.start();

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(set(ledger, "k", "v")))
			.withMessageContaining("200 ms");
		assertThat(ledger.report().inFlight()).isZero();
	}

	@Test
	void whenAsManyWaitAsMayTheNextIsToldSo() {
		ReplicatedLedger ledger = ledger(new Forgetful(engine, Integer.MAX_VALUE), Duration.ofSeconds(20), 2);
		ledger.start();
		set(ledger, "k", "1");
		set(ledger, "k", "2");

		assertThatExceptionOfType(LedgerFullException.class).isThrownBy(() -> get(set(ledger, "k", "3")));
	}

	@Test
	void closingEndsWhatWaits() {
		ReplicatedLedger ledger = ledger(new Forgetful(engine, Integer.MAX_VALUE), Duration.ofSeconds(20), 2);
		ledger.start();
		CompletionStage<Receipt> waiting = set(ledger, "k", "1");

		ledger.close();

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(waiting))
			.withMessageContaining("closed");
	}

	@Test
	void theStateOutlivesTheProcess() {
		ReplicatedLedger before = ledger(engine, Duration.ofSeconds(20), 8);
		before.start();
		Receipt receipt = get(set(before, "k", "v"));
		before.close();

		LocalEngine reopened = engine.reopen();
		ReplicatedLedger after = ledger(reopened, Duration.ofSeconds(20), 8);
		after.start();

		await(() -> after.readiness().isAccepted(), () -> after.readiness().toString());
		assertThat(after.height()).isEqualTo(receipt.height());
		assertThat(get(after.outcome(receipt.transactionId())))
			.hasValueSatisfying(outcome -> assertThat(outcome.receipt()).isEqualTo(receipt));
		assertThat(get(after.readProven(RegisterModule.NAME, "k")).isConsistent()).isTrue();
		assertThat(get(set(after, "k", "w")).height()).isEqualTo(receipt.height().next());
		after.close();
	}

	/** An engine that lost its state answers as if there never was anything. */
	@Test
	void aStateThatIsEmptiedIsNotAnsweredFrom() {
		Emptied emptied = new Emptied(engine);
		ReplicatedLedger ledger = ledger(emptied, Duration.ofSeconds(20), 8);
		ledger.start();
		Receipt receipt = get(set(ledger, "k", "v"));
		assertThat(ledger.readiness().isAccepted()).isTrue();

		emptied.empty = true;

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> ledger.read(RegisterModule.NAME, "k"))
			.withMessageContaining("start the node again");
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> ledger.readProven(RegisterModule.NAME, "k"));
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(ledger::snapshot);
		assertThat(ledger.height()).isEqualTo(receipt.height());
		assertThat(ledger.readiness()).isInstanceOfSatisfying(Verdict.Rejected.class,
				verdict -> assertThat(verdict.reason()).contains("height " + receipt.height().number(), "is at 0"));

		emptied.empty = false;
		assertThat(ledger.readiness().isAccepted()).as("what was lost may be half there").isFalse();
	}

	/** Takes transactions and loses the first ones. */
	private static class Forgetful implements ConsensusEngine {

		private final ConsensusEngine engine;

		private final int lost;

		final AtomicInteger submissions = new AtomicInteger();

		Forgetful(ConsensusEngine engine, int lost) {
			this.engine = engine;
			this.lost = lost;
		}

		@Override
		public void start(LedgerApplication application) {
			engine.start(application);
		}

		@Override
		public Submission submit(byte[] transaction) {
			return submissions.getAndIncrement() < lost ? Submission.TAKEN : engine.submit(transaction);
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

	/** Goes on without its state. */
	private static final class Emptied extends Forgetful {

		private volatile boolean empty;

		Emptied(ConsensusEngine engine) {
			super(engine, 0);
		}

		@Override
		public Optional<byte[]> read(byte[] key) {
			return empty ? Optional.empty() : super.read(key);
		}

		@Override
		public Snapshot snapshot() {
			Snapshot whole = super.snapshot();
			return empty ? new Snapshot() {

				@Override
				public Optional<byte[]> get(byte[] key) {
					return Optional.empty();
				}

				@Override
				public void close() {
					whole.close();
				}

			} : whole;
		}

	}

	/** Orders everything twice. */
	private static final class Repeating extends Forgetful {

		private final ConsensusEngine engine;

		Repeating(ConsensusEngine engine) {
			super(engine, 0);
			this.engine = engine;
		}

		@Override
		public Submission submit(byte[] transaction) {
			engine.submit(transaction);
			return engine.submit(transaction);
		}

	}

}
