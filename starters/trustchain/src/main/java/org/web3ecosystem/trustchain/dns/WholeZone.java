package org.web3ecosystem.trustchain.dns;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * All records of the zone at one height of the ledger, in the order of their names. A
 * server that has the zone as a whole cannot make denials for each question, so where the
 * zone is signed there is a chain of NSEC through all names that have records (RFC 4034,
 * section 4).
 */
final class WholeZone {

	/** Bytes of records in a message, about; far below what one can have. */
	private static final int FULL = 16 * 1024;

	/** Owner, type, class, TTL and length of a record, at most. */
	private static final int RECORD_HEAD = WireName.MAX + 10;

	private final Apex apex;

	private final Instant genesis;

	private final Optional<SignedZone> signing;

	/**
	 * @param genesis from which on serials count
	 */
	WholeZone(Apex apex, Instant genesis, Optional<SignedZone> signing) {
		this.apex = apex;
		this.genesis = genesis;
		this.signing = signing;
	}

	Edition of(ZoneListing.Contents contents) {
		return new Edition(contents);
	}

	/** The zone at one height. */
	final class Edition {

		private final long serial;

		/** By names in canonical order (RFC 4034, section 6.1). */
		private final TreeMap<org.xbill.DNS.Name, Owner> owners = new TreeMap<>();

		private Edition(ZoneListing.Contents contents) {
			this.serial = (genesis.getEpochSecond() + contents.height().number()) & 0xffff_ffffL;
			put(apex.zone(), apex.records(serial));
			for (ZoneListing.Listed each : contents.names()) {
				int ttl = Lookup.ttl(each.ttl());
				put(each.name(), each.records().stream().map(record -> Record.of(each.name(), record, ttl)).toList());
			}
		}

		private void put(Name name, List<Record> records) {
			owners.computeIfAbsent(org.xbill.DNS.Name.fromConstantString(name + "."), none -> new Owner(name))
				.take(records);
		}

		long serial() {
			return serial;
		}

		Record soa() {
			return apex.soaAt(serial);
		}

		/** All of them, the SOA first and last (RFC 5936, section 2.2). */
		Records records() {
			return new Records(this);
		}

	}

	/** A name and its records by type. */
	private static final class Owner {

		private final Name name;

		private final Map<Integer, List<Record>> sets = new LinkedHashMap<>();

		private Owner(Name name) {
			this.name = name;
		}

		private void take(List<Record> records) {
			records.forEach(record -> sets.computeIfAbsent(record.type(), none -> new ArrayList<>()).add(record));
		}

	}

	/** Goes through an edition, signing as it goes. For one thread at a time. */
	final class Records {

		private final Edition edition;

		private final Iterator<Owner> owners;

		private final Iterator<Owner> following;

		private final Deque<Record> pending = new ArrayDeque<>();

		private boolean over;

		private Records(Edition edition) {
			this.edition = edition;
			this.owners = edition.owners.values().iterator();
			this.following = edition.owners.values().iterator();
			following.next();
			pending.add(edition.soa());
		}

		boolean hasNext() {
			return !over;
		}

		/** As many as a message should have; the last ones end with the SOA. */
		Answer next() {
			List<Record> some = new ArrayList<>();
			int size = 0;
			while (!over && size < FULL) {
				if (pending.isEmpty() && owners.hasNext()) {
					pending.addAll(all(owners.next()));
				}
				over = pending.isEmpty();
				Record record = over ? edition.soa() : pending.remove();
				size += RECORD_HEAD + record.data().length;
				some.add(record);
			}
			return Answer.positive(some);
		}

		/** Signed, but without the SOA, which stands before and after all of them. */
		private List<Record> all(Owner owner) {
			Name next = following.hasNext() ? following.next().name : apex.zone();
			List<Record> plain = owner.sets.values().stream().flatMap(List::stream).toList();
			return signing.map(zone -> zone.chained(plain, owner.name, next, owner.sets.keySet()))
				.orElse(plain)
				.stream()
				.filter(record -> record.type() != Dns.SOA)
				.toList();
		}

	}

}
