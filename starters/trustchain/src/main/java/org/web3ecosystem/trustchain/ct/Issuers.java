package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.trustchain.Digest;

/**
 * The certificates above the logged ones, each kept once (c2sp.org/static-ct-api,
 * Issuers). They are few: all lead to one root. One writes, any number read.
 */
final class Issuers {

	private static final String ROOM = "issuer";

	private final TileStore store;

	private final Map<String, byte[]> known = new ConcurrentHashMap<>();

	Issuers(TileStore store) {
		this.store = store;
	}

	static String path(String fingerprint) {
		return ROOM + "/" + fingerprint;
	}

	/** Makes those of a chain durable that are new. */
	void keep(List<byte[]> chain) throws IOException {
		for (byte[] each : chain) {
			String fingerprint = Digest.hex(each);
			if (!known.containsKey(fingerprint)) {
				if (!store.read(path(fingerprint)).filter(there -> Arrays.equals(there, each)).isPresent()) {
					store.write(path(fingerprint), each);
				}
				known.put(fingerprint, each.clone());
			}
		}
	}

	/** The certificate of this digest, or empty if it is lost. */
	Optional<byte[]> find(byte[] digest) throws IOException {
		String fingerprint = HexFormat.of().formatHex(digest);
		byte[] cached = known.get(fingerprint);
		if (cached != null) {
			return Optional.of(cached.clone());
		}
		Optional<byte[]> read = store.read(path(fingerprint))
			.filter(found -> Arrays.equals(Digest.sha256(found), digest));
		read.ifPresent(found -> known.put(fingerprint, found));
		return read;
	}

}
