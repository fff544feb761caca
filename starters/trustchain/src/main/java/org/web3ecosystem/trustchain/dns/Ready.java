package org.web3ecosystem.trustchain.dns;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Answers that are ready to be given again, by name and type. Of fixed size: each has
 * four places where it can be, and where these are taken another one goes. If all of them
 * together become too large, all go. Thread-safe and without locks.
 */
final class Ready {

	private static final int PLACES = 4;

	private static final int SPREAD = 0x9e3779b9;

	/** About what an entry takes besides its bytes. */
	private static final int OVERHEAD = 112;

	private final int sets;

	private final long budget;

	private final AtomicLong bytes = new AtomicLong();

	private volatile @Nullable AtomicReferenceArray<@Nullable Entry> entries;

	/**
	 * @param sets of four places each, a power of two
	 * @param budget the most bytes, about
	 */
	Ready(int sets, long budget) {
		this.sets = sets;
		this.budget = budget;
	}

	/**
	 * One of them, with all its bytes in one piece, so that few places in memory are
	 * looked at.
	 *
	 * @param bytes the name as on the wire in lower case, then the records; not to be
	 * changed
	 * @param nameLength of these
	 * @param hash of the name
	 * @param flags those of the answer that do not come from the question
	 * @param edition its number
	 * @param until when it may be given, in nanoseconds
	 * @param equal what {@link ResponseRate} counts it as
	 * @param foreign whether it is somebody else's word, and for some clients only
	 */
	record Entry(byte[] bytes, int nameLength, int type, int hash, int flags, int answers, int authority,
			int additional, long edition, long until, long equal, boolean foreign) {

		static Entry of(WireName name, int type, Prepared answer, long edition, long until, long equal,
				boolean foreign) {
			byte[] bytes = Arrays.copyOf(name.lower(), name.length() + answer.records().length);
			System.arraycopy(answer.records(), 0, bytes, name.length(), answer.records().length);
			int flags = AnswerWriter.flags(0, answer, false) | (foreign ? AnswerWriter.RA : 0);
			return new Entry(bytes, name.length(), type, name.hash(), flags, answer.answers(), answer.authority(),
					answer.additional(), edition, until, equal, foreign);
		}

		boolean isGood(Editions.Edition now, long time) {
			return edition == now.number() && time - until < 0;
		}

		int length() {
			return bytes.length - nameLength;
		}

		private boolean isFor(byte[] asked, int length, int askedType, int askedHash) {
			return hash == askedHash && type == askedType && nameLength == length
					&& Arrays.equals(bytes, 0, length, asked, 0, length);
		}

		private int size() {
			return OVERHEAD + bytes.length;
		}

	}

	/**
	 * The answer, good or not.
	 * @param name in lower case, from the beginning of these bytes
	 */
	@Nullable Entry find(byte[] name, int length, int type, int hash) {
		AtomicReferenceArray<@Nullable Entry> all = entries;
		if (all != null) {
			int first = first(type, hash);
			for (int i = first; i < first + PLACES; i++) {
				Entry entry = all.getAcquire(i);
				if (entry != null && entry.isFor(name, length, type, hash)) {
					return entry;
				}
			}
		}
		return null;
	}

	/** Takes it in, in the place of an older one if need be. */
	void keep(Entry entry) {
		if (bytes.get() > budget) {
			entries = null;
			bytes.set(0);
		}
		AtomicReferenceArray<@Nullable Entry> all = entries;
		if (all == null) {
			all = new AtomicReferenceArray<>(sets * PLACES);
			entries = all;
		}
		int place = place(all, entry);
		Entry before = all.getAndSet(place, entry);
		bytes.addAndGet(entry.size() - ((before != null) ? before.size() : 0));
	}

	private int place(AtomicReferenceArray<@Nullable Entry> all, Entry entry) {
		int first = first(entry.type, entry.hash);
		int best = first + (int) (entry.until >>> 10 & PLACES - 1);
		for (int i = first; i < first + PLACES; i++) {
			Entry there = all.getAcquire(i);
			if (there != null && there.isFor(entry.bytes, entry.nameLength, entry.type, entry.hash)) {
				return i;
			}
			if (there == null || there.edition != entry.edition) {
				best = i;
			}
		}
		return best;
	}

	private int first(int type, int hash) {
		int mixed = (hash ^ type * SPREAD) * SPREAD;
		return ((mixed ^ mixed >>> 16) & sets - 1) * PLACES;
	}

	/** About how many bytes there are. */
	long size() {
		return bytes.get();
	}

}
