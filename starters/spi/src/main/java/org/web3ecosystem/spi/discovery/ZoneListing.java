package org.web3ecosystem.spi.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.Height;

/**
 * All names of the federation's zone at once, as the ledger has them at one height.
 * <p>
 * Laws, tested by {@code ZoneListingContract}:
 * <ol>
 * <li>a contents is of one height, and does not change while it is read;
 * <li>each name that has records is there once, is within the zone, and has the records
 * that {@link ServiceDiscovery} finds when all nodes are heard of;
 * <li>what was registered is there from the moment that registering completed, at a
 * greater height than before;
 * <li>the same height has the same contents on every node.
 * </ol>
 * Names that exist only since others lie below them are not listed, nor is what the name
 * server makes itself, such as the SOA.
 */
public interface ZoneListing {

	/** The most names of a contents. */
	int MAX_NAMES = 200_000;

	/**
	 * The newest contents. Fails with UnavailableException where it cannot be read now or
	 * has more than {@link #MAX_NAMES}, and with RejectedException on a node that has no
	 * ledger of its own.
	 */
	CompletionStage<Contents> list();

	/**
	 * What the zone has.
	 *
	 * @param height of the ledger
	 * @param names in any order
	 */
	record Contents(Height height, List<Listed> names) {

		public Contents {
			names = List.copyOf(names);
		}

	}

	/**
	 * A name that has records.
	 *
	 * @param ttl of all of them
	 */
	record Listed(Name name, Duration ttl, List<ResourceRecord> records) {

		public Listed {
			records = List.copyOf(records);
			if (records.isEmpty()) {
				throw new IllegalArgumentException("a listed name has a record: " + name);
			}
		}

	}

}
