package org.web3ecosystem.spi.transport;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;

/** A connection to an admitted peer. Thread-safe. */
public interface Connection extends AutoCloseable {

	/** Who is at the other end. */
	NodeId peer();

	/** The chain the peer showed on this connection; it never changes. */
	CertificateChain peerChain();

	/**
	 * Sends one request and awaits one answer of at most {@link #MAX_MESSAGE} bytes.
	 * Fails with {@link TransportException.RemoteFailure} if the peer's handler failed.
	 * The peer's handler is told the deadline; that the caller gave up, by cancelling the
	 * future behind this stage or because the deadline passed, it learns by
	 * {@link Call#abandoned}.
	 * @param method which {@link RequestHandler}
	 */
	CompletionStage<byte[]> request(String method, byte[] body, Duration deadline);

	/**
	 * Opens a stream in both directions.
	 * @param protocol which {@link StreamHandler}
	 */
	CompletionStage<Stream> open(String protocol, Duration deadline);

	/**
	 * Sends one request and reads any number of items. Completes when the way to the peer
	 * is open; what the peer makes of the request is told by {@link Feed#next}.
	 * @param method which {@link FeedHandler}
	 * @param request of at most {@link FeedHandler#MAX_ITEM} bytes
	 * @param deadline of the whole, the last item included
	 */
	default CompletionStage<Feed> feed(String method, byte[] request, Duration deadline) {
		return OpenFeed.open(this, method, request, deadline);
	}

	/**
	 * Sends a message that may be lost and may overtake others, but arrives whole and at
	 * most once. Completes when it is on its way. Fails with
	 * {@link TransportException.Overloaded} if it is longer than {@link #MAX_DATAGRAM}.
	 * @param protocol which {@link DatagramHandler}, of at most 64 characters
	 */
	CompletionStage<Void> send(String protocol, byte[] datagram);

	/**
	 * The same connection for a caller whose dependent stages never block, nor take
	 * longer than some microseconds: they, and those of streams opened through it, may
	 * run on the transport's event loop. That spares a change of threads for each result.
	 */
	default Connection direct() {
		return this;
	}

	@Override
	void close();

	/** Largest body of a request, an answer or a stream message, in bytes. */
	int MAX_MESSAGE = 1 << 20;

	/** Largest datagram, in bytes: what fits into one packet of any network. */
	int MAX_DATAGRAM = 1200;

}
