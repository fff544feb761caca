package org.web3ecosystem.trustchain.update;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.web3ecosystem.trustchain.dns.RecordData;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/**
 * What a name has, whoever put it there.
 *
 * @param records of all nodes
 * @param made types that the name server makes itself, of the zone's top
 */
record There(List<ResourceRecord> records, Set<Integer> made) {

	There {
		records = List.copyOf(records);
		made = Set.copyOf(made);
	}

	/** A name that only has names below it is not in use (RFC 2136, section 2.4.4). */
	boolean isInUse() {
		return !records.isEmpty() || !made.isEmpty();
	}

	boolean has(int type) {
		return made.contains(type) || !of(type).isEmpty();
	}

	Set<ResourceRecord> of(int type) {
		return records.stream()
			.filter(record -> RecordData.type(record) == type)
			.collect(Collectors.toUnmodifiableSet());
	}

}
