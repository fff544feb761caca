package org.web3ecosystem.stoq.carrier;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/** What happens to those who connect. Called on the event loop. */
public interface Arrivals {

	/**
	 * Somebody connected; TLS has not begun.
	 * @return what follows the connection: {@code channelActive} tells that TLS is
	 * established, {@code SslHandshakeCompletionEvent} how it went
	 */
	ChannelHandler arrived(Carrier carrier);

	/**
	 * How long the TLS handshake of somebody may take.
	 * @param from where that comes from, null if it has gone already
	 */
	Duration patience(@Nullable InetSocketAddress from);

	/** A stream on a connection that arrived; its pipeline has the codec only. */
	void stream(Carrier carrier, Channel stream);

}
