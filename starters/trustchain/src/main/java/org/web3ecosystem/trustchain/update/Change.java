package org.web3ecosystem.trustchain.update;

import java.util.Optional;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;

/** What is to be different at a name (RFC 2136, section 2.5). */
sealed interface Change {

	Name name();

	/**
	 * Section 2.5.1.
	 *
	 * @param ttl in seconds
	 */
	record Add(Name name, ResourceRecord record, long ttl) implements Change {
	}

	/** Section 2.5.2. */
	record DeleteType(Name name, int type) implements Change {
	}

	/** Section 2.5.3. */
	record DeleteName(Name name) implements Change {
	}

	/**
	 * Section 2.5.4.
	 *
	 * @param record empty if it can be none of ours, so that it is not there
	 */
	record DeleteRecord(Name name, Optional<ResourceRecord> record) implements Change {
	}

}
