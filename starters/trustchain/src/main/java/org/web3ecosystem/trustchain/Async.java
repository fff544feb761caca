package org.web3ecosystem.trustchain;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.time.Duration;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;

/** Blocking code on virtual threads, behind stages whose failures are not wrapped. */
public final class Async {

	private Async() {
	}

	/** Runs {@code task} on {@code executor}; the stage fails with what it throws. */
	public static <T> CompletionStage<T> call(Executor executor, Callable<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		try {
			executor.execute(() -> {
				try {
					result.complete(task.call());
				}
				catch (Throwable failure) {
					// an error too, or whoever waits would wait for ever
					result.completeExceptionally(cause(failure));
				}
			});
		}
		catch (java.util.concurrent.RejectedExecutionException closed) {
			result.completeExceptionally(new UnavailableException("TrustChain is closed", closed));
		}
		return result;
	}

	/**
	 * Waits on a virtual thread.
	 * @param what is said if it takes too long
	 * @throws UnavailableException if the deadline passes
	 */
	public static <T> T await(CompletionStage<T> stage, Duration deadline, String what) {
		try {
			return stage.toCompletableFuture().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException late) {
			throw new UnavailableException(what + " did not answer within " + deadline.toMillis() + " ms", late);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new UnavailableException("interrupted while waiting for " + what, interrupted);
		}
		catch (ExecutionException failure) {
			Throwable cause = cause(failure);
			if (cause instanceof RuntimeException known) {
				throw known;
			}
			throw new UnavailableException(what + " failed: " + Reason.of(cause), cause);
		}
	}

	/** What lies under the wrappers that stages put around a failure. */
	public static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
