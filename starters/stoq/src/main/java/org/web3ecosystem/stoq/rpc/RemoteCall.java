package org.web3ecosystem.stoq.rpc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Call;

/** A request of a peer, until {@code until} on the clock of {@link System#nanoTime}. */
record RemoteCall(NodeId caller, long until, Optional<String> trace, CompletableFuture<Void> over) implements Call {

	static RemoteCall of(NodeId caller, Duration remaining, Optional<String> trace) {
		return new RemoteCall(caller, System.nanoTime() + remaining.toNanos(), trace, new CompletableFuture<>());
	}

	@Override
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
	}

	@Override
	public CompletionStage<Void> abandoned() {
		return over.minimalCompletionStage();
	}

	/** What the handler does then is nothing for the event loop. */
	void abandon() {
		OffLoop.run(() -> over.complete(null));
	}

}
