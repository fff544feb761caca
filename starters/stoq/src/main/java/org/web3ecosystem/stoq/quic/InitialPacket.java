package org.web3ecosystem.stoq.quic;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicConnectionAddress;

/**
 * An Initial packet of QUIC version 1 (RFC 9000 section 17.2.2) as it is on the wire.
 *
 * @param destination id of the connection at who receives it
 * @param source id of the connection at who sent it
 * @param retried whether it shows a token, as all of a client's do after a Retry
 * @param bytes of the packet alone
 * @param number where in them the packet number is, protected
 */
record InitialPacket(byte[] destination, byte[] source, boolean retried, byte[] bytes, int number) {

	/** Long header, fixed bit, type 0; the lower four are protected. */
	private static final int FIRST_BYTE = 0xc0;

	private static final int FIRST_BYTE_MASK = 0xf0;

	private static final int VERSION = 1;

	private static final int LONGEST_ID = 20;

	/** What a datagram is at most, here and on any path without jumbo frames. */
	private static final int LONGEST = 1500;

	/** Looks at one byte. */
	static boolean begins(ByteBuf datagram) {
		return datagram.isReadable() && (datagram.getByte(datagram.readerIndex()) & FIRST_BYTE_MASK) == FIRST_BYTE;
	}

	/**
	 * The first packet of a datagram; others may follow.
	 * @return empty if that is no such packet, or cut off
	 */
	static Optional<InitialPacket> first(ByteBuf datagram) {
		if (!begins(datagram)) {
			return Optional.empty();
		}
		byte[] bytes = new byte[Math.min(datagram.readableBytes(), LONGEST)];
		datagram.getBytes(datagram.readerIndex(), bytes);
		try {
			return parse(ByteBuffer.wrap(bytes));
		}
		catch (BufferUnderflowException cutOff) {
			return Optional.empty();
		}
	}

	/** Fails where something is cut off. */
	private static Optional<InitialPacket> parse(ByteBuffer header) {
		header.get();
		if (header.getInt() != VERSION) {
			return Optional.empty();
		}
		byte[] destination = id(header);
		byte[] source = id(header);
		int token = Varint.length(header);
		header.position(header.position() + token);
		int length = Varint.length(header);
		int number = header.position();
		byte[] packet = new byte[number + length];
		header.get(0, packet);
		return Optional.of(new InitialPacket(destination, source, token > 0, packet, number));
	}

	private static byte[] id(ByteBuffer header) {
		int length = Byte.toUnsignedInt(header.get());
		if (length > LONGEST_ID) {
			throw new BufferUnderflowException();
		}
		byte[] id = new byte[length];
		header.get(id);
		return id;
	}

	/** Who receives it, as the codec calls that. */
	QuicConnectionAddress to() {
		return new QuicConnectionAddress(destination);
	}

	/** Who sent it. */
	QuicConnectionAddress from() {
		return new QuicConnectionAddress(source);
	}

}
