package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.UnknownEpochException;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * The ledger of whoever does not validate. It asks those who serve it and believes proofs
 * only: every entry it returns lies under a root that more than two thirds signed, and
 * never under an older one than it saw before.
 */
public final class ObserverLedger implements VerifiableLedger {

	private static final Duration FIRST_RETRY = Duration.ofMillis(100);

	private static final Duration LAST_RETRY = Duration.ofSeconds(4);

	/** After so many silent intervals it no longer claims to follow. */
	private static final int PATIENCE = 5;

	/**
	 * How many rosters are learned for one answer; the next answer goes on from there.
	 */
	private static final int MAX_LEARNED = 64;

	private static final long NEVER = Long.MIN_VALUE;

	private final NodeKey key;

	private final Genesis genesis;

	private final Function<Roster, List<LedgerServer>> servers;

	private final ProofVerifier proofs;

	private final LedgerLimits limits;

	private final RandomGenerator random;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final Counters counters = new Counters();

	private final Commands commands;

	private final AtomicLong verified = new AtomicLong();

	private volatile Instant consensusTime;

	/**
	 * Until when it is known what was decided, by the clock of the process and as who
	 * serves it says.
	 */
	private final AtomicLong heard = new AtomicLong(NEVER);

	private final AtomicInteger underWay = new AtomicInteger();

	private final AtomicInteger turn = new AtomicInteger();

	private final AtomicInteger silent = new AtomicInteger(PATIENCE);

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * @param key signs what is submitted
	 * @param servers of a roster, asked in turn, each until it fails
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param scheduler for retries; not closed here
	 * @param executor where answers are verified; not closed here
	 */
	public ObserverLedger(NodeKey key, Genesis genesis, Function<Roster, List<LedgerServer>> servers,
			ProofVerifier proofs, LedgerLimits limits, RandomGenerator random, ScheduledExecutorService scheduler,
			Executor executor) {
		this(key, genesis, servers, proofs, limits, random, scheduler, executor, System::nanoTime);
	}

	/**
	 * The same.
	 * @param nanoTime by which it knows how old what it heard is
	 */
	public ObserverLedger(NodeKey key, Genesis genesis, Function<Roster, List<LedgerServer>> servers,
			ProofVerifier proofs, LedgerLimits limits, RandomGenerator random, ScheduledExecutorService scheduler,
			Executor executor, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.key = key;
		this.genesis = genesis;
		this.servers = servers;
		this.proofs = proofs;
		this.limits = limits;
		this.random = random;
		this.scheduler = scheduler;
		this.executor = executor;
		this.commands = new Commands(limits.maxInFlight());
		this.consensusTime = genesis.createdAt();
	}

	@Override
	public void start() {
		if (started.compareAndSet(false, true)) {
			follow();
		}
	}

	private void follow() {
		if (!closed.get()) {
			hear().whenComplete((entry, failure) -> {
				silent.updateAndGet(times -> (failure != null) ? Math.min(times + 1, PATIENCE) : 0);
				if (!closed.get()) {
					scheduler.schedule(this::follow, limits.followInterval().toMillis(), TimeUnit.MILLISECONDS);
				}
			});
		}
	}

	/** From one who knows what is decided: an old proof holds for ever. */
	private CompletionStage<ProvenEntry> hear() {
		return readProven(GenesisState.LEDGER, "genesis", (server, entry) -> {
			long asked = nanoTime.getAsLong();
			return server.age(limits.requestDeadline()).thenApply(age -> {
				heard.accumulateAndGet(asked - age.toNanos(), Math::max);
				return entry;
			});
		});
	}

	@Override
	public Verdict readiness() {
		return (silent.get() < PATIENCE) ? Verdict.accepted() : Verdict
			.unavailable("no validator that knows what is decided answers with a proof of the ledger's state");
	}

	// reading

	@Override
	public CompletionStage<ProvenEntry> readProven(String module, String key) {
		return readProven(module, key, (server, entry) -> CompletableFuture.completedFuture(entry));
	}

