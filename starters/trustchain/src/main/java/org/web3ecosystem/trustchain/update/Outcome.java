package org.web3ecosystem.trustchain.update;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.web3ecosystem.trustchain.dns.RecordData;
import org.web3ecosystem.spi.discovery.NameRegistry.Held;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;

/**
 * What becomes of what this node holds at a name when changes are made to it in their
 * order (RFC 2136, section 3.4.2). What other nodes hold there is not touched.
 */
sealed interface Outcome {

	/** It is as it should be. */
	record Unchanged() implements Outcome {
	}

	/** It is to be held from now on, or to be held for longer. */
	record Replaced(ServiceRegistration next) implements Outcome {
	}

	/** Nothing is left. */
	record Withdrawn() implements Outcome {
	}

	/** It is not to be done. */
	record Refused(String why) implements Outcome {
	}

	/**
	 * What becomes of it.
	 * @param lease of what is held then
	 */
	static Outcome of(List<Change> changes, Held own, There there, Duration lease) {
		Pending pending = new Pending(own, there);
		changes.forEach(pending::make);
		return pending.outcome(own, lease);
	}

	/** Between two changes. */
	final class Pending {

		private static final long LONGEST_TTL = Duration.ofDays(1).toSeconds();

		private final Set<ResourceRecord> ours;

		private final Set<ResourceRecord> others;

		private long ttl;

		private boolean added;

		private boolean missed;

		private Pending(Held own, There there) {
			this.ours = new LinkedHashSet<>(own.records());
			this.others = new LinkedHashSet<>(there.records());
			this.others.removeAll(own.records());
			this.ttl = own.ttl().toSeconds();
		}

		private void make(Change change) {
			switch (change) {
				case Change.Add add -> add(add);
				case Change.DeleteName _ -> {
					missed |= ours.isEmpty() && !others.isEmpty();
					ours.clear();
				}
				case Change.DeleteType(var name, int type) -> {
					boolean gone = ours.removeIf(record -> RecordData.type(record) == type);
					missed |= !gone && others.stream().anyMatch(record -> RecordData.type(record) == type);
				}
				case Change.DeleteRecord(var name, var record) ->
					record.ifPresent(each -> missed |= !ours.remove(each) && others.contains(each));
			}
		}

		/** Section 3.4.2.2: what cannot be beside what is there is left out. */
		private void add(Change.Add add) {
			boolean alias = add.record() instanceof ResourceRecord.Alias;
			boolean beside = ours.stream().anyMatch(ResourceRecord.Alias.class::isInstance) != alias;
			if (beside && !ours.isEmpty()) {
				return;
			}
			if (alias) {
				ours.clear();
			}
			ours.add(add.record());
			ttl = Math.clamp(add.ttl(), 1, LONGEST_TTL);
			added = true;
		}

		private Outcome outcome(Held own, Duration lease) {
			boolean same = ours.equals(Set.copyOf(own.records()));
			if (same && !added) {
				return missed ? new Refused("what is to be deleted is other nodes'") : new Unchanged();
			}
			if (ours.isEmpty()) {
				return own.records().isEmpty() ? new Unchanged() : new Withdrawn();
			}
			if (ours.size() > ServiceRegistration.MAX_RECORDS) {
				return new Refused(
						"a node contributes at most " + ServiceRegistration.MAX_RECORDS + " records to a name");
			}
			return new Replaced(new ServiceRegistration(own.name(), List.copyOf(ours), Duration.ofSeconds(ttl), lease));
		}

	}

}
