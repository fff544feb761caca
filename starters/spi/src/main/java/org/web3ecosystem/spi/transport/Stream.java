package org.web3ecosystem.spi.transport;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Messages in order, both ways. A stream lives on its connection to the end, also when
 * newer connections have a newer identity.
 */
public interface Stream extends AutoCloseable {

	/**
	 * Completes when the message was taken, which is not when the peer has it; a slow
	 * peer delays it (back-pressure).
	 */
	CompletionStage<Void> write(byte[] message);

	/** The next message, or empty after the peer finished. One read at a time. */
	CompletionStage<Optional<byte[]>> read();

	/** Half-close: no more from here, the peer may still write. */
	CompletionStage<Void> finish();

	/** Ends both directions now. */
	@Override
	void close();

}
