package org.web3ecosystem.hypermesh.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.web3ecosystem.hypermesh.conduct.Conduct;
import org.web3ecosystem.hypermesh.conduct.ConductModule;
import org.web3ecosystem.hypermesh.conduct.Standing;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.reputation.Deed;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.hypermesh.state.SignedRoot;
import org.web3ecosystem.hypermesh.state.StateRoot;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.LedgerApplication;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * The ledger of a validator: it applies every block itself. The rim round
 * {@link StateMachine}: what waits, what is read, who signs.
 */
public final class ReplicatedLedger implements VerifiableLedger, LedgerApplication {

	private static final Logger logger = System.getLogger(ReplicatedLedger.class.getName());

	private static final long LOOK_MILLIS = 1_000;

	private final Node node;

	private final ConsensusEngine engine;

	private final StateMachine machine;

	private final CommittedState state;

	private final Rosters rosters;

	private final OwnRoots roots;

	private final RootAttestor attestor;

	private final Commands commands;

	private final InFlight inFlight;

	private final LedgerLimits limits;

	private final Validators validators;

	private final RandomGenerator random;

	private final LaterRosters later;

	private final ScheduledExecutorService scheduler;

	private final Counters counters = new Counters();

	private final Suspects suspects = new Suspects(InstantSource.system());

	/** Executed, but not yet to be read. */
	private final Queue<Outcome> toTell = new ConcurrentLinkedQueue<>();

	/** The same, by blocks. */
	private final Queue<CommittedBlock> toGive = new ConcurrentLinkedQueue<>();

	/** A copy, since it is asked for with every name. */
	private volatile Instant consensusTime;

	/** A copy as well. */
	private volatile Conduct conduct = Conduct.NONE;

	private final List<Consumer<Misbehaviour>> listeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<CommittedBlock>> blockListeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * What a ledger is made of.
	 *
	 * @param bundles judges by the rosters that the ledger learns by itself
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param scheduler for retries; not closed here
	 * @param executor where receipts are handed over; not closed here
	 */
	public record Parts(Node node, ConsensusEngine engine, ModuleSet modules, BundleVerifier bundles,
			Validators validators, LedgerLimits limits, RandomGenerator random, ScheduledExecutorService scheduler,
			Executor executor) {
	}

	public ReplicatedLedger(Parts parts) {
		this.node = parts.node();
		this.engine = parts.engine();
		this.rosters = parts.bundles().rosters();
		this.machine = new StateMachine(node.genesis(), parts.modules(), parts.bundles());
		this.state = new CommittedState(engine);
		this.roots = new OwnRoots(state, node.key());
		this.attestor = new RootAttestor(node, parts.validators(), rosters, parts.limits(), counters,
				id -> conduct.isIsolated(id));
		this.commands = new Commands(parts.limits().maxInFlight());
		this.inFlight = new InFlight(engine, new Door(state, () -> engine.report().isActive()), this::executed,
				parts.scheduler(), parts.executor(), counters);
		this.limits = parts.limits();
		this.consensusTime = parts.node().genesis().createdAt();
		this.validators = parts.validators();
		this.random = parts.random();
		this.later = new LaterRosters(node.genesis(), parts.validators(), engine, limits, System::nanoTime);
		this.scheduler = parts.scheduler();
	}

	@Override
	public void start() {
		if (started.compareAndSet(false, true)) {
			engine.start(this);
			lookForLaterRosters();
		}
	}

