package org.web3ecosystem.trustchain.dnssec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.trustchain.Digest;

/**
 * Signatures that may be given again: of the same records by the same key, for half of
 * their life. Those that were not used for longest go first. Thread-safe.
 */
final class KeptSignatures {

	/** For as many names as there may be answers ready; about 30 MiB. */
	private static final int MOST = 1 << 17;

	private static final Duration USABLE = ZoneSigner.LIFE.dividedBy(2);

	private final Map<ByteBuffer, Kept> all = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Kept> eldest) {
			return size() > MOST;
		}

	};

	private record Kept(byte[] signature, Instant made) {
	}

	/** What stands for a set and a key. */
	static ByteBuffer name(RecordSet set, ZoneKey key) {
		byte[] owner = set.owner().getBytes(StandardCharsets.US_ASCII);
		byte[] signer = key.data();
		int size = set.data().stream().mapToInt(each -> Integer.BYTES + each.length).sum();
		ByteBuffer text = ByteBuffer.allocate(4 * Integer.BYTES + owner.length + signer.length + size);
		text.putInt(owner.length).put(owner).putInt(set.type()).putInt(set.ttl()).putInt(signer.length).put(signer);
		// the order of the records says nothing
		set.data().stream().sorted(Arrays::compareUnsigned).forEach(each -> text.putInt(each.length).put(each));
		return ByteBuffer.wrap(Digest.sha256(text.array()));
	}

	synchronized Optional<byte[]> find(ByteBuffer name, Instant now) {
		return Optional.ofNullable(all.get(name))
			.filter(kept -> !now.isBefore(kept.made) && now.isBefore(kept.made.plus(USABLE)))
			.map(Kept::signature);
	}

	synchronized void keep(ByteBuffer name, byte[] signature, Instant made) {
		all.put(name, new Kept(signature, made));
	}

}
