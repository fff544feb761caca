package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.transport.TransportException.RemoteFailure;

/**
 * The ledger of a node that does not validate. It asks validators and believes proofs
 * only: every entry it returns lies under a root that more than two thirds signed, and
 * never under an older one than it saw before.
 */
public final class ObserverLedger implements VerifiableLedger {

	private static final Duration FIRST_RETRY = Duration.ofMillis(100);

	private static final Duration LAST_RETRY = Duration.ofSeconds(4);

	/** After so many silent intervals it no longer claims to follow. */
	private static final int PATIENCE = 5;

	private final Node node;

	private final Validators validators;

	private final ProofVerifier proofs;

	private final LedgerLimits limits;

	private final RandomGenerator random;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final Counters counters = new Counters();

	private final Commands commands;

	private final AtomicLong verified = new AtomicLong();

	private final AtomicInteger turn = new AtomicInteger();

	private final AtomicInteger silent = new AtomicInteger(PATIENCE);

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param scheduler for retries; not closed here
	 * @param executor where answers are verified; not closed here
	 */
	public ObserverLedger(Node node, Validators validators, ProofVerifier proofs, LedgerLimits limits,
			RandomGenerator random, ScheduledExecutorService scheduler, Executor executor) {
		this.node = node;
		this.validators = validators;
		this.proofs = proofs;
		this.limits = limits;
		this.random = random;
		this.scheduler = scheduler;
		this.executor = executor;
		this.commands = new Commands(limits.maxInFlight());
	}

	@Override
	public void start() {
		if (started.compareAndSet(false, true)) {
			follow();
		}
	}

	private void follow() {
		if (!closed.get()) {
			readProven(GenesisState.LEDGER, "genesis").whenComplete((entry, failure) -> {
				silent.updateAndGet(times -> (failure != null) ? Math.min(times + 1, PATIENCE) : 0);
				if (!closed.get()) {
					scheduler.schedule(this::follow, limits.followInterval().toMillis(), TimeUnit.MILLISECONDS);
				}
			});
		}
	}

	@Override
	public Verdict readiness() {
		return (silent.get() < PATIENCE) ? Verdict.accepted()
				: Verdict.unavailable("no validator answers with a proof of the ledger's state");
	}

	// reading

	@Override
	public CompletionStage<ProvenEntry> readProven(String module, String key) {
		byte[] request = ReadHandler.request(module, key);
		long seen = verified.get();
		return askInTurn(0, (validator, deadline) -> validators.ask(validator, ReadHandler.METHOD, request, deadline)
			.thenApplyAsync(answer -> accept(module, key, seen, answer), executor));
	}

	private ProvenEntry accept(String module, String key, long seen, byte[] answer) {
		ProvenEntry entry = proofs.verify(answer);
		if (!entry.module().equals(module) || !entry.key().equals(key)) {
			throw new RejectedException("a validator proved something else than it was asked");
		}
		long height = entry.root().root().height().number();
		if (height < seen) {
			throw new UnavailableException("a validator answered from the past: height " + height);
		}
		verified.accumulateAndGet(height, Math::max);
		return entry;
	}

	/** Whoever fails or proves wrong is left out, and the next is asked. */
	private CompletionStage<ProvenEntry> askInTurn(int tried,
			BiFunction<Validator, Duration, CompletionStage<ProvenEntry>> question) {
		List<Validator> all = validators.others();
		if (all.isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException("there is no other validator to ask"));
		}
		Validator validator = all.get(Math.floorMod(turn.get(), all.size()));
		return question.apply(validator, limits.requestDeadline()).exceptionallyCompose(failure -> {
			turn.incrementAndGet();
			return (tried + 1 < all.size()) ? askInTurn(tried + 1, question) : CompletableFuture
				.failedFuture(new UnavailableException("no validator gave a proven answer", Failures.cause(failure)));
		});
	}

	@Override
	public CompletionStage<Optional<byte[]>> read(String module, String key) {
		return readProven(module, key).thenApply(ProvenEntry::value);
	}

	@Override
	public CompletionStage<LedgerSnapshot> snapshot() {
		return CompletableFuture.failedFuture(
				new RejectedException("this node does not validate and has no state of its own; ask a validator"));
	}

	@Override
	public CompletionStage<Optional<Outcome>> outcome(String transactionId) {
		return read(GenesisState.LEDGER, Records.receipt(transactionId))
			.thenApply(value -> value.map(encoded -> Outcome.decode(transactionId, encoded)));
	}

	@Override
	public Height height() {
		return new Height(verified.get());
	}

	// submitting

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command) {
		return commands.once(module, command, () -> send(module, command, Optional.empty()));
	}

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
		return commands.once(module, command, () -> send(module, command, Optional.of(bundle.encoded())));
	}

	private CompletionStage<Receipt> send(String module, byte[] command, Optional<byte[]> proof) {
		byte[] nonce = new byte[Transaction.NONCE_LENGTH];
		random.nextBytes(nonce);
		Transaction.Draft draft = new Transaction.Draft(node.genesis().chainId(), Epoch.GENESIS, height(), module,
				nonce, command, proof);
		Sending sending = new Sending(sign(draft));
		sending.attempt(FIRST_RETRY);
		long start = System.nanoTime();
		return sending.result.orTimeout(limits.submitDeadline().toMillis(), TimeUnit.MILLISECONDS)
			.handle((outcome, failure) -> {
				if (failure != null) {
					throw Failures.asUnavailable("the transaction was not ordered", failure);
				}
				counters.receipts.increment();
				counters.waitingNanos.add(System.nanoTime() - start);
				return outcome.receipt();
			});
	}

	private Transaction sign(Transaction.Draft draft) {
		try {
			return draft.sign(node.key());
		}
		catch (CborException tooLarge) {
			throw new RejectedException("not a possible transaction: " + tooLarge.getMessage(), tooLarge);
		}
	}

	@Override
	public LedgerReport report() {
		return counters.report(height(), height(), commands.underWay(), false);
	}

	@Override
	public void close() {
		closed.set(true);
	}

	/** One transaction on its way through some validator. */
	private final class Sending {

		private final Transaction transaction;

		private final CompletableFuture<Outcome> result = new CompletableFuture<>();

		Sending(Transaction transaction) {
			this.transaction = transaction;
		}

		void attempt(Duration retry) {
			if (result.isDone() || closed.get()) {
				return;
			}
			Validator validator = validators.others().get(Math.floorMod(turn.get(), validators.others().size()));
			validators.ask(validator, SubmitHandler.METHOD, transaction.encoded(), limits.submitDeadline())
				.thenCompose(answer -> outcome(transaction.id()))
				.whenComplete((outcome, failure) -> answered(outcome, failure, retry));
		}

		private void answered(@Nullable Optional<Outcome> outcome, @Nullable Throwable failure, Duration retry) {
			if (outcome != null && outcome.isPresent()) {
				result.complete(outcome.get());
				return;
			}
			if (failure != null && Failures.cause(failure) instanceof RemoteFailure remote && remote.isRejected()) {
				result.completeExceptionally(new RejectedException(String.valueOf(remote.getMessage()), remote));
				return;
			}
			// said to be done but not proven, or no answer: another validator may do
			// better
			turn.incrementAndGet();
			counters.resubmitted.increment();
			Duration next = retry.multipliedBy(2);
			scheduler.schedule(() -> attempt((next.compareTo(LAST_RETRY) < 0) ? next : LAST_RETRY), retry.toMillis(),
					TimeUnit.MILLISECONDS);
		}

	}

}
