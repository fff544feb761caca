package org.web3ecosystem.spitest.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Call;

/** A request in memory, until {@code until} on the clock of {@link System#nanoTime}. */
record MemoryCall(NodeId caller, long until, CompletableFuture<Void> over) implements Call {

	static MemoryCall of(NodeId caller, Duration deadline) {
		return new MemoryCall(caller, System.nanoTime() + deadline.toNanos(), new CompletableFuture<>());
	}

	@Override
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
	}

	@Override
	public CompletionStage<Void> abandoned() {
		return over.minimalCompletionStage();
	}

	/** Nobody traces in memory. */
	@Override
	public Optional<String> trace() {
		return Optional.empty();
	}

	void abandon() {
		Thread.startVirtualThread(() -> over.complete(null));
	}

}
