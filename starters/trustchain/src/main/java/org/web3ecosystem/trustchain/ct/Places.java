package org.web3ecosystem.trustchain.ct;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

import org.web3ecosystem.trustchain.Digest;

/**
 * Where entries are, by digests of several kinds: of an entry, of its leaf and of the
 * certificate to it. The first place counts. Not thread-safe.
 */
final class Places {

	private final Map<Key, Integer> places = new HashMap<>();

	private record Key(long first, long second, long third, long fourth) {

		static Key of(byte[] digest) {
			if (digest.length != Digest.LENGTH) {
				throw new IllegalArgumentException("a digest has " + Digest.LENGTH + " bytes");
			}
			ByteBuffer in = ByteBuffer.wrap(digest);
			return new Key(in.getLong(), in.getLong(), in.getLong(), in.getLong());
		}

	}

	void add(byte[] digest, int place) {
		places.putIfAbsent(Key.of(digest), place);
	}

	OptionalInt find(byte[] digest) {
		Integer place = places.get(Key.of(digest));
		return (place != null) ? OptionalInt.of(place) : OptionalInt.empty();
	}

	/** Forgets everything from a place on. */
	void truncate(int size) {
		places.values().removeIf(place -> place >= size);
	}

}
