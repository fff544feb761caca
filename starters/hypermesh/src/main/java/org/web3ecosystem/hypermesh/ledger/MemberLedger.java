package org.web3ecosystem.hypermesh.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.CommittedBlock;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spi.consensus.LedgerApplication.Misbehaviour;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * The ledger of a node that the genesis document does not name. It observes until a
 * roster has the node. Then its replica is built while it goes on observing, and once
 * that takes part it answers instead. When the node is taken out again, it observes
 * again.
 *
 * <pre>
 *   observes --- a roster has it ---> replica starts --- active ---> validates
 *      ^                                                                |
 *      +----------- frozen for a while: no roster has it ---------------+
 * </pre>
 */
public final class MemberLedger implements VerifiableLedger {

	private static final Logger logger = System.getLogger(MemberLedger.class.getName());

	private static final long LOOK_MILLIS = 500;

	/** A change of epochs that goes well takes less. */
	static final Duration PATIENCE = Duration.ofSeconds(15);

	private final NodeId self;

	private final ObserverLedger observer;

	private final Rosters known;

	private final RosterFile file;

	private final ConsensusEngine engine;

	private final Supplier<ReplicatedLedger> replicas;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile boolean closed;

	private volatile @Nullable ReplicatedLedger replica;

	private volatile VerifiableLedger current;

	private final List<Consumer<Misbehaviour>> listeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<CommittedBlock>> blockListeners = new CopyOnWriteArrayList<>();

	private volatile String trouble = "";

	private Optional<Long> frozenSince = Optional.empty();

	/**
	 * What it is made of.
	 *
	 * @param known what the observer believes; the replica has its own, from its state
	 * @param file where they are kept
	 * @param replicas makes the one replica, on {@code engine}
	 * @param scheduler not closed here
	 */
	public record Parts(NodeId self, ObserverLedger observer, Rosters known, RosterFile file, ConsensusEngine engine,
			Supplier<ReplicatedLedger> replicas, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
	}

	public MemberLedger(Parts parts) {
		this.self = parts.self();
		this.observer = parts.observer();
		this.known = parts.known();
		this.file = parts.file();
		this.engine = parts.engine();
		this.replicas = parts.replicas();
		this.scheduler = parts.scheduler();
		this.nanoTime = parts.nanoTime();
		this.current = observer;
	}

	@Override
	public void start() {
		if (started.compareAndSet(false, true)) {
			file.follow(known);
			observer.start();
			lookAgain();
		}
	}

	private void lookAgain() {
		if (!closed) {
			look();
			scheduler.schedule(this::lookAgain, LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/** By one thread. */
	private void look() {
		try {
			ReplicatedLedger running = replica;
			if (running == null) {
				begin();
			}
			else {
				follow(running);
			}
		}
		catch (RuntimeException failed) {
			String why = Reason.of(failed);
			if (!why.equals(trouble)) {
				trouble = why;
				logger.log(Level.ERROR, "the roster has this node and its replica cannot begin", failed);
			}
		}
	}

	private void begin() {
		Epoch newest = known.newest();
		Roster roster = known.roster(newest).orElseThrow();
		if (!roster.has(self)) {
			return;
		}
		ReplicatedLedger made = replicas.get();
		made.onMisbehaviour(found -> listeners.forEach(listener -> listener.accept(found)));
		made.onBlock(block -> blockListeners.forEach(listener -> listener.accept(block)));
		engine.overtaken(newest, roster);
		made.start();
		replica = made;
		trouble = "";
		logger.log(Level.INFO, "epoch={0} members={1}: the roster has this node, its replica begins", newest.number(),
				roster.members().size());
	}

	private void follow(ReplicatedLedger running) {
		if (running.readiness().isAccepted()) {
			frozenSince = Optional.empty();
			move(running);
			learn(running);
		}
		else if (engine.report().status() == Status.FROZEN) {
			long now = nanoTime.getAsLong();
			long since = frozenSince.orElse(now);
			frozenSince = Optional.of(since);
			if (now - since >= PATIENCE.toNanos()) {
				move(observer);
			}
		}
	}

	private void move(VerifiableLedger to) {
		if (current != to) {
			current = to;
			logger.log(Level.INFO, "epoch={0}: this node {1}", to.epoch().number(), role());
		}
	}

	/** What is in the replica's state needs nobody's proof. */
	private void learn(ReplicatedLedger running) {
		while (known.newest().compareTo(running.epoch()) < 0) {
			Optional<byte[]> next = running.committed(RosterModule.NAME, RosterModule.epoch(known.newest().next()));
			if (next.isEmpty()) {
				return;
			}
			known.learn(Handover.decode(next.get()));
		}
	}

	@Override
	public String role() {
		if (replica().isPresent()) {
			return "validates";
		}
		if (!trouble.isEmpty()) {
			return "observes; cannot validate: " + trouble;
		}
		return replica == null || !roster().has(self) ? "observes"
				: "observes until its replica, which is " + engine.report().status() + ", takes part";
	}

	@Override
	public Optional<ReplicatedLedger> replica() {
		return current.replica();
	}

	@Override
	public Verdict readiness() {
		return current.readiness();
	}

	@Override
	public Instant consensusTime() {
		return current.consensusTime();
	}

	@Override
	public Duration age() {
		return current.age();
	}

	@Override
	public SignedCommand sign(String module, byte[] command, Optional<byte[]> proof) {
		return current.sign(module, command, proof);
	}

	@Override
	public Epoch epoch() {
		return current.epoch();
	}

	@Override
	public Roster roster() {
		return current.roster();
	}

	@Override
	public List<Suspect> suspects() {
		return current.suspects();
	}

	@Override
	public void onMisbehaviour(Consumer<Misbehaviour> listener) {
		listeners.add(listener);
	}

	@Override
	public void onBlock(Consumer<CommittedBlock> listener) {
		blockListeners.add(listener);
	}

	@Override
	public CompletionStage<Optional<byte[]>> read(String module, String key) {
		return current.read(module, key);
	}

	@Override
	public CompletionStage<ProvenEntry> readProven(String module, String key) {
		return current.readProven(module, key);
	}

	@Override
	public CompletionStage<LedgerSnapshot> snapshot() {
		return current.snapshot();
	}

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command) {
		return current.submit(module, command);
	}

	@Override
	public CompletionStage<Receipt> submit(String module, byte[] command, ProofBundle bundle) {
		return current.submit(module, command, bundle);
	}

	@Override
	public CompletionStage<Outcome> handIn(byte[] transaction) {
		return current.handIn(transaction);
	}

	@Override
	public CompletionStage<Optional<Outcome>> outcome(String transactionId) {
		return current.outcome(transactionId);
	}

	@Override
	public Height height() {
		return current.height();
	}

	@Override
	public LedgerReport report() {
		return current.report();
	}

	@Override
	public void close() {
		closed = true;
		observer.close();
		ReplicatedLedger running = replica;
		if (running != null) {
			running.close();
		}
	}

}
