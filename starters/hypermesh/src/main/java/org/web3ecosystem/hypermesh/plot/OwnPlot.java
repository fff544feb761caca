package org.web3ecosystem.hypermesh.plot;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.health.Criterion.Finding;

/**
 * This node's plot: it writes the file once, or looks whether it is whole, on a thread of
 * its own, and registers it where the ledger knows no plot or another one.
 *
 * <pre>
 * writing ---> registering ---> ready
 *    ^ failed: once more after a while
 * </pre>
 */
public final class OwnPlot implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(OwnPlot.class.getName());

	private static final Duration SOON = Duration.ofMillis(200);

	private static final Duration LATER = Duration.ofSeconds(5);

	/** A thread that writes looks that often whether it should. */
	private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);

	private final Node node;

	private final int depth;

	private final Ledger ledger;

	private final Supplier<Verdict> readiness;

	private final Function<Operation, CompletionStage<ProofBundle>> prover;

	private final ScheduledExecutorService scheduler;

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile boolean closed;

	private volatile @Nullable PlotFile file;

	private volatile @Nullable Thread writing;

	private volatile PlotState state = new PlotState.Waiting("the plot is being written");

	/**
	 * @param depth how many labels it has, see {@link Plot#depth}
	 * @param readiness whether the ledger can be read and written now
	 * @param prover makes the proof that registering it needs
	 * @param scheduler for the next look; not closed here
	 */
	public OwnPlot(Node node, int depth, Ledger ledger, Supplier<Verdict> readiness,
			Function<Operation, CompletionStage<ProofBundle>> prover, ScheduledExecutorService scheduler) {
		this.node = node;
		this.depth = depth;
		this.ledger = ledger;
		this.readiness = readiness;
		this.prover = prover;
		this.scheduler = scheduler;
	}

	/** Begins, in the background. Called again, does nothing. */
	public void start() {
		if (!PlotModule.isIn(node.genesis())) {
			state = new PlotState.Waiting("nodes of this federation have no plots");
		}
		else if (started.compareAndSet(false, true)) {
			write();
		}
	}

	/** Whether it can be shown. */
	public PlotState state() {
		return state;
	}

	/** The same for a gate; nothing is waited for where nodes have no plots. */
	public Finding ready() {
		return switch (state) {
			case PlotState.Ready(PlotFile known) ->
				Finding.met("a plot of " + known.plot().bytes() / 1024 + " KiB is registered");
			case PlotState.Waiting(String reason) when PlotModule.isIn(node.genesis()) -> Finding.waitingFor(reason);
			case PlotState.Waiting(String reason) -> Finding.met(reason);
		};
	}

	private void write() {
		writing = Thread.ofPlatform().name("hypermesh-plot").daemon().start(() -> {
			try {
				Path place = node.home().resolve("hypermesh").resolve("plot");
				PlotFile whole = PlotFile.openOrWrite(place, node.genesis().chainId(), node.id(), depth, () -> closed);
				file = whole;
				state = new PlotState.Waiting("the plot is not registered yet");
				next(whole, Duration.ZERO);
			}
			catch (PlotException failed) {
				if (!closed) {
					logger.log(Level.WARNING, "the plot cannot be written", failed);
					state = new PlotState.Waiting(String.valueOf(failed.getMessage()));
					schedule(this::write, LATER);
				}
			}
		});
	}

	private void next(PlotFile whole, Duration delay) {
		schedule(() -> register(whole).whenComplete((registered, failure) -> {
			if (failure == null && registered) {
				state = new PlotState.Ready(whole);
				logger.log(Level.INFO, "node={0} labels={1}: the plot is registered", node.name(),
						whole.plot().labels());
			}
			else {
				if (failure != null) {
					state = new PlotState.Waiting("the plot is not registered yet: " + Reason.of(failure));
				}
				next(whole, failure == null ? SOON : LATER.dividedBy(5));
			}
		}), delay);
	}

	private void schedule(Runnable work, Duration delay) {
		if (!closed) {
			scheduler.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/** Whether the ledger knows this plot now. */
	private CompletionStage<Boolean> register(PlotFile whole) {
		try {
			if (!readiness.get().isAccepted()) {
				return CompletableFuture.completedFuture(false);
			}
			return ledger.read(PlotModule.NAME, PlotModule.key(node.id()))
				.thenCompose(entry -> PlotModule.plot(node.id(), entry)
					.filter(known -> known.equals(whole.plot()))
					.isPresent() ? CompletableFuture.completedFuture(true) : submit(whole.plot()));
		}
		catch (RuntimeException failed) {
			return CompletableFuture.failedFuture(failed);
		}
	}

	private CompletionStage<Boolean> submit(Plot plot) {
		byte[] command = plot.encode();
		return prover.apply(PlotModule.operation(command))
			.thenCompose(bundle -> ledger.submit(PlotModule.NAME, command, bundle))
			.thenApply(receipt -> {
				if (!receipt.verdict().isAccepted()) {
					throw new UnavailableException("the ledger refuses the plot: " + receipt.verdict().reason());
				}
				return true;
			});
	}

	@Override
	public void close() {
		closed = true;
		leaveNoDraft();
		PlotFile open = file;
		if (open != null) {
			open.close();
		}
	}

	/** What is begun and not needed is deleted by the thread that writes it. */
	private void leaveNoDraft() {
		Thread under = writing;
		if (under != null && under != Thread.currentThread()) {
			try {
				under.join(STOPS_WITHIN);
			}
			catch (InterruptedException stopped) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
