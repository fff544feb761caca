package org.web3ecosystem.trustchain.bundle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.ForeignFederation;

/**
 * A foreign federation's bundle as it was last had. Immutable.
 *
 * @param document as it came
 * @param bundle what it says
 * @param asOf when it was had
 */
record HeldBundle(String document, TrustBundle bundle, Instant asOf) {

	/** SPIFFE Trust Domain and Bundle, section 4.1.3, leaves it to us. */
	private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(5);

	private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(30);

	private static final Duration LONGEST_REFRESH = Duration.ofHours(1);

	private static final int MAX_BYTES = 4 * TrustBundle.MAX_CHARACTERS + 1024;

	static HeldBundle of(String document, Instant asOf) {
		return new HeldBundle(document, TrustBundle.parse(document), asOf.truncatedTo(ChronoUnit.MILLIS));
	}

	/**
	 * Why {@code next} does not come after this one; empty if it does. Sequence numbers
	 * do not go back, and what they number does not change.
	 */
	Optional<String> faultOf(TrustBundle next) {
		Optional<Long> before = bundle.sequence();
		if (before.isEmpty()) {
			return Optional.empty();
		}
		if (next.sequence().isEmpty()) {
			return Optional.of("the bundle has no sequence number, and had " + before.get());
		}
		long then = before.get();
		long now = next.sequence().get();
		if (now < then) {
			return Optional.of("the bundle's sequence number goes back from " + then + " to " + now);
		}
		return (now == then && !new HashSet<>(next.anchors()).equals(new HashSet<>(bundle.anchors())))
				? Optional.of("the bundle has other keys than before under the same sequence number " + now)
				: Optional.empty();
	}

	/** How long after it was had to look for the next. */
	Duration refresh() {
		Duration hint = bundle.refreshHint().orElse(DEFAULT_REFRESH);
		if (hint.compareTo(SHORTEST_REFRESH) < 0) {
			return SHORTEST_REFRESH;
		}
		return (hint.compareTo(LONGEST_REFRESH) > 0) ? LONGEST_REFRESH : hint;
	}

	/** For the disk, with what it belongs to. */
	byte[] encode(ForeignFederation federation) {
		return Cbor
			.struct(Map.entry("federation", Cbor.of(Digest.sha256(federation.encode()))),
					Map.entry("asOf", Cbor.of(asOf.toEpochMilli())), Map.entry("document", Cbor.of(document)))
			.encode();
	}

	/**
	 * Reads what was kept; empty if it belongs to what the federation was before.
	 * @throws IllegalArgumentException if it is damaged
	 */
	static Optional<HeldBundle> decode(byte[] encoded, ForeignFederation federation) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("federation", "asOf", "document");
			return Arrays.equals(map.bytes("federation"), Digest.sha256(federation.encode()))
					? Optional.of(of(map.text("document"), Instant.ofEpochMilli(map.integer("asOf"))))
					: Optional.empty();
		}
		catch (CborException damaged) {
			throw new IllegalArgumentException("not a bundle that was kept", damaged);
		}
	}

}
