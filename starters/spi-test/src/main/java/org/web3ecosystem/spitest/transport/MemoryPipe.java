package org.web3ecosystem.spitest.transport;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;

/**
 * Messages one way. The writer of a message that exceeds {@link #CAPACITY} waits until
 * the reader has made room.
 */
final class MemoryPipe {

	/** Messages that are taken before their reader has come. */
	static final int CAPACITY = 16;

	private final Queue<byte[]> messages = new ArrayDeque<>();

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private @Nullable CompletableFuture<Optional<byte[]>> reader;

	private boolean finished;

	private boolean aborted;

	CompletableFuture<Void> write(byte[] message) {
		CompletableFuture<Void> taken = new CompletableFuture<>();
		Runnable effect;
		synchronized (this) {
			if (aborted || finished) {
				return CompletableFuture.failedFuture(closed());
			}
			if (reader != null) {
				CompletableFuture<Optional<byte[]>> receiver = reader;
				reader = null;
				effect = () -> receiver.complete(Optional.of(message));
			}
			else {
				messages.add(message);
				if (messages.size() > CAPACITY) {
					waiting.add(() -> complete(taken));
					return taken;
				}
				effect = () -> {
				};
			}
		}
		effect.run();
		taken.complete(null);
		return taken;
	}

	CompletableFuture<Optional<byte[]>> read() {
		byte[] message;
		Runnable writer;
		synchronized (this) {
			message = messages.poll();
			writer = waiting.poll();
			if (message == null) {
				return awaitMessage();
			}
		}
		if (writer != null) {
			writer.run();
		}
		return CompletableFuture.completedFuture(Optional.of(message));
	}

	private CompletableFuture<Optional<byte[]>> awaitMessage() {
		if (aborted) {
			return CompletableFuture.failedFuture(closed());
		}
		if (finished) {
			return CompletableFuture.completedFuture(Optional.empty());
		}
		if (reader != null) {
			return CompletableFuture.failedFuture(new IllegalStateException("one read at a time"));
		}
		CompletableFuture<Optional<byte[]>> promise = new CompletableFuture<>();
		reader = promise;
		return promise;
	}

	CompletableFuture<Void> finish() {
		CompletableFuture<Optional<byte[]>> receiver;
		synchronized (this) {
			finished = true;
			receiver = reader;
			reader = null;
		}
		if (receiver != null) {
			receiver.complete(Optional.empty());
		}
		return CompletableFuture.completedFuture(null);
	}

	void abort() {
		CompletableFuture<Optional<byte[]>> receiver;
		Queue<Runnable> writers;
		synchronized (this) {
			aborted = !finished || !messages.isEmpty();
			messages.clear();
			receiver = reader;
			reader = null;
			writers = new ArrayDeque<>(waiting);
			waiting.clear();
		}
		if (receiver != null) {
			receiver.completeExceptionally(closed());
		}
		writers.forEach(Runnable::run);
	}

	/** Called when there is room again, or when there will never be. */
	private void complete(CompletableFuture<Void> taken) {
		boolean lost;
		synchronized (this) {
			lost = aborted;
		}
		if (lost) {
			taken.completeExceptionally(closed());
		}
		else {
			taken.complete(null);
		}
	}

	private static TransportException closed() {
		return new TransportException.Closed("the stream is closed");
	}

}
