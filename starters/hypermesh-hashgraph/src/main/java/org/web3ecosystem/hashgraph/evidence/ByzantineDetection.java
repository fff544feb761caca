package org.web3ecosystem.hashgraph.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Byzantine detection is online if a drill was caught lately and, on a validator, the
 * watch at work sees events. A node that is no validator sees none; there the drill alone
 * counts and the finding says so.
 */
public final class ByzantineDetection implements Criterion, AutoCloseable {

	private static final Duration PERIOD = Duration.ofSeconds(60);

	private static final Duration STALE = PERIOD.multipliedBy(3);

	private final boolean validator;

	private final Supplier<Optional<EquivocationWatch>> watch;

	private final InstantSource clock;

	private final Runnable drill;

	private volatile @Nullable Instant lastCaught;

	private volatile String lastFailure = "the first drill has not run yet";

	private @Nullable ScheduledExecutorService drills;

	public ByzantineDetection(boolean validator, Supplier<Optional<EquivocationWatch>> watch, InstantSource clock) {
		this(validator, watch, clock, EquivocationProbe::run);
	}

	ByzantineDetection(boolean validator, Supplier<Optional<EquivocationWatch>> watch, InstantSource clock,
			Runnable drill) {
		this.validator = validator;
		this.watch = watch;
		this.clock = clock;
		this.drill = drill;
	}

	/** Drills now and every minute. */
	public synchronized void start() {
		ScheduledExecutorService executor = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("hashgraph-drill").factory());
		executor.scheduleAtFixedRate(this::runDrill, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
		drills = executor;
	}

	void runDrill() {
		try {
			drill.run();
			lastCaught = clock.instant();
			lastFailure = "";
		}
		catch (RuntimeException | LinkageError missed) {
			lastFailure = Reason.of(missed);
		}
	}

	@Override
	public CriterionId id() {
		return CriterionId.BYZANTINE_DETECTION;
	}

	@Override
	public Finding find() {
		Instant caught = lastCaught;
		String failure = lastFailure;
		if (caught == null || !failure.isEmpty()) {
			return Finding.waitingFor("a branch planted as a drill to be caught: " + failure);
		}
		if (caught.plus(STALE).isBefore(clock.instant())) {
			return Finding.waitingFor("another drill; the last was caught at " + caught);
		}
		String drilled = "a planted branch was caught at " + caught;
		if (!validator) {
			return Finding.met(drilled + "; this node is not a validator and sees no events itself");
		}
		return watch.get()
			.filter(working -> working.examined() > 0)
			.map(working -> Finding
				.met(drilled + "; " + working.examined() + " events examined, " + working.caught() + " branches found"))
			.orElseGet(() -> Finding.waitingFor("the consensus engine to see events"));
	}

	@Override
	public synchronized void close() {
		if (drills != null) {
			drills.shutdown();
		}
	}

}
