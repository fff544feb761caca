package org.web3ecosystem.stoq.carrier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/** What happens to those who connect. Called on the event loop. */
public interface Arrivals {

	/**
	 * Somebody connected; TLS has not begun.
	 * @return what follows the connection: {@code channelActive} tells that TLS is
	 * established, {@code SslHandshakeCompletionEvent} how it went
	 */
	ChannelHandler arrived(Carrier carrier);

	/** A stream on a connection that arrived; its pipeline has the codec only. */
	void stream(Carrier carrier, Channel stream);

}
