package org.web3ecosystem.spitest.transport;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Stream;

/** One end of a stream: reads from one pipe, writes into the other. */
record MemoryStream(MemoryPipe in, MemoryPipe out) implements Stream {

	static MemoryStream[] pair() {
		MemoryPipe there = new MemoryPipe();
		MemoryPipe back = new MemoryPipe();
		return new MemoryStream[] { new MemoryStream(back, there), new MemoryStream(there, back) };
	}

	@Override
	public CompletionStage<Void> write(byte[] message) {
		return (message.length > Connection.MAX_MESSAGE)
				? CompletableFuture.failedFuture(MemoryConnection.tooLong(message.length)) : out.write(message.clone());
	}

	@Override
	public CompletionStage<Optional<byte[]>> read() {
		return in.read();
	}

	@Override
	public CompletionStage<Void> finish() {
		return out.finish();
	}

	@Override
	public void close() {
		in.abort();
		out.abort();
	}

	/** Identity, not content: two streams are never the same stream. */
	@Override
	public boolean equals(Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
