package org.web3ecosystem.catalog.placement;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.web3ecosystem.spi.UnavailableException;

/** Waits, on a thread that may. */
final class Await {

	private Await() {
	}

	/**
	 * The result.
	 * @throws RuntimeException what the stage failed with
	 * @throws UnavailableException if it takes longer
	 */
	static <T> T of(CompletionStage<T> stage, Duration deadline) {
		try {
			return stage.toCompletableFuture().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException failed) {
			if (failed.getCause() instanceof RuntimeException known) {
				throw known;
			}
			throw new UnavailableException("it failed: " + failed.getCause(), failed);
		}
		catch (TimeoutException late) {
			throw new UnavailableException("no answer within " + deadline, late);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new UnavailableException("this node is stopping", interrupted);
		}
	}

}
