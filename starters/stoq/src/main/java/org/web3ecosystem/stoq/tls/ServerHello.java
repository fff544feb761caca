package org.web3ecosystem.stoq.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

import org.web3ecosystem.stoq.wire.KeyExchange;

/**
 * What a ServerHello, or a HelloRetryRequest, says about the key exchange (RFC 8446
 * sections 4.1.3, 4.1.4 and 4.2.8): both begin their key share with the number of the
 * group, and the first has no other group than the second asked for.
 */
public final class ServerHello {

	private static final int TYPE = 2;

	private static final int LENGTH_BYTES = 3;

	private static final int VERSION_AND_RANDOM = 2 + 32;

	private static final int CIPHER_AND_COMPRESSION = 2 + 1;

	private static final int KEY_SHARE = 51;

	private ServerHello() {
	}

	/**
	 * The group it chose.
	 * @param beginning of the handshake messages of a server, however little of it
	 * @return empty if that does not say, or not yet
	 */
	public static Optional<KeyExchange> group(ByteBuffer beginning) {
		try {
			return read(beginning.slice());
		}
		catch (BufferUnderflowException | IllegalArgumentException cutOff) {
			return Optional.empty();
		}
	}

	private static Optional<KeyExchange> read(ByteBuffer bytes) {
		if (bytes.get() != TYPE) {
			return Optional.empty();
		}
		skip(bytes, LENGTH_BYTES + VERSION_AND_RANDOM);
		skip(bytes, Byte.toUnsignedInt(bytes.get()));
		skip(bytes, CIPHER_AND_COMPRESSION);
		int left = Short.toUnsignedInt(bytes.getShort());
		while (left > 0) {
			int type = Short.toUnsignedInt(bytes.getShort());
			int length = Short.toUnsignedInt(bytes.getShort());
			if (type == KEY_SHARE) {
				return Optional.of(KeyExchange.of(Short.toUnsignedInt(bytes.getShort())));
			}
			skip(bytes, length);
			left -= 2 * Short.BYTES + length;
		}
		return Optional.empty();
	}

	/** Beyond the end fails. */
	private static void skip(ByteBuffer bytes, int length) {
		bytes.position(bytes.position() + length);
	}

}
