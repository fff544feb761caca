package org.web3ecosystem.trustchain.update;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;

/** What an update turned out to be. */
sealed interface Reading {

	/**
	 * One that can be carried out.
	 *
	 * @param prerequisites those of values last, as section 3.2.5 of RFC 2136 has it
	 * @param changes in their order
	 */
	record Wanted(List<Prerequisite> prerequisites, List<Change> changes) implements Reading {

		public Wanted {
			prerequisites = List.copyOf(prerequisites);
			changes = List.copyOf(changes);
		}

		/** The names that are to change, in their order. */
		Set<Name> changed() {
			return changes.stream().map(Change::name).collect(Collectors.toCollection(LinkedHashSet::new));
		}

		/** All names that have to be looked at. */
		Set<Name> names() {
			return Stream.concat(prerequisites.stream().map(Prerequisite::name), changes.stream().map(Change::name))
				.collect(Collectors.toCollection(LinkedHashSet::new));
		}

	}

	/**
	 * One that cannot.
	 *
	 * @param why for the log
	 */
	record Refused(int rcode, String why) implements Reading {
	}

}
