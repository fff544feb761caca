package org.web3ecosystem.catalog.placement;

import java.time.Duration;
import java.util.Optional;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportProvider;

/** Gets blobs from other nodes into the store, and believes none of them. */
public final class BlobClient {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** The longest a whole transfer may take. */
	private static final Duration TRANSFER = Duration.ofMinutes(5);

	private final TransportProvider transport;

	private final BlobStore store;

	public BlobClient(TransportProvider transport, BlobStore store) {
		this.transport = transport;
		this.store = store;
	}

	/**
	 * Gets a blob; waits for it.
	 * @throws UnavailableException if this node does not have it or is not there
	 * @throws RejectedException if what it sent is something else
	 */
	void fetch(Content content, Peer from) {
		Connection connection = Await.of(transport.connect(from, PATIENCE), PATIENCE.plusSeconds(1));
		try (Stream stream = Await.of(connection.open(BlobMessage.PROTOCOL, PATIENCE), PATIENCE.plusSeconds(1));
				Incoming incoming = store.receive(content.size())) {
			Await.of(stream.write(BlobMessage.ask(content)), PATIENCE);
			String refusal = BlobMessage.refusal(Await.of(stream.read(), TRANSFER).orElse(new byte[0]));
			if (!refusal.isEmpty()) {
				throw new UnavailableException(from.id().brief() + " says: " + refusal);
			}
			receive(stream, incoming, System.nanoTime() + TRANSFER.toNanos());
			incoming.finish(content);
			Await.of(stream.finish(), PATIENCE);
		}
	}

	private static void receive(Stream stream, Incoming incoming, long end) {
		Optional<byte[]> piece = Await.of(stream.read(), PATIENCE);
		while (piece.isPresent()) {
			incoming.write(piece.get(), 0, piece.get().length);
			if (System.nanoTime() - end > 0) {
				throw new UnavailableException("the transfer took longer than " + TRANSFER);
			}
			piece = Await.of(stream.read(), PATIENCE);
		}
	}

}