	/** With a further question to the one who answered. */
	private CompletionStage<ProvenEntry> readProven(String module, String key,
			BiFunction<LedgerServer, ProvenEntry, CompletionStage<ProvenEntry>> further) {
		long seen = verified.get();
		return askInTurn(0,
				server -> server.prove(module, key, limits.requestDeadline())
					.thenComposeAsync(answer -> verified(server, answer, 0), executor)
					.thenApply(entry -> accept(module, key, seen, entry))
					.thenCompose(entry -> further.apply(server, entry)));
	}

	/** Learns the rosters up to that of the answer's epoch first, if it has to. */
	private CompletionStage<ProvenEntry> verified(LedgerServer server, byte[] answer, int learned) {
		try {
			return CompletableFuture.completedFuture(proofs.verify(answer));
		}
		catch (UnknownEpochException later) {
			if (learned == MAX_LEARNED) {
				throw later;
			}
			return learn(server).thenComposeAsync(done -> verified(server, answer, learned + 1), executor);
		}
	}

	/** What it says of the next roster is believed for its signatures alone. */
	private CompletionStage<Void> learn(LedgerServer server) {
		String next = RosterModule.epoch(epoch().next());
		return server.prove(RosterModule.NAME, next, limits.requestDeadline())
			.thenAcceptAsync(answer -> proofs.rosters()
				.learn(ProvenEntry.decode(answer)
					.value()
					.map(Handover::decode)
					.orElseThrow(() -> new ProofException("the server does not know " + next))), executor);
	}

	private ProvenEntry accept(String module, String key, long seen, ProvenEntry entry) {
		if (!entry.module().equals(module) || !entry.key().equals(key)) {
			throw new RejectedException("a server proved something else than it was asked");
		}
		long height = entry.root().root().height().number();
		if (height < seen) {
			throw new UnavailableException("a server answered from the past: height " + height);
		}
		verified.accumulateAndGet(height, Math::max);
		saw(entry.root().root().consensusTime());
		return entry;
	}

	/** Whoever fails or proves wrong is left out, and the next is asked. */
	private CompletionStage<ProvenEntry> askInTurn(int tried,
			Function<LedgerServer, CompletionStage<ProvenEntry>> question) {
		List<LedgerServer> now = servers();
		if (now.isEmpty()) {
			return CompletableFuture.failedFuture(new UnavailableException("there is nobody to ask"));
		}
		LedgerServer asked = next(now);
		return question.apply(asked).whenComplete((entry, failure) -> {
			if (failure == null) {
				asked.did(Deed.USEFUL);
			}
			else {
				worth(Failures.cause(failure)).ifPresent(asked::did);
			}
		}).exceptionallyCompose(failure -> {
			turn.incrementAndGet();
			return (tried + 1 < now.size()) ? askInTurn(tried + 1, question)
					: CompletableFuture.failedFuture(new UnavailableException(
							"nobody gave a proven answer: " + Reason.of(failure), Failures.cause(failure)));
		});
	}

	/** A wrong proof is the server's own doing; no answer may be the network's. */
	private static Optional<Deed> worth(Throwable failure) {
		return switch (failure) {
			case ProofException wrong -> Optional.of(Deed.INVALID_PROOF);
			case CborException malformed -> Optional.of(Deed.INVALID_PROOF);
			case RejectedException refused -> Optional.empty();
			default -> Optional.of(Deed.SILENCE);
		};
	}

	/**
	 * From whose turn it is on, and after them those of whom little good is known; they
	 * are asked as well, since they may be all there is.
	 */
	private List<LedgerServer> servers() {
		List<LedgerServer> now = new ArrayList<>(servers.apply(roster()));
		Collections.rotate(now, now.isEmpty() ? 0 : -Math.floorMod(turn.get(), now.size()));
		now.sort(Comparator.comparing(LedgerServer::isAskedLast));
		return now;
	}

