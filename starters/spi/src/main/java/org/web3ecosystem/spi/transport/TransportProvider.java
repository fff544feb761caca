package org.web3ecosystem.spi.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Mutually authenticated connections to other nodes.
 * <p>
 * Laws, tested by {@code TransportProviderContract}:
 * <ol>
 * <li>a completed {@link #connect} means that each side has admitted the other, not only
 * that a handshake was made;
 * <li>{@link Connection#peer()} is who was asked for, or connecting failed with
 * {@link TransportException.RefusedIdentity};
 * <li>connecting again to a peer that is connected may give the same connection; if the
 * peer has ended that and nobody here has heard of it yet, what is asked on it fails with
 * {@link TransportException.Closed}, and connecting once more dials anew;
 * <li>every failure is a {@link TransportException}, within the deadline;
 * <li>nothing is handed to the {@link Inbound} side before the peer was admitted.
 * </ol>
 */
public interface TransportProvider {

	CompletionStage<Connection> connect(Peer peer, Duration deadline);

	/**
	 * Listens.
	 * @param address where to bind; port 0 takes a free one
	 * @param inbound what admitted peers reach
	 */
	CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound);

}
