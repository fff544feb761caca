package org.web3ecosystem.trustchain.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.dns.Answer.Record;

/**
 * The top of the zone, whose records are made here: who serves it, and its SOA, which
 * also stands in every denial.
 */
final class Apex {

	static final int TTL = 60;

	/**
	 * Of denials, of what proves them (RFC 9077), and what the SOA says of them: a name
	 * may be registered at any moment.
	 */
	static final int NEGATIVE_TTL = 5;

	/** RFC 8482. */
	private static final int ANY_TTL = 3600;

	/** Names that exist because others lie below them (RFC 8020). */
	private static final List<String> EMPTY_NON_TERMINALS = List.of("node", "asset", "_udp", "_tcp");

	private final Name zone;

	private final Genesis genesis;

	private final Name primary;

	private final Name hostmaster;

	private final Set<Name> existing;

	private final LongSupplier serial;

	private final Optional<SignedZone> signing;

	/**
	 * @param primary the node that answers, for the SOA
	 * @param serial the zone's serial
	 * @param signing whose keys are shown, if the zone is signed
	 */
	Apex(Genesis genesis, String primary, LongSupplier serial, Optional<SignedZone> signing) {
		this.zone = new Name(genesis.zone());
		this.genesis = genesis;
		this.primary = node(primary);
		this.serial = serial;
		this.signing = signing;
		this.hostmaster = zone.child("hostmaster");
		this.existing = Stream.concat(Stream.of(zone), EMPTY_NON_TERMINALS.stream().map(zone::child))
			.collect(Collectors.toUnmodifiableSet());
	}

	Name zone() {
		return zone;
	}

	boolean isSigned() {
		return signing.isPresent();
	}

	/** Whether discovery need not be asked. */
	boolean makes(Name name, int type) {
		return name.equals(zone) && (type == Dns.ANY || made().contains(type));
	}

	Answer answer(int type) {
		return switch (type) {
			case Dns.SOA -> Answer.positive(List.of(soa(TTL)));
			case Dns.DNSKEY -> told(keys(type, SignedZone::keys));
			case Dns.CDNSKEY -> told(keys(type, SignedZone::anchors));
			case Dns.CDS -> told(keys(type, SignedZone::delegations));
			case Dns.NS -> Answer.positive(genesis.validators()
				.stream()
				.map(validator -> new Record(zone, Dns.NS, TTL, RecordData.name(node(validator.name()))))
				.toList()).withAdditional(glue());
			default -> any(zone);
		};
	}

	/** All that is made here, with this serial. */
	List<Record> records(long numbered) {
		List<Record> all = new ArrayList<>(List.of(soaAt(numbered)));
		made().stream().filter(type -> type != Dns.SOA).sorted().forEach(type -> all.addAll(answer(type).answers()));
		return all;
	}

	private List<Record> keys(int type, Function<SignedZone, List<byte[]>> which) {
		return signing.map(which)
			.orElse(List.of())
			.stream()
			.map(data -> new Record(zone, type, SignedZone.KEY_TTL, data))
			.toList();
	}

	/** That there are no keys is not said before all were heard of. */
	private static Answer told(List<Record> keys) {
		return keys.isEmpty() ? Answer.failing(Dns.SERVFAIL, Dns.ExtendedError.NOT_READY) : Answer.positive(keys);
	}

	/** RFC 8482, section 4.2: who asks for everything gets one small record. */
	Answer any(Name name) {
		return Answer.positive(List.of(new Record(name, Dns.HINFO, ANY_TTL, RecordData.strings("RFC8482", ""))));
	}

	/**
	 * There are no records of this type, but it exists.
	 * @param types that discovery has
	 */
	Answer noData(Name name, int ttl, Set<Integer> types) {
		Set<Integer> all = new HashSet<>(types);
		if (name.equals(zone)) {
			all.addAll(made());
		}
		return Answer.negative(Dns.NOERROR, soa(Math.min(ttl, NEGATIVE_TTL))).denying(name, all);
	}

	private Set<Integer> made() {
		return signing.isEmpty() ? Set.of(Dns.SOA, Dns.NS) : Set.of(Dns.SOA, Dns.NS, Dns.DNSKEY, Dns.CDS, Dns.CDNSKEY);
	}

	/** Nobody knows it; it may exist nevertheless. */
	Answer absent(Name name, int ttl) {
		return Answer.negative(existing.contains(name) ? Dns.NOERROR : Dns.NXDOMAIN, soa(Math.min(ttl, NEGATIVE_TTL)))
			.denying(name, name.equals(zone) ? made() : Set.of());
	}

	/** It cannot exist, whoever would be asked. */
	Answer absent() {
		return Answer.negative(Dns.NXDOMAIN, soa(NEGATIVE_TTL));
	}

	/** Where the name servers are, for who asked who they are. */
	private List<Record> glue() {
		List<Record> addresses = new ArrayList<>();
		for (Validator validator : genesis.validators()) {
			for (InetAddress address : validator.endpoints().inetAddresses()) {
				addresses.add(Record.of(node(validator.name()), new ResourceRecord.Address(address), TTL));
			}
		}
		return addresses;
	}

	/**
	 * RFC 2308, section 3: for how long a denial is kept is the TTL of its SOA where that
	 * is less than what the SOA says. The record itself is the same everywhere.
	 */
	private Record soa(int ttl) {
		return soa(ttl, serial.getAsLong());
	}

	private Record soa(int ttl, long numbered) {
		return new Record(zone, Dns.SOA, ttl, RecordData.soa(primary, hostmaster, numbered, NEGATIVE_TTL));
	}

	/** The SOA of a time that may be over. */
	Record soaAt(long numbered) {
		return soa(TTL, numbered);
	}

	private Name node(String name) {
		return zone.child("node").child(name);
	}

}
