package org.web3ecosystem.stoq.quic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** At a socket that dials. */
final class ClientKeyExchanges extends KeyExchanges {

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		InitialPacket sent = initial(message);
		if (sent != null) {
			ServerFlight flight = flight(sent.from(), () -> new ServerFlight(sent.destination()));
			if (sent.retried()) {
				flight.retried(sent.destination());
			}
		}
		context.write(message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		InitialPacket received = initial(message);
		ServerFlight flight = (received != null) ? flight(received.to()) : null;
		if (received != null && flight != null) {
			flight.add(received);
		}
		context.fireChannelRead(message);
	}

}
