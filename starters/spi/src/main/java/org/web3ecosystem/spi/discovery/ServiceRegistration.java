package org.web3ecosystem.spi.discovery;

import java.time.Duration;
import java.util.List;

/**
 * A service's claim to a name.
 *
 * @param name within the federation's zone, such as {@code _catalog._tcp.local.internal}
 * @param records what the registering node contributes to the name; other nodes'
 * contributions stay
 * @param ttl 1 second to 1 day
 * @param lease how long the claim holds unless it is made again, in whole seconds, 10
 * seconds to 7 days; then the records are gone
 */
public record ServiceRegistration(Name name, List<ResourceRecord> records, Duration ttl, Duration lease) {

	/** The most records one registration may hold. */
	public static final int MAX_RECORDS = 16;

	/** What holds if nobody asks for another lease. */
	public static final Duration DEFAULT_LEASE = Duration.ofHours(1);

	public static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);

	public static final Duration LONGEST_LEASE = Duration.ofDays(7);

	/** A claim for {@link #DEFAULT_LEASE}. */
	public ServiceRegistration(Name name, List<ResourceRecord> records, Duration ttl) {
		this(name, records, ttl, DEFAULT_LEASE);
	}

	public ServiceRegistration {
		records = List.copyOf(records);
		if (records.isEmpty() || records.size() > MAX_RECORDS) {
			throw new IllegalArgumentException("1 to " + MAX_RECORDS + " records, not " + records.size());
		}
		if (records.size() > 1 && records.stream().anyMatch(ResourceRecord.Alias.class::isInstance)) {
			throw new IllegalArgumentException("a CNAME has no other record beside it (RFC 1034, section 3.6.2)");
		}
		if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(Duration.ofDays(1)) > 0) {
			throw new IllegalArgumentException("a TTL is 1 s to 1 day, not " + ttl);
		}
		if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0 || lease.getNano() != 0) {
			throw new IllegalArgumentException("a lease is 10 s to 7 days, in whole seconds, not " + lease);
		}
	}

}
