package org.web3ecosystem.stoq.carrier;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A listening side that opens streams to the dialling one: that is not spoken. */
@Sharable
public final class Uninvited extends ChannelInboundHandlerAdapter {

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		context.channel().close();
	}

}
