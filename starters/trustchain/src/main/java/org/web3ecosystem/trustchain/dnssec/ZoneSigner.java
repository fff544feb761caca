package org.web3ecosystem.trustchain.dnssec;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Type;

import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

/**
 * Signs record sets of one zone. What is signed now is good from an hour ago, for clocks
 * that are behind, and for as long as answers may be kept. Thread-safe.
 */
public final class ZoneSigner {

	/** For clocks that are behind. */
	static final Duration ALLOWANCE = Duration.ofHours(1);

	/** Far longer than anybody keeps an answer. */
	static final Duration LIFE = Duration.ofDays(3);

	private final String zone;

	private final Supplier<KeyRing> ring;

	private final InstantSource clock;

	private final KeptSignatures kept = new KeptSignatures();

	/**
	 * @param zone in lower case without the trailing dot
	 * @param ring the keys as they are now
	 */
	public ZoneSigner(String zone, Supplier<KeyRing> ring, InstantSource clock) {
		this.zone = zone;
		this.ring = ring;
		this.clock = clock;
	}

	/**
	 * RDATA of the signatures over a set (RFC 4034, section 3); none while there are no
	 * keys that others can see.
	 */
	public List<byte[]> sign(RecordSet set) {
		return signs(set.type()).stream().map(key -> sign(set, key)).toList();
	}

	/** The same with signatures of this moment, which are not kept. */
	public List<byte[]> signAnew(RecordSet set) {
		Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
		return signs(set.type()).stream().map(key -> sign(set, key, now)).toList();
	}

	/** The keys that sign now; none while there are none that others can see. */
	public List<ZoneKey> signers() {
		KeyRing now = ring.get();
		return isReady() ? Stream.concat(now.signing(Role.ZONE_SIGNING).stream(), now.signingKeys().stream()).toList()
				: List.of();
	}

	/** Whether there are keys that others can see. */
	public boolean isReady() {
		KeyRing now = ring.get();
		return now.signing(Role.ZONE_SIGNING).isPresent() && !now.signingKeys().isEmpty();
	}

	/** What denies is made for each question, and would push all else out. */
	private byte[] sign(RecordSet set, ZoneKey key) {
		Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
		if (set.type() == Type.NSEC) {
			return sign(set, key, now);
		}
		ByteBuffer name = KeptSignatures.name(set, key);
		return kept.find(name, now).orElseGet(() -> {
			byte[] signature = sign(set, key, now);
			kept.keep(name, signature, now);
			return signature;
		});
	}

	private byte[] sign(RecordSet set, ZoneKey key, Instant now) {
		try {
			return DNSSEC
				.sign(set.records(), key.record(zone + "."), key.pair().getPrivate(), now.minus(ALLOWANCE),
						now.plus(LIFE))
				.rdataToWireCanonical();
		}
		catch (DNSSEC.DNSSECException failure) {
			throw new IllegalStateException("a set of records could not be signed", failure);
		}
	}

	/** RFC 4035, section 2.1, and RFC 7344, section 4.1. */
	private List<ZoneKey> signs(int type) {
		return switch (type) {
			case Type.DNSKEY, Type.CDS, Type.CDNSKEY -> ring.get().signingKeys();
			default -> ring.get().signing(Role.ZONE_SIGNING).stream().toList();
		};
	}

}
