package org.web3ecosystem.hypermesh.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.web3ecosystem.hypermesh.ledger.Outcome;
import org.web3ecosystem.hypermesh.ledger.SignedCommand;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.hypermesh.queue.QueueState.Signed;
import org.web3ecosystem.hypermesh.queue.QueueState.Waiting;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Patience;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * Has what waits in a queue decided, while the ledger decides: the next only when the one
 * before has ended. Some are proven at a time, with one proof.
 * <p>
 * A transaction is on disk, signed, before it is handed in. So a crash at any point leads
 * back to the same transaction, which the ledger executes once. A new one is made only
 * when the old one is void and the ledger, which remembers what it executed for as long
 * as it can be executed, has no receipt of it.
 */
public final class Drain implements AutoCloseable {

	private static final Logger logger = System.getLogger(Drain.class.getName());

	private static final Duration LOOK = Duration.ofMillis(500);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

	/** Longer than proofs and submissions wait themselves. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** How many are proven at a time. */
	private static final int BATCH = 16;

	/** How often one command is signed anew. */
	private static final int MAX_ATTEMPTS = 8;

	private final DurableQueue queue;

	private final VerifiableLedger ledger;

	private final ConsensusProvider consensus;

	private final NodeId self;

	private final ScheduledExecutorService scheduler;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final Patience patience;

	private final AtomicBoolean running = new AtomicBoolean();

	private final AtomicBoolean started = new AtomicBoolean();

	/** At which height the ledger had no receipt of a transaction yet. */
	private final Map<String, Height> unseen = new HashMap<>();

	/** How many validators in a row would not take a transaction. */
	private final Map<String, Integer> refusals = new HashMap<>();

	private volatile boolean closed;

	private volatile Duration pause = FIRST_PAUSE;

	private volatile long notBefore;

	/**
	 * What it works with.
	 *
	 * @param consensus the seat: makes and judges the proofs
	 * @param scheduler for the next look; not closed here
	 * @param executor where it works, which waits; not closed here
	 */
	public record Parts(DurableQueue queue, VerifiableLedger ledger, ConsensusProvider consensus, NodeId self,
			ScheduledExecutorService scheduler, Executor executor, LongSupplier nanoTime) {
	}

	public Drain(Parts parts) {
		this(parts, Patience.OF_THIS_MACHINE);
	}

	/**
	 * @param patience how proofs, the ledger and its answers are waited for
	 */
	public Drain(Parts parts, Patience patience) {
		this.patience = patience;
		this.queue = parts.queue();
		this.ledger = parts.ledger();
		this.consensus = parts.consensus();
		this.self = parts.self();
		this.scheduler = parts.scheduler();
		this.executor = parts.executor();
		this.nanoTime = parts.nanoTime();
		this.notBefore = parts.nanoTime().getAsLong();
	}

