package org.web3ecosystem.hypermesh.proof;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * Asks all members again while one of them did not answer, so that it is known soon that
 * it is silent, or signs again. While all answer it does nothing.
 */
public final class Recount implements AutoCloseable {

	/** Between two rounds. */
	public static final Duration PERIOD = Duration.ofSeconds(5);

	private static final Operation NOTHING = new Operation("hypermesh.recount",
			Sha256.of("recount".getBytes(StandardCharsets.US_ASCII)), false);

	private final Cosigners cosigners;

	private final Function<Operation, CompletionStage<ProofBundle>> prover;

	private final ScheduledExecutorService scheduler;

	private final Duration period;

	private final AtomicBoolean asking = new AtomicBoolean();

	private @Nullable ScheduledFuture<?> looking;

	/**
	 * @param prover makes a bundle that nobody gets
	 * @param scheduler not closed here
	 */
	public Recount(Cosigners cosigners, Function<Operation, CompletionStage<ProofBundle>> prover,
			ScheduledExecutorService scheduler, Duration period) {
		this.cosigners = cosigners;
		this.prover = prover;
		this.scheduler = scheduler;
		this.period = period;
	}

	public synchronized void start() {
		if (looking == null) {
			looking = scheduler.scheduleWithFixedDelay(this::look, period.toMillis(), period.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	void look() {
		if (!cosigners.isMissingAny() || !asking.compareAndSet(false, true)) {
			return;
		}
		try {
			prover.apply(NOTHING).whenComplete((bundle, failure) -> asking.set(false));
		}
		catch (RuntimeException notNow) {
			// too much waits for proofs as it is
			asking.set(false);
		}
	}

	@Override
	public synchronized void close() {
		if (looking != null) {
			looking.cancel(false);
		}
	}

}
