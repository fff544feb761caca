package org.web3ecosystem.bench.stoq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** The dialling side of one peer. */
interface Caller extends AutoCloseable {

	/** Connections that are made at once. */
	int IN_FLIGHT = 8;

	/** Longer than anything takes. */
	int PATIENCE_SECONDS = 60;

	/**
	 * Makes a connection with mutual TLS, which is there when the other side has answered
	 * on it, and ends it.
	 * @param slot one of {@link #IN_FLIGHT}
	 */
	CompletableFuture<?> connectAndEnd(int slot);

	/** Requests that are answered with themselves, on one connection. */
	Exchange requests();

	/** Messages that come back, on one stream. */
	Exchange messages();

	/** Requests where neither side blocks and both say so. */
	default Exchange directRequests() {
		return requests();
	}

	/** Messages where neither side blocks and both say so. */
	default Exchange directMessages() {
		return messages();
	}

	/**
	 * Takes what comes, on one connection, until closed.
	 * @param bytes that came
	 */
	AutoCloseable download(int streams, LongAdder bytes);

	/** Makes so many connections and leaves them alone. */
	void hold(int connections);

	@Override
	void close();

	/** Sends something and gets it back. */
	interface Exchange {

		CompletionStage<?> send(byte[] message);

	}

}