	/** Looks from now on whether there is something to do. Called again, does nothing. */
	public void start() {
		if (started.compareAndSet(false, true)) {
			scheduler.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/** Looks now. */
	void look() {
		if (!closed && started.get() && nanoTime.getAsLong() - notBefore >= 0 && ledger.readiness().isAccepted()
				&& !queue.next(1).isEmpty() && running.compareAndSet(false, true)) {
			executor.execute(this::run);
		}
	}

	private void run() {
		try {
			while (!closed && ledger.readiness().isAccepted() && batch()) {
				pause = FIRST_PAUSE;
			}
		}
		catch (RuntimeException failed) {
			logger.log(Level.DEBUG, "the queue goes on later: {0}", Reason.of(failed));
			notBefore = nanoTime.getAsLong() + pause.toNanos();
			Duration twice = pause.multipliedBy(2);
			pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
		}
		finally {
			running.set(false);
		}
	}

	/**
	 * Some of those that wait, in their order.
	 * @return whether there was anything to do
	 * @throws UnavailableException if it has to wait; those before are done
	 */
	boolean batch() {
		List<QueueEntry> entries = queue.next(BATCH);
		Map<QueueEntry, CompletableFuture<ProofBundle>> proofs = new LinkedHashMap<>();
		for (QueueEntry entry : entries) {
			if (entry.state() instanceof Waiting(byte[] command, Optional<Operation> operation, int attempts)) {
				operation.ifPresent(wanted -> proofs.put(entry, proof(wanted)));
			}
		}
		for (QueueEntry entry : entries) {
			switch (entry.state()) {
				case Waiting waiting ->
					signed(entry, waiting, Optional.ofNullable(proofs.get(entry))).ifPresent(this::decide);
				case Signed signed -> decide(entry);
				case Ended ended -> {
				}
			}
			if (queue.find(entry.id()).filter(QueueEntry::isOpen).isPresent()) {
				// it is to be signed anew, and nothing overtakes it
				return true;
			}
		}
		return !entries.isEmpty();
	}

	private CompletableFuture<ProofBundle> proof(Operation operation) {
		return begin(() -> consensus.prove(operation)).toCompletableFuture();
	}

	/** Empty if it ended, or was taken back. */
	private Optional<QueueEntry> signed(QueueEntry entry, Waiting waiting,
			Optional<CompletableFuture<ProofBundle>> proof) {
		try {
			Optional<byte[]> bundle = proof.map(made -> proven(waiting, made).encoded());
			SignedCommand transaction = ledger.sign(entry.module(), waiting.command(), bundle);
			return queue.move(entry, waiting.signed(transaction));
		}
		catch (RejectedException refused) {
			queue.end(entry, new QueueEnd.Refused(Reason.of(refused)));
			return Optional.empty();
		}
	}

	/** While it waited for those before it, more may have come to be asked for. */
	private ProofBundle proven(Waiting waiting, CompletableFuture<ProofBundle> proof) {
		Operation operation = waiting.operation().orElseThrow();
		ProofBundle bundle = await(proof);
		Verdict verdict = judged(bundle, operation);
		if (verdict instanceof Verdict.Rejected) {
			bundle = await(proof(operation));
			verdict = judged(bundle, operation);
		}
		return switch (verdict) {
			case Verdict.Accepted yes -> bundle;
			case Verdict.Rejected(String reason, boolean revoked) -> throw new RejectedException(reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		};
	}

	/** Once for each bundle: it counts as used from then on. */
	private Verdict judged(ProofBundle bundle, Operation operation) {
		return await(begin(() -> consensus.validate(bundle, operation, self)));
	}

	/** Until it ended, or waits to be signed anew. */
	private void decide(QueueEntry entry) {
		if (!(entry.state() instanceof Signed signed)) {
			return;
		}
		SignedCommand transaction = signed.transaction();
		Optional<Outcome> outcome = outcome(transaction);
		if (outcome.isPresent()) {
			decided(entry, signed, outcome.get());
			return;
		}
		if (transaction.isVoid(ledger.height(), ledger.epoch())) {
			madeVoid(entry, signed);
			return;
		}
		try {
			decided(entry, signed, await(begin(() -> ledger.handIn(transaction.encoded()))));
		}
		catch (RejectedException refused) {
			Optional<Outcome> after = outcome(transaction);
			if (after.isPresent()) {
				decided(entry, signed, after.get());
			}
			else if (transaction.isVoid(ledger.height(), ledger.epoch())) {
				madeVoid(entry, signed);
			}
			else {
				refused(entry, signed, refused);
			}
		}
	}

	/**
	 * What the own replica would not take no replica executes. One validator may lie, or
	 * not know enough yet; where more than f say so, one of them does neither.
	 */
	private void refused(QueueEntry entry, Signed signed, RejectedException refused) {
		int times = refusals.merge(signed.transaction().id(), 1, Integer::sum);
		if (ledger.replica().isPresent() || times > (ledger.roster().members().size() - 1) / 3) {
			end(entry, signed, new QueueEnd.Refused(Reason.of(refused)));
		}
		else {
			throw new UnavailableException("a validator would not take it: " + Reason.of(refused), refused);
		}
	}

	/**
	 * What the ledger says of it. If it says nothing, and would not have forgotten, then
	 * nothing up to this height executed it.
	 */
	private Optional<Outcome> outcome(SignedCommand transaction) {
		Height before = ledger.height();
		Optional<Outcome> outcome = await(begin(() -> ledger.outcome(transaction.id())));
		if (outcome.isEmpty() && SignedCommand.isRemembered(lookedAt(transaction), ledger.height())) {
			unseen.put(transaction.id(), before);
		}
		return outcome;
	}

	private Height lookedAt(SignedCommand transaction) {
		return unseen.getOrDefault(transaction.id(), transaction.after());
	}

	private void decided(QueueEntry entry, Signed signed, Outcome outcome) {
		if (outcome.heldUntil().isPresent()) {
			queue.move(entry, signed.later());
			forget(signed);
			throw new UnavailableException("emergency mode until " + outcome.heldUntil().get());
		}
		if (outcome.isUnproven()) {
			anew(entry, signed, outcome.receipt().verdict().reason());
		}
		else {
			end(entry, signed, new QueueEnd.Decided(outcome.receipt()));
		}
	}

	/** From here on no block executes it; up to here one may have. */
	private void madeVoid(QueueEntry entry, Signed signed) {
		SignedCommand transaction = signed.transaction();
		Height now = ledger.height();
		Optional<Outcome> outcome = outcome(transaction);
		if (outcome.isPresent()) {
			decided(entry, signed, outcome.get());
		}
		else if (lookedAt(transaction).compareTo(now) >= 0) {
			anew(entry, signed, "it is void");
		}
		else {
			end(entry, signed, new QueueEnd.Unknown(transaction.id()));
		}
	}

	/** At once the first time: what this node knows may be older than what decides. */
	private void anew(QueueEntry entry, Signed signed, String why) {
		Waiting again = signed.anew();
		if (again.attempts() > MAX_ATTEMPTS) {
			end(entry, signed, new QueueEnd.Refused("it was signed " + MAX_ATTEMPTS + " times: " + why));
			return;
		}
		queue.move(entry, again);
		forget(signed);
		if (again.attempts() > 1) {
			throw new UnavailableException("signed anew: " + why);
		}
	}

	private void end(QueueEntry entry, Signed signed, QueueEnd end) {
		queue.end(entry, end);
		forget(signed);
	}

	/** Only what the disk has taken is over. */
	private void forget(Signed signed) {
		unseen.remove(signed.transaction().id());
		refusals.remove(signed.transaction().id());
	}

	private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> what) {
		try {
			return what.get();
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	private <T> T await(CompletionStage<T> stage) {
		try {
			return patience.await(stage.toCompletableFuture(), PATIENCE);
		}
		catch (ExecutionException failed) {
			if (Reason.cause(failed) instanceof RuntimeException known) {
				throw known;
			}
			throw new UnavailableException(Reason.of(failed), failed);
		}
		catch (TimeoutException late) {
			throw new UnavailableException("no answer within " + PATIENCE, late);
		}
		catch (InterruptedException stopped) {
			Thread.currentThread().interrupt();
			throw new UnavailableException("it is being stopped", stopped);
		}
	}

	@Override
	public void close() {
		closed = true;
	}

}
