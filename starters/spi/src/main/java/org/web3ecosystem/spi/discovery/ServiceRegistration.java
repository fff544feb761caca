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
 */
public record ServiceRegistration(Name name, List<ResourceRecord> records, Duration ttl) {

	/** The most records one registration may hold. */
	public static final int MAX_RECORDS = 16;

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
	}

}
