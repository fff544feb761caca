package org.web3ecosystem.spitest;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages in tests. */
public final class Stages {

	/** How long any wait may last; no latency is asserted. */
	public static final Duration PATIENCE = Duration.ofSeconds(60);

	private Stages() {
	}

	/** The result; throws the runtime exception with which the stage failed. */
	public static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException failed) {
			if (failed.getCause() instanceof RuntimeException known) {
				throw known;
			}
			throw new AssertionError("the stage failed", failed.getCause());
		}
		catch (TimeoutException late) {
			throw new AssertionError("no result within " + PATIENCE, late);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", interrupted);
		}
	}

}
