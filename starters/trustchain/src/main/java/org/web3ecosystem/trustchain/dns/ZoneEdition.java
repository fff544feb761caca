package org.web3ecosystem.trustchain.dns;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * All records of the zone at one height of the ledger, in the order of their names, and
 * in what they differ from those of the edition before. Immutable.
 *
 * @param soa of this height
 * @param owners in canonical order (RFC 4034, section 6.1)
 * @param made when
 * @param signers keys that signed when it was made
 * @param size bytes of all of it in messages, about
 */
record ZoneEdition(long serial, Record soa, List<Owner> owners, Instant made, List<?> signers, long size) {

	/**
	 * A name and its records.
	 *
	 * @param sets each type once; one that is the same in the edition before is the same
	 * object
	 */
	record Owner(Name name, List<SignedSet> sets) {

		Owner {
			sets = List.copyOf(sets);
		}

		Optional<SignedSet> set(int type) {
			return sets.stream().filter(each -> each.type() == type).findFirst();
		}

		/** All of them but the SOA, which has places of its own in a transfer. */
		List<Record> records(Instant now) {
			return sets.stream().flatMap(set -> set.all(now).stream()).filter(ZoneEdition::isNoSoa).toList();
		}

		private int size() {
			return sets.stream().mapToInt(SignedSet::size).sum();
		}

	}

	ZoneEdition {
		owners = List.copyOf(owners);
		signers = List.copyOf(signers);
	}

	static ZoneEdition of(long serial, Record soa, List<Owner> owners, Instant made, List<?> signers) {
		return new ZoneEdition(serial, soa, owners, made, signers, owners.stream().mapToLong(Owner::size).sum());
	}

	private static boolean isNoSoa(Record record) {
		return record.type() != Dns.SOA;
	}

	/** All of it, the SOA first and last (RFC 5936, section 2.2). */
	Stream<List<Record>> records(Instant now) {
		return Stream.concat(Stream.concat(Stream.of(List.of(soa)), owners.stream().map(each -> each.records(now))),
				Stream.of(List.of(soa)));
	}

	/** What came to this edition since an older one. */
	Difference since(ZoneEdition before) {
		Map<Name, Owner> old = before.byName();
		Stream<Change> kept = owners.stream()
			.map(each -> new Change(Optional.ofNullable(old.remove(each.name())), Optional.of(each)))
			.filter(Change::isOne);
		List<Change> changes = Stream
			.concat(kept.toList().stream(),
					old.values().stream().map(gone -> new Change(Optional.of(gone), Optional.empty())))
			.toList();
		return new Difference(before.serial, serial, before.soa, soa, changes,
				changes.stream().mapToLong(Change::size).sum());
	}

	/** Its names; the caller's to change. */
	Map<Name, Owner> byName() {
		return owners.stream()
			.collect(Collectors.toMap(Owner::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));
	}

	/**
	 * A sequence of differences (RFC 1995, section 4).
	 *
	 * @param from the older serial
	 * @param to the newer one
	 * @param size bytes in messages, about
	 */
	record Difference(long from, long to, Record oldSoa, Record newSoa, List<Change> changes, long size) {

		Stream<List<Record>> records(Instant now) {
			return Stream
				.of(Stream.of(List.of(oldSoa)), changes.stream().map(each -> each.deletions(now)),
						Stream.of(List.of(newSoa)), changes.stream().map(each -> each.additions(now)))
				.reduce(Stream::concat)
				.orElseThrow();
		}

	}

	/**
	 * A name of which something is different.
	 *
	 * @param before nothing if it is new
	 * @param after nothing if it is gone
	 */
	record Change(Optional<Owner> before, Optional<Owner> after) {

		private boolean isOne() {
			return !before.equals(after);
		}

		private int size() {
			return Stream.concat(only(before, after), only(after, before)).mapToInt(SignedSet::size).sum();
		}

		List<Record> deletions(Instant now) {
			return only(before, after).flatMap(set -> only(set, after, now)).toList();
		}

		List<Record> additions(Instant now) {
			return only(after, before).flatMap(set -> only(set, before, now)).toList();
		}

		/** Sets that one has and the other has not. */
		private static Stream<SignedSet> only(Optional<Owner> one, Optional<Owner> other) {
			List<SignedSet> others = other.map(Owner::sets).orElse(List.of());
			return one.stream().flatMap(each -> each.sets().stream()).filter(set -> !others.contains(set));
		}

		/** Of a set the records that the other one has not, and all signatures. */
		private static Stream<Record> only(SignedSet set, Optional<Owner> other, Instant now) {
			Optional<SignedSet> same = other.flatMap(each -> each.set(set.type()));
			return Stream
				.concat(set.plain().stream().filter(each -> same.filter(known -> known.has(each)).isEmpty()),
						set.signatures(now).stream())
				.filter(ZoneEdition::isNoSoa);
		}

	}

}
