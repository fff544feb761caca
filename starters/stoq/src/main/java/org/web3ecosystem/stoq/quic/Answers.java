package org.web3ecosystem.stoq.quic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.quic.QuicConnectionAddress;

/**
 * At a socket that dials: tells of packets for connections that are being made, Retry
 * packets among them (RFC 9000 section 17.2). Whether they are what they should be the
 * codec finds out. Thread-safe.
 */
final class Answers extends ChannelInboundHandlerAdapter {

	private static final int LONG_HEADER = 0x80;

	/** The version that such a packet has; nobody who speaks ours sends it. */
	private static final int VERSION_NEGOTIATION = 0;

	/** Behind the first byte and the version. */
	private static final int ID_LENGTH = 5;

	private static final int LONGEST_ID = 20;

	private final Map<QuicConnectionAddress, Runnable> awaited = new ConcurrentHashMap<>();

	/**
	 * @param called the id of the connection here
	 * @param sign is run for each datagram, on the event loop
	 */
	void await(QuicConnectionAddress called, Runnable sign) {
		awaited.put(called, sign);
	}

	void forget(QuicConnectionAddress called) {
		awaited.remove(called);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!awaited.isEmpty() && message instanceof DatagramPacket datagram) {
			look(datagram.content());
		}
		context.fireChannelRead(message);
	}

	private void look(ByteBuf datagram) {
		int start = datagram.readerIndex();
		int readable = datagram.readableBytes();
		if (readable <= ID_LENGTH || (datagram.getByte(start) & LONG_HEADER) == 0) {
			return;
		}
		if (datagram.getInt(start + 1) == VERSION_NEGOTIATION) {
			return;
		}
		int length = datagram.getUnsignedByte(start + ID_LENGTH);
		if (length > LONGEST_ID || readable < ID_LENGTH + 1 + length) {
			return;
		}
		byte[] id = new byte[length];
		datagram.getBytes(start + ID_LENGTH + 1, id);
		Runnable sign = awaited.get(new QuicConnectionAddress(id));
		if (sign != null) {
			sign.run();
		}
	}

}
