package org.web3ecosystem.stoq.quic;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Integers of variable length (RFC 9000 section 16). */
final class Varint {

	private static final int LENGTH_SHIFT = 6;

	private static final int VALUE_MASK = 0x3f;

	private Varint() {
	}

	/**
	 * @throws BufferUnderflowException if it is cut off
	 */
	static long read(ByteBuffer bytes) {
		int first = Byte.toUnsignedInt(bytes.get());
		long value = first & VALUE_MASK;
		for (int more = (1 << (first >> LENGTH_SHIFT)) - 1; more > 0; more--) {
			value = value << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
		}
		return value;
	}

	/**
	 * One that says how many bytes follow.
	 * @throws BufferUnderflowException if not so many do
	 */
	static int length(ByteBuffer bytes) {
		long length = read(bytes);
		if (length > bytes.remaining()) {
			throw new BufferUnderflowException();
		}
		return (int) length;
	}

}
