package org.web3ecosystem.trustchain.ct;

import java.nio.ByteBuffer;

/** Variable-length vectors as TLS encodes them (RFC 5246, section 4.3). */
final class Vectors {

	/** Bytes of the length of a vector of up to 2^24-1 bytes. */
	static final int LENGTH_24 = 3;

	/** Bytes of the length of a vector of up to 2^16-1 bytes. */
	static final int LENGTH_16 = 2;

	private static final int MAX_16 = (1 << 16) - 1;

	private Vectors() {
	}

	static void write24(ByteBuffer out, byte[] content) {
		out.put((byte) (content.length >>> 16)).putShort((short) content.length).put(content);
	}

	static void write16(ByteBuffer out, byte[] content) {
		if (content.length > MAX_16) {
			throw new IllegalArgumentException("a vector of " + content.length + " bytes");
		}
		out.putShort((short) content.length).put(content);
	}

	/**
	 * Reads one.
	 * @throws IllegalArgumentException if less is there than it says
	 */
	static byte[] read24(ByteBuffer in) {
		return read(in, (in.get() & 0xff) << 16 | in.getShort() & 0xffff);
	}

	/** As {@link #read24}. */
	static byte[] read16(ByteBuffer in) {
		return read(in, in.getShort() & 0xffff);
	}

	private static byte[] read(ByteBuffer in, int length) {
		if (length > in.remaining()) {
			throw new IllegalArgumentException("a vector of " + length + " bytes is cut");
		}
		byte[] content = new byte[length];
		in.get(content);
		return content;
	}

}
