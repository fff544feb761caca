package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.roster.RosterCommand;
import org.web3ecosystem.hypermesh.roster.RosterModule;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.genesis.Protocols;

/**
 * Writes the first block of an epoch where nobody else does. A roster counts from the
 * first block of its epoch on, and a federation at rest has none; so a validator whose
 * engine has begun an epoch that the ledger has not says again which rules it knows.
 */
public final class EpochOpener implements AutoCloseable {

	/** How often it is looked. */
	public static final Duration PERIOD = Duration.ofSeconds(2);

	/** In periods; what failed costs work each time. */
	private static final int PAUSE = 5;

	private final VerifiableLedger ledger;

	private final Supplier<Optional<Epoch>> engine;

	private final ConsensusProvider consensus;

	private final RosterCommand said;

	private final ScheduledExecutorService scheduler;

	private final Duration period;

	/** One write at a time. */
	private final AtomicBoolean writing = new AtomicBoolean();

	private @Nullable ScheduledFuture<?> looking;

	/**
	 * @param engine the epoch of this node's replica, if it has one that takes part
	 * @param consensus the seat
	 * @param known the rules that this software knows
	 * @param scheduler not closed here
	 * @param period how often it is looked
	 */
	public EpochOpener(VerifiableLedger ledger, Supplier<Optional<Epoch>> engine, ConsensusProvider consensus,
			Protocols known, ScheduledExecutorService scheduler, Duration period) {
		this.ledger = ledger;
		this.engine = engine;
		this.consensus = consensus;
		this.said = new RosterCommand.Speak(known);
		this.scheduler = scheduler;
		this.period = period;
	}

	public synchronized void start() {
		if (looking == null) {
			looking = scheduler.scheduleWithFixedDelay(this::look, period.toMillis(), period.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		try {
			if (isUnopened() && writing.compareAndSet(false, true)) {
				open();
			}
		}
		catch (RuntimeException unreadable) {
			// the state is not there yet, or not any more
		}
	}

	private boolean isUnopened() {
		return engine.get().filter(begun -> begun.compareTo(ledger.epoch()) > 0).isPresent();
	}

	/** A transaction of its own: the ledger would remember the command. */
	private void open() {
		CompletableFuture.completedStage(RosterModule.operation(said))
			.thenCompose(consensus::prove)
			.thenCompose(bundle -> ledger
				.handIn(ledger.sign(RosterModule.NAME, said.encode(), Optional.of(bundle.encoded())).encoded()))
			.whenComplete((outcome, failure) -> {
				if (failure == null) {
					writing.set(false);
				}
				else {
					scheduler.schedule(() -> writing.set(false), PAUSE * period.toMillis(), TimeUnit.MILLISECONDS);
				}
			});
	}

	@Override
	public synchronized void close() {
		if (looking != null) {
			looking.cancel(false);
		}
	}

}
