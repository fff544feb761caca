package org.web3ecosystem.hypermesh.conduct;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.EngineReport;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.WriteQueue;
import org.web3ecosystem.spi.trust.IsolatedNodes;
import org.web3ecosystem.spi.trust.RevocationListener;

/**
 * Who is isolated, as the ledger says, kept at hand for those who must not wait. Whoever
 * holds connections is told as soon as that changes.
 */
public final class LedgerConduct implements IsolatedNodes, AutoCloseable {

	private static final System.Logger logger = System.getLogger(LedgerConduct.class.getName());

	/** Between two looks of a node that has the state itself. */
	public static final Duration PERIOD = Duration.ofMillis(250);

	private final Ledger ledger;

	private final ConsensusProvider consensus;

	private final Supplier<Optional<EngineReport>> engine;

	private final Supplier<? extends Iterable<RevocationListener>> listeners;

	private final ScheduledExecutorService scheduler;

	private final Supplier<Duration> period;

	private final AtomicBoolean asking = new AtomicBoolean();

	private volatile Conduct conduct = Conduct.NONE;

	private boolean started;

	private volatile boolean closed;

	/**
	 * @param consensus the seat
	 * @param engine of this node, if it validates
	 * @param listeners asked for when they are told something
	 * @param period between two looks, as it is now
	 */
	public LedgerConduct(Ledger ledger, ConsensusProvider consensus, Supplier<Optional<EngineReport>> engine,
			Supplier<? extends Iterable<RevocationListener>> listeners, ScheduledExecutorService scheduler,
			Supplier<Duration> period) {
		this.ledger = ledger;
		this.consensus = consensus;
		this.engine = engine;
		this.listeners = listeners;
		this.scheduler = scheduler;
		this.period = period;
	}

	public synchronized void start() {
		if (!started) {
			started = true;
			lookLater();
		}
	}

	private void lookLater() {
		scheduler.schedule(this::lookAgain, period.get().toMillis(), TimeUnit.MILLISECONDS);
	}

	private void lookAgain() {
		if (!closed) {
			look();
			lookLater();
		}
	}

	private void look() {
		if (!asking.compareAndSet(false, true)) {
			return;
		}
		try {
			ledger.read(ConductModule.NAME, ConductModule.NODES)
				.thenAccept(nodes -> take(ConductModule.conduct(nodes)))
				.whenComplete((done, failure) -> asking.set(false));
		}
		catch (RuntimeException unreadable) {
			// nothing is there yet, or not any more
			asking.set(false);
		}
	}

	private void take(Conduct now) {
		Set<NodeId> before = conduct.isolated();
		conduct = now;
		if (!before.equals(now.isolated())) {
			logger.log(Level.WARNING, "isolated={0} stopped={1}: the ledger says who is shut out", now.isolated(),
					now.stopped());
			listeners.get().forEach(RevocationListener::revoked);
		}
	}

	@Override
	public Set<NodeId> isolated() {
		return conduct.isolated();
	}

	/** As it was last seen. */
	public Conduct conduct() {
		return conduct;
	}

	/** As the ledger has it now. */
	public CompletionStage<Conduct> now() {
		return ledger.read(ConductModule.NAME, ConductModule.NODES).thenApply(ConductModule::conduct);
	}

	/** An evidence that was accepted. */
	public CompletionStage<Optional<Evidence>> evidence(String id) {
		return ledger.read(ConductModule.NAME, ConductModule.evidence(id))
			.thenApply(found -> found.map(Evidence::decode));
	}

	/**
	 * Has this validator agree that a node may take part again. Fails with
	 * RejectedException if the node is not isolated or the ledger refuses.
	 */
	public CompletionStage<Receipt> rehabilitate(NodeId node) {
		return rehabilitate(node, new WriteQueue.Way(ledger, consensus));
	}

	/** {@link #rehabilitate(NodeId)}, through a queue. */
	public CompletionStage<Receipt> rehabilitate(NodeId node, WriteQueue.Way way) {
		return now().thenCompose(known -> {
			Standing standing = known.of(node)
				.filter(Standing::isIsolated)
				.orElseThrow(() -> new RejectedException("node " + node.brief() + " is not isolated"));
			long round = engine.get()
				.map(EngineReport::round)
				.orElseThrow(() -> new RejectedException("this node does not validate"));
			return submit(new ConductCommand.Rehabilitate(node, standing.evidence(), round), way);
		});
	}

	private static CompletionStage<Receipt> submit(ConductCommand command, WriteQueue.Way way) {
		Operation operation = ConductModule.operation(command);
		return way.consensus()
			.prove(operation)
			.thenCompose(bundle -> way.ledger().submit(ConductModule.NAME, command.encode(), bundle))
			.thenApply(LedgerConduct::accepted);
	}

	private static Receipt accepted(Receipt receipt) {
		return switch (receipt.verdict()) {
			case Verdict.Accepted yes -> receipt;
			case Verdict.Rejected(String reason, boolean revoked) -> throw new RejectedException(reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		};
	}

	@Override
	public void close() {
		closed = true;
	}

}
