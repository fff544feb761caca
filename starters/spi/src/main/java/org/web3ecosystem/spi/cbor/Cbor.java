package org.web3ecosystem.spi.cbor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A CBOR data item of the subset this project signs and sends: integers, byte and text
 * strings, arrays, maps with text keys, booleans. Floats, tags, null and indefinite
 * lengths do not exist here.
 *
 * @see CborWriter
 * @see CborReader
 */
public sealed interface Cbor {

	/** An integer in the range of a Java long. */
	record Int(long value) implements Cbor {
	}

	/** A byte string. Equality is by content. */
	record Bytes(byte[] value) implements Cbor {

		public Bytes {
			value = value.clone();
		}

		@Override
		public byte[] value() {
			return value.clone();
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Bytes that && Arrays.equals(value, that.value);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(value);
		}

	}

	/** A text string. */
	record Text(String value) implements Cbor {
	}

	/** An array. */
	record Array(List<Cbor> items) implements Cbor {

		public Array {
			items = List.copyOf(items);
		}

	}

	/** A map with text keys, in any order here and in the one right order on the wire. */
	record Struct(SequencedMap<String, Cbor> entries) implements Cbor {

		public Struct {
			entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
		}

		/** The entry, which must be there. */
		public Cbor get(String key) {
			return find(key).orElseThrow(() -> new CborException("missing entry '" + key + "'"));
		}

		public Optional<Cbor> find(String key) {
			return Optional.ofNullable(entries.get(key));
		}

		public long integer(String key) {
			return get(key) instanceof Int(long value) ? value : wrong(key, "an integer");
		}

		public byte[] bytes(String key) {
			return get(key) instanceof Bytes bytes ? bytes.value() : wrong(key, "a byte string");
		}

		public String text(String key) {
			return get(key) instanceof Text(String value) ? value : wrong(key, "a text string");
		}

		public boolean bool(String key) {
			return get(key) instanceof Bool(boolean value) ? value : wrong(key, "a boolean");
		}

		public List<Cbor> array(String key) {
			return get(key) instanceof Array(List<Cbor> items) ? items : wrong(key, "an array");
		}

		public Struct struct(String key) {
			return get(key) instanceof Struct struct ? struct : wrong(key, "a map");
		}

		/**
		 * Refuses entries that nobody asked for, since an unread entry is an unchecked
		 * one.
		 */
		public Struct only(String... keys) {
			for (String key : entries.keySet()) {
				if (!List.of(keys).contains(key)) {
					throw new CborException("unexpected entry '" + key + "'");
				}
			}
			return this;
		}

		private static <T> T wrong(String key, String wanted) {
			throw new CborException("entry '" + key + "' is not " + wanted);
		}

	}

	/** True or false. */
	record Bool(boolean value) implements Cbor {
	}

	static Cbor of(long value) {
		return new Int(value);
	}

	static Cbor of(byte[] value) {
		return new Bytes(value);
	}

	static Cbor of(String value) {
		return new Text(value);
	}

	static Cbor of(boolean value) {
		return new Bool(value);
	}

	static Cbor of(List<? extends Cbor> items) {
		return new Array(List.copyOf(items));
	}

	/** A map of the given entries, each a {@code Map.entry(name, item)}. */
	@SafeVarargs
	static Struct struct(Map.Entry<String, Cbor>... entries) {
		LinkedHashMap<String, Cbor> map = new LinkedHashMap<>();
		for (Map.Entry<String, Cbor> entry : entries) {
			if (map.put(entry.getKey(), entry.getValue()) != null) {
				throw new CborException("entry '" + entry.getKey() + "' twice");
			}
		}
		return new Struct(map);
	}

	/**
	 * The one encoding of this item.
	 * @throws CborException if it is nested deeper than a reader accepts, or a text has
	 * no UTF-8
	 */
	default byte[] encode() {
		return CborWriter.encode(this);
	}

	/**
	 * Reads exactly one item that fills the input.
	 * @throws CborException if the input is longer than {@code maxBytes}, is not
	 * deterministic CBOR of this subset or has trailing bytes
	 */
	static Cbor decode(byte[] input, int maxBytes) {
		return CborReader.decode(input, maxBytes);
	}

	/** {@link #decode} for an input that must be a map. */
	static Struct decodeStruct(byte[] input, int maxBytes) {
		if (decode(input, maxBytes) instanceof Struct struct) {
			return struct;
		}
		throw new CborException("not a map");
	}

}
