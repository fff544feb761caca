package org.web3ecosystem.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long somebody waits for what is under way, by whatever clock passes. A core that
 * waits asks for one, so that it can be run where time is not that of the machine.
 */
public interface Patience {

	/** By the clock of this machine; {@link #await} holds the thread up. */
	Patience OF_THIS_MACHINE = new Patience() {

		@Override
		public <T> CompletableFuture<T> limit(CompletableFuture<T> stage, Duration most) {
			return stage.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
		}

		@Override
		public <T> T await(CompletableFuture<T> stage, Duration most)
				throws ExecutionException, TimeoutException, InterruptedException {
			return stage.get(most.toMillis(), TimeUnit.MILLISECONDS);
		}

	};

	/**
	 * Completes {@code stage} itself with a {@link TimeoutException} if nothing else did
	 * in that time.
	 * @param most not negative
	 * @return the same stage
	 */
	<T> CompletableFuture<T> limit(CompletableFuture<T> stage, Duration most);

	/**
	 * Returns when {@code stage} has completed.
	 * @param most not negative
	 * @throws ExecutionException if it failed
	 * @throws TimeoutException if it did neither in that time
	 * @throws InterruptedException if whoever waits is to end
	 */
	<T> T await(CompletableFuture<T> stage, Duration most)
			throws ExecutionException, TimeoutException, InterruptedException;

}
