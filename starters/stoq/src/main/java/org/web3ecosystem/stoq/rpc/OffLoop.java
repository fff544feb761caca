package org.web3ecosystem.stoq.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands results to callers on virtual threads: what a caller does with a result must not
 * hold up the event loop.
 */
public final class OffLoop {

	private OffLoop() {
	}

	/** A future that follows {@code inner}; completing it early completes that too. */
	public static <T> CompletableFuture<T> follow(CompletableFuture<T> inner) {
		CompletableFuture<T> outer = new CompletableFuture<>();
		inner.whenComplete((value, failure) -> Thread.startVirtualThread(() -> {
			if (failure == null) {
				outer.complete(value);
			}
			else {
				outer.completeExceptionally(unwrap(failure));
			}
		}));
		outer.whenComplete((value, failure) -> {
			if (failure != null) {
				inner.completeExceptionally(failure);
			}
		});
		return outer;
	}

	/**
	 * Runs a step of a connection on a virtual thread. If the event loop ends under it
	 * the step ends, too: there is no connection left for it.
	 */
	public static void run(Runnable step) {
		Thread.startVirtualThread(() -> {
			try {
				step.run();
			}
			catch (RejectedExecutionException gone) {
				// the event loop has ended, and with it every connection
			}
		});
	}

	public static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