	private static LedgerServer next(List<LedgerServer> now) {
		return now.getFirst();
	}

	@Override
	public Epoch epoch() {
		return proofs.rosters().newest();
	}

	@Override
	public Roster roster() {
		return proofs.rosters().roster(epoch()).orElseThrow();
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

	@Override
	public Duration age() {
		long last = heard.get();
		return last == NEVER ? UNKNOWN_AGE : Duration.ofNanos(nanoTime.getAsLong() - last);
	}

	private synchronized void saw(Instant time) {
		if (time.isAfter(consensusTime)) {
			consensusTime = time;
		}
	}

	@Override
	public Instant consensusTime() {
		return consensusTime;
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
		return send(signed(module, command, proof)).thenApply(Outcome::decided);
	}

	@Override
	public SignedCommand sign(String module, byte[] command, Optional<byte[]> proof) {
		return SignedCommand.of(signed(module, command, proof));
	}

	/** What another author signed goes the same way. */
	@Override
	public CompletionStage<Outcome> handIn(byte[] transaction) {
		try {
			return send(Transaction.decode(transaction));
		}
		catch (CborException malformed) {
			throw new RejectedException("not a transaction: " + malformed.getMessage(), malformed);
		}
	}

	private CompletionStage<Outcome> send(Transaction transaction) {
		if (servers().isEmpty()) {
			throw new UnavailableException("there is nobody to hand a transaction in to");
		}
		if (underWay.get() >= 2 * limits.maxInFlight()) {
			throw new LedgerFullException(underWay.get());
		}
		underWay.incrementAndGet();
		Sending sending = new Sending(transaction);
		sending.attempt(FIRST_RETRY);
		long start = System.nanoTime();
		return sending.result.orTimeout(limits.submitDeadline().toMillis(), TimeUnit.MILLISECONDS)
			.handle((outcome, failure) -> {
				underWay.decrementAndGet();
				if (failure != null) {
					throw sending.failed(failure);
				}
				counters.receipts.increment();
				counters.waitingNanos.add(System.nanoTime() - start);
				return outcome;
			});
	}

	private Transaction signed(String module, byte[] command, Optional<byte[]> proof) {
		byte[] nonce = new byte[Transaction.NONCE_LENGTH];
		random.nextBytes(nonce);
		try {
			return new Transaction.Draft(genesis.chainId(), epoch(), height(), module, nonce, command, proof).sign(key);
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

		/** Why the last server asked did not do. */
		private volatile String reason = "";

		Sending(Transaction transaction) {
			this.transaction = transaction;
		}

		void attempt(Duration retry) {
			if (result.isDone() || closed.get()) {
				return;
			}
			next(servers()).handIn(transaction.encoded().clone(), limits.submitDeadline())
				.thenCompose(done -> outcome(transaction.id()))
				.whenComplete((outcome, failure) -> answered(outcome, failure, retry));
		}

		RuntimeException failed(Throwable failure) {
			return Failures.asUnavailable("the transaction was not ordered" + reason, failure);
		}

		private void answered(@Nullable Optional<Outcome> outcome, @Nullable Throwable failure, Duration retry) {
			if (outcome != null && outcome.isPresent()) {
				result.complete(outcome.get());
				return;
			}
			if (failure != null && Failures.cause(failure) instanceof RejectedException refused) {
				turn.incrementAndGet();
				result.completeExceptionally(refused);
				return;
			}
			// said to be done but not proven, or no answer: another one may do better
			reason = (failure != null) ? ": " + Reason.of(failure) : "";
			turn.incrementAndGet();
			counters.resubmitted.increment();
			Duration next = retry.multipliedBy(2);
			scheduler.schedule(() -> attempt((next.compareTo(LAST_RETRY) < 0) ? next : LAST_RETRY), retry.toMillis(),
					TimeUnit.MILLISECONDS);
		}

	}

}
