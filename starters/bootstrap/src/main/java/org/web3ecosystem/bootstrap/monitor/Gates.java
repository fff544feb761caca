package org.web3ecosystem.bootstrap.monitor;

import java.util.List;

import org.web3ecosystem.spi.health.CriterionId;

/** Looks at gates. The real one asks Actuator's health groups. */
@FunctionalInterface
public interface Gates {

	View look(CriterionId.Gate gate);

	/**
	 * A gate as seen now.
	 *
	 * @param met whether all of it is met
	 * @param items what it consists of
	 */
	record View(boolean met, List<Item> items) {

		public View {
			items = List.copyOf(items);
		}

		/** What is not met, in words. */
		List<String> waitingFor() {
			return met ? List.of()
					: items.stream()
						.filter(item -> !item.status().equals("UP"))
						.map(item -> item.id() + ": " + item.reason())
						.toList();
		}

	}

	/**
	 * @param id the criterion's, or the name of another health contributor of the group
	 * @param status UP, DOWN or UNKNOWN
	 */
	record Item(String id, String status, String reason) {
	}

}
