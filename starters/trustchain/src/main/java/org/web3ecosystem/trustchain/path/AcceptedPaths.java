package org.web3ecosystem.trustchain.path;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

/**
 * The paths that were found good, byte for byte, while they are valid. Only acceptances
 * are kept, so nothing becomes more lenient by being remembered. Thread-safe.
 */
final class AcceptedPaths {

	/** The most paths remembered; the longest unused is forgotten first. */
	static final int MAX = 1024;

	private final Map<Key, Period> periods = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Key, Period> eldest) {
			return size() > MAX;
		}
	};

	/** What was accepted for what, as one digest. */
	record Key(String digest) {

		static Key of(CertificateChain chain, Purpose purpose, NodeId subject) {
			byte[][] parts = new byte[chain.certificates().size() + 1][];
			parts[0] = (purpose.name() + " " + subject.hex()).getBytes(StandardCharsets.US_ASCII);
			for (int i = 1; i < parts.length; i++) {
				parts[i] = Digest.of(chain.certificates().get(i - 1));
			}
			return new Key(Digest.hex(parts));
		}

	}

	private record Period(Instant begin, Instant end) {
	}

	boolean contains(Key key, Instant now) {
		synchronized (periods) {
			Period period = periods.get(key);
			return period != null && !now.isBefore(period.begin()) && !now.isAfter(period.end());
		}
	}

	void add(Key key, Instant begin, Instant end) {
		synchronized (periods) {
			periods.put(key, new Period(begin, end));
		}
	}

}
