package org.web3ecosystem.stoq.quic;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The first bytes of a handshake, from the CRYPTO frames of Initial packets (RFC 9000
 * sections 12.4 and 19). Not thread-safe.
 */
final class CryptoStart {

	/** The group of a ServerHello is within its first hundred bytes. */
	private static final int ENOUGH = 512;

	private static final int PADDING = 0x00;

	private static final int PING = 0x01;

	private static final int ACK = 0x02;

	private static final int ACK_ECN = 0x03;

	private static final int ECN_COUNTS = 3;

	private static final int CRYPTO = 0x06;

	private final ByteBuffer start = ByteBuffer.allocate(ENOUGH);

	/** Takes what the CRYPTO frames of a packet add to it; the rest is passed over. */
	void add(byte[] payload) {
		ByteBuffer frames = ByteBuffer.wrap(payload);
		try {
			while (frames.hasRemaining() && frame(frames)) {
				// the next
			}
		}
		catch (BufferUnderflowException cutOff) {
			// whoever it is for will end the connection
		}
	}

	private boolean frame(ByteBuffer frames) {
		long type = Varint.read(frames);
		if (type == CRYPTO) {
			crypto(frames);
		}
		else if (type == ACK || type == ACK_ECN) {
			ack(frames, type == ACK_ECN);
		}
		return type == CRYPTO || type == ACK || type == ACK_ECN || type == PADDING || type == PING;
	}

	private void crypto(ByteBuffer frames) {
		long offset = Varint.read(frames);
		int length = Varint.length(frames);
		ByteBuffer data = frames.slice(frames.position(), length);
		frames.position(frames.position() + length);
		long known = start.position() - offset;
		if (known >= 0 && known < length) {
			data.position((int) known);
			start.put(data.limit(Math.min(length, data.position() + start.remaining())));
		}
	}

	private static void ack(ByteBuffer frames, boolean ecn) {
		Varint.read(frames); // largest
		Varint.read(frames); // delay
		long ranges = Varint.read(frames);
		Varint.read(frames); // the first range
		for (long left = 2 * ranges + (ecn ? ECN_COUNTS : 0); left > 0; left--) {
			Varint.read(frames);
		}
	}

	/** What there is of it without a gap. */
	ByteBuffer bytes() {
		return start.duplicate().flip();
	}

}
