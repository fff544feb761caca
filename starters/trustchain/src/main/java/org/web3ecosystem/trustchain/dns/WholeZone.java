package org.web3ecosystem.trustchain.dns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.trustchain.dns.Answer.Record;
import org.web3ecosystem.trustchain.dns.ZoneEdition.Owner;

/**
 * Makes editions of the zone. A server that has the zone as a whole cannot make denials
 * for each question, so where the zone is signed there is a chain of NSEC through all
 * names that have records (RFC 4034, section 4).
 */
final class WholeZone {

	private final Apex apex;

	private final Instant genesis;

	private final Optional<SignedZone> signing;

	private final InstantSource clock;

	/**
	 * @param genesis from which on serials count
	 */
	WholeZone(Apex apex, Instant genesis, Optional<SignedZone> signing, InstantSource clock) {
		this.apex = apex;
		this.genesis = genesis;
		this.signing = signing;
		this.clock = clock;
	}

	/** Whether an edition may be told to who does not have its serial. */
	boolean isGood(ZoneEdition edition) {
		return edition.signers().equals(signers()) && !edition.made().plus(SignedSet.USABLE).isBefore(clock.instant());
	}

	private List<?> signers() {
		return signing.map(SignedZone::signers).orElse(List.of());
	}

	/**
	 * An edition.
	 * @param before what it has in common with it is taken over
	 * @throws UnavailableException if it cannot be signed, or has no keys to show
	 */
	ZoneEdition edition(ZoneListing.Contents contents, Optional<ZoneEdition> before) {
		if (signing.filter(zone -> !zone.isWhole()).isPresent()) {
			throw new UnavailableException("keys of the zone are not known yet");
		}
		Instant now = clock.instant();
		long serial = (genesis.getEpochSecond() + contents.height().number()) & 0xffff_ffffL;
		List<?> signers = signers();
		Map<Name, Owner> known = before.filter(each -> each.signers().equals(signers))
			.map(ZoneEdition::byName)
			.orElse(Map.of());
		Map<Name, Map<Integer, List<Record>>> names = names(contents, serial);
		List<Name> order = inOrder(names);
		List<Owner> owners = new ArrayList<>(order.size());
		for (int i = 0; i < order.size(); i++) {
			Name name = order.get(i);
			List<List<Record>> sets = new ArrayList<>(names.getOrDefault(name, Map.of()).values());
			List<Integer> types = sets.stream().map(set -> set.getFirst().type()).toList();
			Name next = order.get((i + 1) % order.size());
			signing.filter(zone -> !signers.isEmpty())
				.ifPresent(zone -> sets.add(List.of(SignedZone.link(name, next, types))));
			owners.add(owner(name, sets, Optional.ofNullable(known.get(name)), now));
		}
		return ZoneEdition.of(serial, apex.soaAt(serial), owners, now, signers);
	}

	private Owner owner(Name name, List<List<Record>> sets, Optional<Owner> before, Instant now) {
		List<SignedSet> all = sets.stream()
			.map(set -> before.flatMap(known -> known.set(set.getFirst().type()))
				.filter(known -> known.isGoodFor(set, now))
				.orElseGet(() -> new SignedSet(set, signing)))
			.toList();
		return before.filter(known -> known.sets().equals(all)).orElseGet(() -> new Owner(name, all));
	}

	private Map<Name, Map<Integer, List<Record>>> names(ZoneListing.Contents contents, long serial) {
		Map<Name, Map<Integer, List<Record>>> names = new HashMap<>();
		put(names, apex.zone(), apex.records(serial));
		for (ZoneListing.Listed each : contents.names()) {
			int ttl = Lookup.ttl(each.ttl());
			put(names, each.name(),
					each.records().stream().map(record -> Record.of(each.name(), record, ttl)).toList());
		}
		return names;
	}

	private static void put(Map<Name, Map<Integer, List<Record>>> names, Name name, List<Record> records) {
		Map<Integer, List<Record>> sets = names.computeIfAbsent(name, none -> new LinkedHashMap<>());
		records.forEach(record -> sets.computeIfAbsent(record.type(), none -> new ArrayList<>()).add(record));
	}

	/** RFC 4034, section 6.1: by labels, the last one first. */
	private static List<Name> inOrder(Map<Name, ?> names) {
		TreeMap<String, Name> order = new TreeMap<>();
		names.keySet().forEach(name -> {
			List<String> labels = Arrays.asList(name.text().split("\\."));
			Collections.reverse(labels);
			// no name has a byte that is less than this one
			order.put(String.join("\0", labels), name);
		});
		return List.copyOf(order.values());
	}

}
