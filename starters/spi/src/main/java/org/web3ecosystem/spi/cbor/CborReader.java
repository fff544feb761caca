package org.web3ecosystem.spi.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads only what {@link CborWriter} would have written: a second spelling of the same
 * value is refused, so a signature over bytes is a signature over meaning. Lengths are
 * checked against the bytes that are left before anything is allocated, and no container
 * is made larger than its first {@value #FIRST_CAPACITY} items before they were read.
 */
final class CborReader {

	/** Containers around an item, at most. */
	static final int MAX_DEPTH = 16;

	private static final int FIRST_CAPACITY = 64;

	private final ByteBuffer in;

	private CborReader(byte[] input) {
		this.in = ByteBuffer.wrap(input);
	}

	static Cbor decode(byte[] input, int maxBytes) {
		if (input.length > maxBytes) {
			throw new CborException(input.length + " bytes where at most " + maxBytes + " are allowed");
		}
		CborReader reader = new CborReader(input);
		Cbor item = reader.read(0);
		if (reader.in.hasRemaining()) {
			throw new CborException(reader.in.remaining() + " trailing bytes");
		}
		return item;
	}

	private Cbor read(int depth) {
		if (depth > MAX_DEPTH) {
			throw new CborException("nested deeper than " + MAX_DEPTH);
		}
		int initial = next();
		int major = initial >>> 5;
		if (major == 7) {
			return simple(initial);
		}
		long argument = argument(initial & 0x1f);
		return switch (major) {
			case 0 -> new Cbor.Int(argument);
			case 1 -> new Cbor.Int(~argument);
			case 2 -> new Cbor.Bytes(take(argument));
			case 3 -> new Cbor.Text(utf8(take(argument)));
			case 4 -> array(argument, depth);
			case 5 -> object(argument, depth);
			default -> throw new CborException("major type " + major + " is not used here");
		};
	}

	private static Cbor simple(int initial) {
		return switch (initial) {
			case 0xf4 -> new Cbor.Bool(false);
			case 0xf5 -> new Cbor.Bool(true);
			default -> throw new CborException("simple value or float is not used here");
		};
	}

	private Cbor array(long size, int depth) {
		List<Cbor> items = new ArrayList<>(Math.min(count(size, 1), FIRST_CAPACITY));
		for (long i = 0; i < size; i++) {
			items.add(read(depth + 1));
		}
		return new Cbor.Array(items);
	}

	private Cbor object(long size, int depth) {
		LinkedHashMap<String, Cbor> entries = LinkedHashMap.newLinkedHashMap(Math.min(count(size, 2), FIRST_CAPACITY));
		byte[] previous = new byte[0];
		for (long i = 0; i < size; i++) {
			int start = in.position();
			if (!(read(depth + 1) instanceof Cbor.Text(String key))) {
				throw new CborException("a map key is not text");
			}
			byte[] encoded = Arrays.copyOfRange(in.array(), start, in.position());
			if (i > 0 && Arrays.compareUnsigned(previous, encoded) >= 0) {
				throw new CborException("map keys are not in order");
			}
			previous = encoded;
			entries.put(key, read(depth + 1));
		}
		return new Cbor.Struct(entries);
	}

	private long argument(int info) {
		if (info < 24) {
			return info;
		}
		return switch (info) {
			case 24 -> least(big(1), 24);
			case 25 -> least(big(2), 0x100);
			case 26 -> least(big(4), 0x1_0000);
			case 27 -> least(big(8), 0x1_0000_0000L);
			default -> throw new CborException("indefinite or reserved length");
		};
	}

	private static long least(long value, long minimum) {
		if (value < minimum) {
			throw new CborException(value < 0 ? "integer out of range" : "a number is not in its shortest form");
		}
		return value;
	}

	private long big(int bytes) {
		long value = 0;
		for (int i = 0; i < bytes; i++) {
			value = value << 8 | next();
		}
		return value;
	}

	private int next() {
		if (!in.hasRemaining()) {
			throw new CborException("ends too early");
		}
		return in.get() & 0xff;
	}

	private byte[] take(long length) {
		byte[] content = new byte[count(length, 1)];
		in.get(content);
		return content;
	}

	private int count(long size, int leastBytesEach) {
		if (size > in.remaining() / leastBytesEach) {
			throw new CborException("a length goes past the end");
		}
		return (int) size;
	}

	private static String utf8(byte[] content) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		}
		catch (CharacterCodingException malformed) {
			throw new CborException("text is not UTF-8");
		}
	}

}
