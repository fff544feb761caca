package org.web3ecosystem.spi.cbor;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes the core deterministic encoding of RFC 8949 section 4.2.1. */
final class CborWriter {

	private static final int FIRST_SIZE = 64;

	private byte[] out = new byte[FIRST_SIZE];

	private int length;

	private CborWriter() {
	}

	static byte[] encode(Cbor item) {
		CborWriter writer = new CborWriter();
		writer.write(item, 0);
		return Arrays.copyOf(writer.out, writer.length);
	}

	private void write(Cbor item, int depth) {
		if (depth > CborReader.MAX_DEPTH) {
			throw new CborException("nested deeper than " + CborReader.MAX_DEPTH);
		}
		switch (item) {
			case Cbor.Int(long value) when value >= 0 -> head(0, value);
			case Cbor.Int(long value) -> head(1, ~value);
			case Cbor.Bytes bytes -> string(2, bytes.value());
			case Cbor.Text(String value) -> string(3, utf8(value));
			case Cbor.Array(List<Cbor> items) -> {
				head(4, items.size());
				items.forEach(inner -> write(inner, depth + 1));
			}
			case Cbor.Struct object -> {
				head(5, object.entries().size());
				for (Entry entry : Entry.sorted(object.entries())) {
					bytes(entry.key());
					write(entry.value(), depth + 1);
				}
			}
			case Cbor.Bool(boolean value) -> octet(value ? 0xf5 : 0xf4);
		}
	}

	private void octet(int value) {
		make(1);
		out[length++] = (byte) value;
	}

	private void bytes(byte[] content) {
		make(content.length);
		System.arraycopy(content, 0, out, length, content.length);
		length += content.length;
	}

	/** Room for so many more. */
	private void make(int more) {
		if (out.length - length < more) {
			out = Arrays.copyOf(out, Math.addExact(length, Math.max(more, length)));
		}
	}

	/** Half a surrogate pair has no UTF-8; two such texts must not become one. */
	private static byte[] utf8(String text) {
		if (!hasSurrogates(text)) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		try {
			ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] content = new byte[encoded.remaining()];
			encoded.get(content);
			return content;
		}
		catch (CharacterCodingException malformed) {
			throw new CborException("text is not Unicode");
		}
	}

	private static boolean hasSurrogates(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	private void string(int major, byte[] content) {
		head(major, content.length);
		bytes(content);
	}

	/** RFC 8949 section 4.2.1: the argument in its shortest form. */
	private void head(int major, long argument) {
		int type = major << 5;
		if (argument < 24) {
			octet(type | (int) argument);
		}
		else if (argument <= 0xff) {
			octet(type | 24);
			big(argument, 1);
		}
		else if (argument <= 0xffff) {
			octet(type | 25);
			big(argument, 2);
		}
		else if (argument <= 0xffff_ffffL) {
			octet(type | 26);
			big(argument, 4);
		}
		else {
			octet(type | 27);
			big(argument, 8);
		}
	}

	private void big(long value, int bytes) {
		for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
			octet((int) (value >>> shift));
		}
	}

	/** Map keys go in the bytewise order of their encodings. */
	private record Entry(byte[] key, Cbor value) implements Comparable<Entry> {

		static Entry[] sorted(Map<String, Cbor> entries) {
			Entry[] sorted = new Entry[entries.size()];
			int next = 0;
			for (Map.Entry<String, Cbor> entry : entries.entrySet()) {
				sorted[next++] = new Entry(encode(new Cbor.Text(entry.getKey())), entry.getValue());
			}
			Arrays.sort(sorted);
			return sorted;
		}

		@Override
		public int compareTo(Entry other) {
			return Arrays.compareUnsigned(key, other.key);
		}

	}

}
