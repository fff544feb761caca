package org.web3ecosystem.trustchain.dns;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.trustchain.dns.ZoneEdition.Difference;

/**
 * The newest edition of the zone, and how it came out of those before. Only what was
 * asked for is made. Thread-safe.
 */
final class History {

	/** The most differences that are kept. */
	static final int MOST = 128;

	/** The most bytes of them, about. */
	static final long MOST_BYTES = 8 << 20;

	private final WholeZone zone;

	private final Deque<Difference> differences = new ArrayDeque<>();

	private final Taken taken = new Taken();

	private @Nullable ZoneEdition newest;

	History(WholeZone zone) {
		this.zone = zone;
	}

	/**
	 * What is told.
	 *
	 * @param differences that lead to the edition, the oldest first
	 */
	record Told(ZoneEdition edition, List<Difference> differences) {

		private Optional<List<Difference>> since(long serial) {
			for (int i = 0; i < differences.size(); i++) {
				if (differences.get(i).from() == serial) {
					return Optional.of(differences.subList(i, differences.size()));
				}
			}
			return Optional.empty();
		}

	}

	/** A client has an edition now. */
	synchronized void took(Taken.Client client, ZoneEdition edition) {
		ZoneEdition known = newest;
		if (known == null || known.serial() != edition.serial() || known == edition) {
			taken.took(client, edition.serial());
		}
	}

	/**
	 * What a client lacks that has a serial; nothing where that is not known any more, it
	 * did not take that serial here, or all of the zone is less.
	 */
	Optional<List<Difference>> since(Taken.Client client, long serial, Told told) {
		return told.since(serial)
			.filter(path -> taken.has(client, serial)
					&& path.stream().mapToLong(Difference::size).sum() < told.edition().size());
	}

	/** What it is now, if it was made and is good. */
	synchronized Optional<Told> newest() {
		return Optional.ofNullable(newest).filter(zone::isGood).map(this::told);
	}

	private Told told(ZoneEdition edition) {
		return new Told(edition, List.copyOf(differences));
	}

	/** What it is with these contents. An older height than before changes nothing. */
	synchronized Told with(ZoneListing.Contents contents) {
		ZoneEdition before = newest;
		ZoneEdition made = zone.edition(contents, Optional.ofNullable(before));
		if (before != null && zone.isGood(before) && !isNewer(made.serial(), before.serial())) {
			return told(before);
		}
		newest = made;
		if (before != null && isNewer(made.serial(), before.serial())) {
			differences.add(made.since(before));
			forget();
		}
		else {
			// the same serial with other signatures: nothing leads from one to the other
			differences.clear();
			taken.forget();
		}
		return told(made);
	}

	private void forget() {
		while (differences.size() > MOST || differences.stream().mapToLong(Difference::size).sum() > MOST_BYTES) {
			differences.remove();
		}
	}

	/** RFC 1982, section 3.2. */
	static boolean isNewer(long serial, long known) {
		return (int) (serial - known) > 0;
	}

}
