package org.web3ecosystem.stoq.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Discards datagrams that begin a connection and are shorter than a client has to make
 * them (RFC 9000 section 14.1): an answer would be larger than what whoever forged the
 * address has spent. The same for versions that are not spoken here (section 6.1).
 */
final class ShortInitials extends ChannelInboundHandlerAdapter {

	/** A client fills up to this whatever carries an Initial packet. */
	static final int SHORTEST = 1200;

	private static final int LONG_HEADER = 0x80;

	private static final int VERSION = 1;

	private final Tally tally;

	ShortInitials(Tally tally) {
		this.tally = tally;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof DatagramPacket datagram && isShort(datagram.content())) {
			tally.refused(Tally.Refusal.SHORT, Origin.of(datagram.sender()), null, "a first packet of "
					+ datagram.content().readableBytes() + " bytes, less than " + SHORTEST + ": dropped");
			datagram.release();
			return;
		}
		context.fireChannelRead(message);
	}

	/** Handshake packets of a connection may be. */
	private static boolean isShort(ByteBuf datagram) {
		if (datagram.readableBytes() >= SHORTEST || !datagram.isReadable()) {
			return false;
		}
		int start = datagram.readerIndex();
		boolean begins = (datagram.getByte(start) & LONG_HEADER) != 0;
		boolean known = datagram.readableBytes() > Integer.BYTES && datagram.getInt(start + 1) == VERSION;
		return begins && (!known || InitialPacket.begins(datagram));
	}

}
