package org.web3ecosystem.stoq.quic;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionAddress;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.stoq.wire.KeyExchange;

/**
 * Reads along at a socket which key exchange its connections agree on, as the codec
 * (Netty 4.2) has no call that tells. It looks at the first packet of a datagram if that
 * is an Initial one, which anybody on the path can read, and changes nothing. What it
 * cannot read it does not know. For the event loop alone.
 */
abstract class KeyExchanges extends ChannelDuplexHandler {

	/** Far more than begin at once. The one that began first is forgotten. */
	private static final int MOST = 512;

	private final Map<QuicConnectionAddress, ServerFlight> flights = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<QuicConnectionAddress, ServerFlight> eldest) {
			return size() > MOST;
		}

	};

	/**
	 * What was seen of this connection, which is established.
	 * @param called its id here in the first packets; what it has now may be another, as
	 * the peer may have chosen from those it was offered (RFC 9000 section 5.1.1)
	 */
	static KeyExchange seen(QuicChannel connection, @Nullable SocketAddress called) {
		KeyExchanges reader = connection.parent().pipeline().get(KeyExchanges.class);
		SocketAddress first = (called != null) ? called : connection.localAddress();
		return (reader != null && first instanceof QuicConnectionAddress id) ? reader.of(id) : KeyExchange.UNKNOWN;
	}

	private KeyExchange of(QuicConnectionAddress connection) {
		ServerFlight flight = flights.get(connection);
		return (flight != null) ? flight.group() : KeyExchange.UNKNOWN;
	}

	/** The Initial packets of the server on the connection that has this id here. */
	final ServerFlight flight(QuicConnectionAddress connection, Supplier<ServerFlight> begun) {
		return flights.computeIfAbsent(connection, unknown -> begun.get());
	}

	final @Nullable ServerFlight flight(QuicConnectionAddress connection) {
		return flights.get(connection);
	}

	/** Null if it does not begin with an Initial packet. */
	static @Nullable InitialPacket initial(Object message) {
		return (message instanceof DatagramPacket datagram) ? InitialPacket.first(datagram.content()).orElse(null)
				: null;
	}

	final int size() {
		return flights.size();
	}

}
