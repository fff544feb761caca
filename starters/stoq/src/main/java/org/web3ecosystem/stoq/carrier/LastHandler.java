package org.web3ecosystem.stoq.carrier;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The end of a pipeline that this node dialled. What goes wrong there the carrier has
 * been told and whoever dialled hears from it; that a peer resets a connection is nothing
 * to warn of.
 */
@Sharable
public final class LastHandler extends ChannelInboundHandlerAdapter {

	/** There is nothing in it. */
	public static final LastHandler INSTANCE = new LastHandler();

	private static final Logger LOG = System.getLogger(LastHandler.class.getName());

	private LastHandler() {
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		LOG.log(Level.DEBUG, "a connection broke channel={0} what={1}", context.channel(), cause);
	}

}