	private void lookForLaterRosters() {
		if (!closed.get()) {
			later.look();
			scheduler.schedule(this::lookForLaterRosters, LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public String role() {
		return roster().has(node.id()) ? "validates" : "was taken out of the roster";
	}

	@Override
	public Optional<ReplicatedLedger> replica() {
		return Optional.of(this);
	}

	@Override
	public Verdict readiness() {
		Optional<String> fall = state.fall();
		if (fall.isPresent()) {
			return Verdict.rejected(fall.get());
		}
		if (conduct.stopped()) {
			return Verdict.unavailable("more than f validators contradicted themselves: nothing is agreed any more");
		}
		if (conduct.isIsolated(node.id())) {
			return Verdict.unavailable(
					"this node is isolated, by evidence " + conduct.of(node.id()).map(Standing::evidence).orElse(""));
		}
		EngineReport report = engine.report();
		return report.isActive() ? Verdict.accepted() : Verdict.unavailable("the consensus engine is " + report.status()
				+ (report.detail().isEmpty() ? "" : ": " + report.detail()));
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
		long start = System.nanoTime();
		Transaction transaction = signed(module, command, proof);
		return inFlight.submit(sound(machine.prepare(transaction)), limits.submitDeadline()).thenApply(outcome -> {
			counters.receipts.increment();
			counters.waitingNanos.add(System.nanoTime() - start);
			return outcome.decided();
		});
	}

	@Override
	public SignedCommand sign(String module, byte[] command, Optional<byte[]> proof) {
		return SignedCommand.of(signed(module, command, proof));
	}

	private Transaction signed(String module, byte[] command, Optional<byte[]> proof) {
		byte[] nonce = new byte[Transaction.NONCE_LENGTH];
		random.nextBytes(nonce);
		try {
			return new Transaction.Draft(node.genesis().chainId(), epoch(), height(), module, nonce, command, proof)
				.sign(node.key());
		}
		catch (CborException tooLarge) {
			throw new RejectedException("not a possible transaction: " + tooLarge.getMessage(), tooLarge);
		}
	}

	@Override
	public CompletionStage<Outcome> handIn(byte[] transaction) {
		if (inFlight.size() >= 2 * limits.maxInFlight()) {
			throw new LedgerFullException(inFlight.size());
		}
		Prepared.Sound sound = sound(machine.prepare(transaction));
		if (sound.transaction().epoch().compareTo(epoch()) > 0) {
			throw new UnavailableException("the transaction is for epoch " + sound.transaction().epoch().number()
					+ ", which this node has not reached");
		}
		if (!isCurrent(sound.transaction().epoch())) {
			throw new RejectedException("the transaction is for epoch " + sound.transaction().epoch().number()
					+ ", this is epoch " + epoch().number());
		}
		if (isFlood(sound.transaction())) {
			throw new RejectedException("only members of the roster sign the next one");
		}
		return inFlight.submit(sound, limits.submitDeadline());
	}

	/** What costs its author no work, and leads to nothing. */
	private boolean isFlood(Transaction transaction) {
		return transaction.module().equals(RosterModule.NAME) && transaction.proof().isEmpty()
				&& !roster().has(transaction.author());
	}

	/** What is signed now, or was when the last epoch ended. */
	private boolean isCurrent(Epoch signed) {
		return signed.equals(epoch()) || signed.next().equals(epoch());
	}

	private static Prepared.Sound sound(Prepared prepared) {
		return switch (prepared) {
			case Prepared.Foreign(String reason) -> throw new RejectedException(reason);
			case Prepared.Refused(Transaction transaction, String reason) -> throw new RejectedException(reason);
			case Prepared.Early(Transaction transaction, String reason) -> throw new UnavailableException(reason);
			case Prepared.Sound sound -> sound;
		};
	}

	// reading

	@Override
	public CompletionStage<Optional<byte[]>> read(String module, String key) {
		return CompletableFuture.completedFuture(committed(module, key));
	}

	/** {@link #read}, at once. */
	Optional<byte[]> committed(String module, String key) {
		return state.read(Records.entry(module, key));
	}

	@Override
	public CompletionStage<ProvenEntry> readProven(String module, String key) {
		if (state.height().number() == 0) {
			return CompletableFuture.completedFuture(GenesisState.prove(node.genesis(), module, key));
		}
		CommittedState.Draft draft = state.prove(module, key);
		return attestor.attest(draft.root()).thenApply(draft::attestedBy);
	}

	@Override
	public CompletionStage<LedgerSnapshot> snapshot() {
		ConsensusEngine.Snapshot held = state.hold();
		try {
			StateRoot root = Records.root(held::get, Records.height(held::get))
				.orElseThrow(() -> new UnavailableException("nothing was ordered yet"));
			return attestor.attest(root)
				.thenApply(attested -> new LedgerSnapshot(held, attested))
				.whenComplete((snapshot, failure) -> {
					if (failure != null) {
						held.close();
					}
				});
		}
		catch (RuntimeException failed) {
			held.close();
			throw failed;
		}
	}

	@Override
	public CompletionStage<Optional<Outcome>> outcome(String transactionId) {
		return CompletableFuture.completedFuture(executed(transactionId));
	}

	private Optional<Outcome> executed(String transactionId) {
		return Records.ledgerEntry(state::read, Records.receipt(transactionId))
			.map(encoded -> Outcome.decode(transactionId, encoded));
	}

	@Override
	public Height height() {
		return state.known();
	}

	@Override
	public Instant consensusTime() {
		return consensusTime;
	}

	@Override
	public Duration age() {
		return engine.report().isActive() ? Duration.ZERO : UNKNOWN_AGE;
	}

	@Override
	public Epoch epoch() {
		return rosters.newest();
	}

	@Override
	public Roster roster() {
		return rosters.roster(epoch()).orElseThrow();
	}

	@Override
	public List<Suspect> suspects() {
		return suspects.all();
	}

	/** In a federation that stopped honest nodes sign nothing. */
	CompletionStage<SignedRoot> sign(Height height) {
		if (conduct.stopped()) {
			throw new UnavailableException("more than f validators contradicted themselves");
		}
		return roots.sign(height, limits.requestDeadline().dividedBy(2));
	}

	@Override
	public LedgerReport report() {
		return counters.report(height(), attestor.newest(), commands.underWay(), attestor.isOutvoted());
	}

	// driven by the engine

	@Override
	public Verdict check(byte[] transaction) {
		return switch (prepare(transaction)) {
			case Prepared.Foreign(String reason) -> Verdict.rejected(reason);
			case Prepared.Refused(Transaction refused, String reason) -> Verdict.rejected(reason);
			case Prepared.Early early -> Verdict.accepted();
			case Prepared.Sound sound -> Verdict.accepted();
		};
	}

	@Override
	public Prepared prepare(byte[] transaction) {
		return inFlight.prepared(transaction).orElseGet(() -> machine.prepare(transaction));
	}

	@Override
	public Optional<Roster> commit(Block block, LedgerState current) {
		StateMachine.Applied applied = machine.apply(block, current);
		counters.dropped.add(applied.dropped());
		applied.outcomes()
			.forEach(outcome -> (outcome.receipt().verdict().isAccepted() ? counters.accepted : counters.rejected)
				.increment());
		applied.outcomes().forEach(toTell::add);
		applied.executed()
			.stream()
			.filter(StateMachine.Done::isReplay)
			// strangers have no score, and there is no end of them
			.filter(done -> roster().has(done.author()))
			.forEach(done -> validators.did(done.author(), Deed.REPLAYED_NONCE));
		toGive.add(applied.block());
		return applied.next();
	}

	/** A receipt promises that its effect is seen, so nobody is told earlier. */
	@Override
	public void committed(long round) {
		tellTime();
		for (Outcome next = toTell.poll(); next != null; next = toTell.poll()) {
			inFlight.executed(next);
		}
		for (CommittedBlock next = toGive.poll(); next != null; next = toGive.poll()) {
			CommittedBlock block = next;
			blockListeners.forEach(listener -> listener.accept(block));
		}
		roots.reached(height());
	}

	@Override
	public void restored(LedgerState current) {
		state.restored();
		machine.learn(current::get);
		tellTime();
		inFlight.look();
		roots.reached(height());
	}

	private void tellTime() {
		conduct = ConductModule.conduct(state.read(Records.entry(ConductModule.NAME, ConductModule.NODES)));
		state.root(height()).map(StateRoot::consensusTime).ifPresent(time -> consensusTime = time);
	}

	@Override
	public void misbehaviour(Misbehaviour found) {
		counters.misbehaviours.increment();
		Suspect suspect = suspects.saw(found);
		logger.log(Level.WARNING, "engineId={0} kind={1} messages={2} evidence={3}: a peer was caught",
				found.engineId(), found.kind(), found.messages().size(), suspect.evidence());
		listeners.forEach(listener -> listener.accept(found));
	}

	@Override
	public void onMisbehaviour(Consumer<Misbehaviour> listener) {
		listeners.add(listener);
	}

	@Override
	public void onBlock(Consumer<CommittedBlock> listener) {
		blockListeners.add(listener);
	}

	/** What the engine says of itself. */
	public EngineReport engine() {
		return engine.report();
	}

	/** How long a submission may take. */
	public Duration submitDeadline() {
		return limits.submitDeadline();
	}

	@Override
	public void close() {
		if (closed.compareAndSet(false, true)) {
			inFlight.close();
			engine.close();
		}
	}

}
