package org.web3ecosystem.spi.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;

/**
 * A request of a peer as a transport hands it to a handler. Its time runs by the clock of
 * {@link System#nanoTime}, from when it was made. Thread-safe.
 */
public final class RemoteCall implements Call {

	private final NodeId caller;

	private final long until;

	private final Optional<String> trace;

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private RemoteCall(NodeId caller, Duration remaining, Optional<String> trace) {
		this.caller = caller;
		this.until = System.nanoTime() + remaining.toNanos();
		this.trace = trace;
	}

	/** One that is in no trace. */
	public static RemoteCall of(NodeId caller, Duration remaining) {
		return of(caller, remaining, Optional.empty());
	}

	/**
	 * @param remaining how long the caller waits
	 * @param trace as the caller sent it
	 */
	public static RemoteCall of(NodeId caller, Duration remaining, Optional<String> trace) {
		return new RemoteCall(caller, remaining, trace);
	}

	@Override
	public NodeId caller() {
		return caller;
	}

	@Override
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
	}

	@Override
	public CompletionStage<Void> abandoned() {
		return over.minimalCompletionStage();
	}

	@Override
	public Optional<String> trace() {
		return trace;
	}

	/**
	 * Nobody waits any more. What the handler does then, it does on a virtual thread: it
	 * is nothing for who noticed.
	 */
	public void abandon() {
		Thread.startVirtualThread(() -> over.complete(null));
	}

}
