package org.web3ecosystem.trustchain.ct;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The extension that says at which place of its log an entry is (c2sp.org/static-ct-api,
 * SCT Extension).
 */
final class LeafIndex {

	private static final byte TYPE = 0;

	private static final int LENGTH = 5;

	private LeafIndex() {
	}

	/** CtExtensions with this one alone. */
	static byte[] encode(long index) {
		return ByteBuffer.allocate(1 + Vectors.LENGTH_16 + LENGTH)
			.put(TYPE)
			.putShort((short) LENGTH)
			.put((byte) (index >>> 32))
			.putInt((int) index)
			.array();
	}

	/** The place, if these extensions say it and are well-formed. */
	static OptionalLong in(byte[] extensions) {
		try {
			ByteBuffer in = ByteBuffer.wrap(extensions);
			while (in.hasRemaining()) {
				byte type = in.get();
				ByteBuffer content = ByteBuffer.wrap(Vectors.read16(in));
				if (type == TYPE) {
					return (content.remaining() == LENGTH)
							? OptionalLong.of((content.get() & 0xffL) << 32 | content.getInt() & 0xffffffffL)
							: OptionalLong.empty();
				}
			}
		}
		catch (BufferUnderflowException | IllegalArgumentException malformed) {
			// nobody's place
		}
		return OptionalLong.empty();
	}

}
