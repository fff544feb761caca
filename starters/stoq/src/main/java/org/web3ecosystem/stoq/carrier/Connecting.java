package org.web3ecosystem.stoq.carrier;

import java.util.concurrent.CompletableFuture;

/**
 * A connection that is being made.
 *
 * @param made done when TLS is established; cancelling it ends the attempt
 * @param heard done at the first sign of the other side
 */
public record Connecting(CompletableFuture<Carrier> made, CompletableFuture<Void> heard) {

	public Connecting() {
		this(new CompletableFuture<>(), new CompletableFuture<>());
	}

	/** One that cannot be made. */
	public static Connecting failed(Throwable why) {
		Connecting failed = new Connecting();
		failed.made.completeExceptionally(why);
		return failed;
	}

}
