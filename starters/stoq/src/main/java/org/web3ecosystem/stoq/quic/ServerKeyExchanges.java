package org.web3ecosystem.stoq.quic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * At a socket that listens. Nobody is answered there without a Retry before, and the id
 * that came with that is the one of the server's packets.
 */
final class ServerKeyExchanges extends KeyExchanges {

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		InitialPacket sent = initial(message);
		if (sent != null) {
			flight(sent.from(), () -> new ServerFlight(sent.source())).add(sent);
		}
		context.write(message, promise);
	}

}
