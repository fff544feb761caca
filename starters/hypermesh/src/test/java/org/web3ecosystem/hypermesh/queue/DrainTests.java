package org.web3ecosystem.hypermesh.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.ledger.Outcome;
import org.web3ecosystem.hypermesh.ledger.SignedCommand;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.hypermesh.queue.QueueState.Signed;
import org.web3ecosystem.hypermesh.queue.QueueState.Waiting;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.asset.Asset;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.QueuedException;
import org.web3ecosystem.spi.consensus.WriteQueue.Way;
import org.web3ecosystem.spi.consensus.WriteQueue.Wish;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class DrainTests {

	private final TestFederation federation = new TestFederation(4);

	private final MemoryStore store = new MemoryStore();

	private DurableQueue queue = reopened();

	@AfterEach
	void close() {
		federation.close();
	}

	/** As after a crash: what is in memory is gone. */
	private DurableQueue reopened() {
		store.mend();
		DurableQueue opened = QueueFixtures.queue(store, QueueLimits.of(100, 1 << 20));
		opened.open();
		return opened;
	}

	private Drain drain(VerifiableLedger ledger, ConsensusProvider consensus) {
		return new Drain(new Drain.Parts(queue, ledger, consensus, federation.member(0).node().id(),
				federation.scheduler(), Thread::startVirtualThread, System::nanoTime));
	}

	private Drain drain(VerifiableLedger ledger) {
		return drain(ledger, federation.member(0).consensus(Mode.MANDATORY));
	}

	private Drain drain() {
		return drain(federation.member(0).ledger());
	}

	private void empty() {
		Drain drain = drain();
		while (drain.batch()) {
			// some more
		}
	}

	private QueueEntry set(String key, String value) {
		return queue.add(RegisterModule.NAME, RegisterModule.set(key, value), Optional.empty(), "PUT " + key, "");
	}

	private Optional<String> read(String key) {
		return get(federation.member(0).ledger().read(RegisterModule.NAME, key))
			.map(value -> new String(value, StandardCharsets.UTF_8));
	}

	private QueueEnd end(QueueEntry entry) {
		return queue.find(entry.id()).orElseThrow().state() instanceof Ended(Instant at, QueueEnd end) ? end
				: new QueueEnd.Refused("it has not ended");
	}

	private long height(QueueEntry entry) {
		return end(entry) instanceof QueueEnd.Decided(Receipt receipt) ? receipt.height().number() : -1;
	}

	@Test
	void whatWasQueuedWhileTheLedgerStoodStillIsDoneInOrderByItself() {
		federation.member(0).ledger().start();
		Way way = new QueueWays(queue, drain(), federation.member(0).ledger())
			.way(new Wish("POST", Duration.ofSeconds(10)));
		Drain drain = drain();
		drain.start();
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			CompletionStage<Receipt> later = way.ledger()
				.submit(RegisterModule.NAME, RegisterModule.set("n", String.valueOf(i)));
			assertThatExceptionOfType(QueuedException.class).isThrownBy(() -> get(later))
				.satisfies(queued -> ids.add(queued.id()));
		}
		LedgerAssets assets = new LedgerAssets(federation.member(0).node().id(), way.ledger(), way.consensus());
		assertThatExceptionOfType(QueuedException.class)
			.isThrownBy(() -> get(assets.register("disk-1", AssetKind.STORAGE, "a disk")))
			.satisfies(queued -> ids.add(queued.id()));
		assertThat(read("n")).as("nothing of it is to be seen").isEmpty();

		federation.start();
		await(() -> queue.next(1).isEmpty(), () -> queue.entries().toString());

		assertThat(queue.entries()).extracting(QueueEntry::id).isEqualTo(ids);
		assertThat(queue.entries()).extracting(this::height).isSorted().doesNotHaveDuplicates().doesNotContain(-1L);
		assertThat(read("n")).hasValue("19");
		assertThat(read(RegisterModule.count("n"))).hasValue("20");
		assertThat(get(assets.find("disk-1"))).map(Asset::kind).hasValue(AssetKind.STORAGE);
		assertThat(queue.report()).isEqualTo(new QueueReport(0, 0, 21, 0, ""));
		drain.close();
	}

	@Test
	void whoWaitsIsAnsweredAsEverWhileTheLedgerDecides() {
		federation.start();
		Drain drain = drain();
		drain.start();
		Way way = new QueueWays(queue, drain, federation.member(0).ledger())
			.way(new Wish("POST", TestFederation.PATIENCE));

		Receipt receipt = get(way.ledger().submit(RegisterModule.NAME, RegisterModule.set("k", "1")));
		Receipt refused = get(way.ledger().submit(RegisterModule.NAME, RegisterModule.set("k", "no")));

		assertThat(receipt.verdict()).isEqualTo(Verdict.accepted());
		assertThat(refused.verdict()).isEqualTo(Verdict.rejected("no"));
		assertThat(read("k")).hasValue("1");
		drain.close();
	}

	/** Puts of one write: it waits, it is signed, it ended. */
	@ParameterizedTest
	@CsvSource({ "1, false", "1, true", "2, false", "2, true" })
	void aDiskThatFailsBetweenTwoStepsLosesNothingAndDoesNothingTwice(int puts, boolean stored) {
		federation.start();
		store.failAfter(puts, stored);
		QueueEntry entry = set("once", "1");

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::empty);
		queue = reopened();
		empty();

		assertThat(read(RegisterModule.count("once"))).hasValue("1");
		assertThat(end(entry)).isInstanceOf(QueueEnd.Decided.class);
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void aDiskThatFailsAtOnceHasPromisedNothing(boolean stored) {
		federation.start();
		store.failAfter(0, stored);

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> set("never", "1"));
		assertThat(queue.entries()).isEmpty();
		queue = reopened();
		empty();

		assertThat(read(RegisterModule.count("never"))).isEqualTo(stored ? Optional.of("1") : Optional.empty());
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void aCrashRoundTheHandingInLeadsToTheSameTransaction(boolean executed) {
		federation.start();
		VerifiableLedger real = federation.member(0).ledger();
		List<String> handedIn = new ArrayList<>();
		VerifiableLedger crashing = new StubLedger(real).answer("handIn", arguments -> {
			Outcome outcome = executed ? get(real.handIn((byte[]) arguments[0])) : null;
			handedIn.add(outcome == null ? "" : outcome.receipt().transactionId());
			throw new UnavailableException("it crashed");
		}).ledger();
		QueueEntry entry = set("once", "1");

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> drain(crashing).batch());
		queue = reopened();
		String signed = queue.find(entry.id()).orElseThrow().state() instanceof Signed kept ? kept.transaction().id()
				: "nothing";
		empty();

		assertThat(handedIn).containsExactly(executed ? signed : "");
		assertThat(read(RegisterModule.count("once"))).hasValue("1");
		assertThat(end(entry)).isInstanceOfSatisfying(QueueEnd.Decided.class,
				decided -> assertThat(decided.receipt().transactionId()).isEqualTo(signed));
	}

	@Test
	void aConflictIsReportedAndTheNextGoesOn() {
		federation.start();
		QueueEntry refused = set("k", "no");
		QueueEntry malformed = queue.add(RegisterModule.NAME, new byte[] { '!' }, Optional.empty(), "PUT", "");
		QueueEntry fine = set("k", "1");

		empty();

		assertThat(end(refused)).isInstanceOfSatisfying(QueueEnd.Decided.class,
				decided -> assertThat(decided.receipt().verdict()).isEqualTo(Verdict.rejected("no")));
		assertThat(end(malformed)).isInstanceOfSatisfying(QueueEnd.Refused.class,
				no -> assertThat(no.reason()).contains("not key=value"));
		assertThat(end(fine)).isInstanceOf(QueueEnd.Decided.class);
		assertThat(queue.report()).isEqualTo(new QueueReport(0, 0, 1, 2, ""));
	}

	@Test
	void whatCannotBeProvenNowHoldsUpAllAfterIt() {
		federation.start();
		Operation operation = new Operation("asset.register", new byte[32], true);
		QueueEntry first = queue.add(AssetModule.NAME, new byte[] { 1 }, Optional.of(operation), "POST", "");
		QueueEntry second = set("k", "1");

		assertThatExceptionOfType(UnavailableException.class).isThrownBy(
				() -> drain(federation.member(0).ledger(), new Says(new UnavailableException("no time"))).batch());
		assertThat(queue.next(10)).extracting(QueueEntry::id).containsExactly(first.id(), second.id());
		assertThat(read("k")).isEmpty();

		drain(federation.member(0).ledger(), new Says(new RejectedException("the prover has no stake"))).batch();
		assertThat(end(first)).isEqualTo(new QueueEnd.Refused("the prover has no stake"));
		assertThat(end(second)).isInstanceOf(QueueEnd.Decided.class);
	}

	/** Proves nothing, and says why. */
	private record Says(RuntimeException why) implements ConsensusProvider {

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			return CompletableFuture.failedFuture(why);
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			throw new IllegalStateException("nothing was proven");
		}

	}

	@Test
	void whatWasProvenBeforeMoreCameToBeAskedForIsProvenAgain() {
		federation.start();
		Operation operation = new Operation("asset.register", new byte[32], true);
		ConsensusProvider provider = federation.member(0).consensus(Mode.MANDATORY);
		List<ProofBundle> judged = new ArrayList<>();
		ConsensusProvider stricter = new ConsensusProvider() {

			@Override
			public CompletionStage<ProofBundle> prove(Operation wanted) {
				return provider.prove(wanted);
			}

			@Override
			public CompletionStage<Verdict> validate(ProofBundle bundle, Operation wanted, NodeId prover) {
				judged.add(bundle);
				return judged.size() == 1
						? CompletableFuture.completedFuture(Verdict.rejected("the bundle has no work proof"))
						: provider.validate(bundle, wanted, prover);
			}

		};
		QueueEntry entry = queue.add(AssetModule.NAME, new byte[] { 1 }, Optional.of(operation), "POST", "");

		drain(federation.member(0).ledger(), stricter).batch();

		assertThat(judged).hasSize(2).doesNotHaveDuplicates();
		assertThat(end(entry).toString()).doesNotContain("no work proof");
	}

	// what became void

	private static final String ID = "ab".repeat(32);

	private final AtomicLong height = new AtomicLong(100);

	private final AtomicLong epoch = new AtomicLong(1);

	private Optional<Outcome> outcome = Optional.empty();

	/** Knows no receipt but that, and takes nothing. */
	private Drain ofStub() {
		return drain(
				new StubLedger(federation.member(0).ledger())
					.answer("sign",
							arguments -> new SignedCommand(ID, new Epoch(epoch.get()), new Height(height.get()),
									new byte[1]))
					.answer("height", arguments -> new Height(height.get()))
					.answer("epoch", arguments -> new Epoch(epoch.get()))
					.answer("outcome", arguments -> CompletableFuture.completedStage(outcome))
					.answer("handIn", arguments -> CompletableFuture.failedStage(new UnavailableException("not now")))
					.ledger());
	}

	private void failing(Drain drain) {
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(drain::batch);
	}

	private QueueState state(QueueEntry entry) {
		return queue.find(entry.id()).orElseThrow().state();
	}

	private Outcome outcome(Verdict verdict) {
		return new Outcome("register", new Receipt(ID, new Height(height.get()), Instant.EPOCH, verdict));
	}

	@Test
	void whatBecameVoidWithoutAReceiptIsMadeAnew() {
		Drain drain = ofStub();
		QueueEntry entry = set("k", "1");
		failing(drain);
		height.set(9_000);
		failing(drain);
		height.set(10_100);

		drain.batch();

		assertThat(state(entry)).isInstanceOfSatisfying(Waiting.class,
				waiting -> assertThat(waiting.attempts()).isEqualTo(1));
	}

	@Test
	void whatBecameVoidAndHasAReceiptWasExecuted() {
		Drain drain = ofStub();
		QueueEntry entry = set("k", "1");
		failing(drain);
		height.set(10_100);
		outcome = Optional.of(outcome(Verdict.accepted()));

		drain.batch();

		assertThat(end(entry)).isInstanceOf(QueueEnd.Decided.class);
	}

	@Test
	void whatTheLedgerMayHaveExecutedAndForgottenIsNotMadeAnew() {
		Drain drain = ofStub();
		QueueEntry entry = set("k", "1");
		failing(drain);
		height.set(30_000);

		drain.batch();

		assertThat(end(entry)).isEqualTo(new QueueEnd.Unknown(ID));
	}

	@Test
	void whatIsOfAnEpochThatIsOverIsMadeAnew() {
		Drain drain = ofStub();
		QueueEntry entry = set("k", "1");
		failing(drain);
		epoch.set(3);

		drain.batch();

		assertThat(state(entry)).isInstanceOf(Waiting.class);
	}

	/** It may need what the first does. */
	@Test
	void nothingOvertakesWhatIsMadeAnew() {
		Drain drain = ofStub();
		QueueEntry first = set("k", "1");
		QueueEntry second = set("k", "2");
		outcome = Optional.of(outcome(Verdict.rejected("not proven: the time proof is too old")));

		assertThat(drain.batch()).isTrue();

		assertThat(state(first)).isInstanceOfSatisfying(Waiting.class,
				waiting -> assertThat(waiting.attempts()).isEqualTo(1));
		assertThat(state(second)).isEqualTo(second.state());
	}

	/** It may lie, or not know enough yet; where more than f say so one is honest. */
	@Test
	void whatOneValidatorWouldNotTakeIsHandedInToOthers() {
		QueueEntry entry = set("k", "1");
		Drain drain = drain(
				new StubLedger(federation.member(0).ledger())
					.answer("sign",
							arguments -> new SignedCommand(ID, new Epoch(epoch.get()), new Height(height.get()),
									new byte[1]))
					.answer("height", arguments -> new Height(height.get()))
					.answer("epoch", arguments -> new Epoch(epoch.get()))
					.answer("replica", arguments -> Optional.empty())
					.answer("outcome", arguments -> CompletableFuture.completedStage(outcome))
					.answer("handIn", arguments -> CompletableFuture.failedStage(new RejectedException("no")))
					.ledger());

		failing(drain);
		assertThat(queue.find(entry.id()).orElseThrow().isOpen()).isTrue();

		drain.batch();
		assertThat(end(entry)).isEqualTo(new QueueEnd.Refused("no"));
	}

	@Test
	void aBundleThatWaitedTooLongIsMadeAnewSomeTimes() {
		Drain drain = ofStub();
		QueueEntry entry = set("k", "1");
		outcome = Optional.of(outcome(Verdict.rejected("not proven: the bundle is too old")));
		drain.batch();
		assertThat(state(entry)).as("at once").isInstanceOf(Waiting.class);
		for (int i = 1; i < 8; i++) {
			assertThatExceptionOfType(UnavailableException.class).as("not before a pause").isThrownBy(drain::batch);
			assertThat(state(entry)).isInstanceOf(Waiting.class);
		}

		drain.batch();

		assertThat(end(entry)).isInstanceOfSatisfying(QueueEnd.Refused.class,
				no -> assertThat(no.reason()).contains("8 times", "too old"));
	}

	@Test
	void whatEmergencyModeHoldsUpWaitsWithoutAnAttemptCounted() {
		Drain drain = ofStub();
		QueueEntry entry = set("k", "1");
		QueueEntry next = set("k", "2");
		outcome = Optional.of(outcome(Verdict.rejected("held up: emergency mode until 2026-05-05T13:00:00Z")));
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(drain::batch)
				.withMessageContaining("2026-05-05T13:00:00Z");
			assertThat(state(entry)).isInstanceOfSatisfying(Waiting.class,
					waiting -> assertThat(waiting.attempts()).isZero());
			assertThat(state(next)).as("nothing overtakes it").isInstanceOf(Waiting.class);
		}
		outcome = Optional.of(outcome(Verdict.accepted()));

		drain.batch();

		assertThat(end(entry)).isInstanceOf(QueueEnd.Decided.class);
	}

}
