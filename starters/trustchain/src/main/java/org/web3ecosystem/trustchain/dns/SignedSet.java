package org.web3ecosystem.trustchain.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * Records of one name and type in editions of the zone, with their signatures, which are
 * made once, when they are first told: who took an edition has just these. Thread-safe.
 */
final class SignedSet {

	/** How old signatures may be in an edition that is made. */
	static final Duration USABLE = Duration.ofHours(36);

	/** Bytes of a record besides its name and data. */
	private static final int RECORD_HEAD = 12;

	/** Bytes of a signature, besides names in it. */
	private static final int SIGNATURE = 96;

	private final List<Record> plain;

	private final Optional<SignedZone> signing;

	private volatile @Nullable Made made;

	/** Signatures, and when they were made. */
	private record Made(List<Record> signatures, Instant at) {
	}

	/**
	 * @param plain at least one, all of one name, type and TTL
	 * @param signing what signs them, if the zone is signed
	 */
	SignedSet(List<Record> plain, Optional<SignedZone> signing) {
		this.plain = List.copyOf(plain);
		this.signing = signing;
	}

	int type() {
		return plain.getFirst().type();
	}

	List<Record> plain() {
		return plain;
	}

	/** The records and what proves them. */
	List<Record> all(Instant now) {
		return Stream.concat(plain.stream(), signatures(now).stream()).toList();
	}

	List<Record> signatures(Instant now) {
		Made known = made;
		return (known != null) ? known.signatures : sign(now);
	}

	private synchronized List<Record> sign(Instant now) {
		Made known = made;
		if (known == null) {
			known = new Made(signing.map(zone -> zone.signatures(plain)).orElse(List.of()), now);
			made = known;
		}
		return known.signatures;
	}

	/** Whether it has these records and may be told for as long as any. */
	boolean isGoodFor(List<Record> records, Instant now) {
		Made known = made;
		return (known == null || !known.at.plus(USABLE).isBefore(now)) && plain.size() == records.size()
				&& records.stream().allMatch(this::has);
	}

	/** Whether it has just this record. */
	boolean has(Record record) {
		return plain.stream().anyMatch(each -> isSame(each, record));
	}

	private static boolean isSame(Record one, Record other) {
		return one.type() == other.type() && one.ttl() == other.ttl() && Arrays.equals(one.data(), other.data())
				&& one.owner().equals(other.owner());
	}

	/** How many bytes it takes in messages, about. */
	int size() {
		int name = plain.getFirst().owner().text().length();
		int records = plain.stream().mapToInt(each -> RECORD_HEAD + name + each.data().length).sum();
		return records + (signing.isPresent() ? RECORD_HEAD + name + SIGNATURE : 0);
	}

}
