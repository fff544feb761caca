package org.web3ecosystem.spi.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The answer to a name. "Cannot say" is not an answer but an UnavailableException. */
public sealed interface Resolution {

	/** Which offer answered. */
	String answeredBy();

	/** How long the answer may be kept. */
	Duration ttl();

	/**
	 * The name exists and has these records of all types, possibly none.
	 *
	 * @param stale the records are the last known ones, not confirmed now (RFC 8767)
	 * @param steady for how long from now on the same may be answered with the same TTL;
	 * later the records would be kept for longer than they hold
	 * @param unanswered types of record, by their numbers (RFC 6895), of which nobody
	 * could say whether there are any
	 */
	record Found(List<ResourceRecord> records, Duration ttl, boolean stale, Duration steady, Set<Integer> unanswered,
			String answeredBy) implements Resolution {

		public Found {
			records = List.copyOf(records);
			unanswered = Set.copyOf(unanswered);
		}

		/** The same of a name of which all is known. */
		public Found(List<ResourceRecord> records, Duration ttl, boolean stale, Duration steady, String answeredBy) {
			this(records, ttl, stale, steady, Set.of(), answeredBy);
		}

		/** The same of records that hold until they are changed. */
		public Found(List<ResourceRecord> records, Duration ttl, boolean stale, String answeredBy) {
			this(records, ttl, stale, Duration.ofDays(1), answeredBy);
		}

	}

	/** The name does not exist, said by someone who knows. */
	record NotFound(Duration ttl, String answeredBy) implements Resolution {
	}

}
