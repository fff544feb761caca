package org.web3ecosystem.hypermesh.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A disk that outlives who writes on it, and can fail either way: without having stored,
 * or though it has stored.
 */
final class MemoryStore implements QueueStore {

	private final SequencedMap<String, QueueEntry> stored = new LinkedHashMap<>();

	private final List<String> puts = new ArrayList<>();

	private int left = Integer.MAX_VALUE;

	private boolean storesTheLast;

	/** After so many puts it fails for good, until {@link #mend}. */
	void failAfter(int puts, boolean storesTheLast) {
		this.left = puts;
		this.storesTheLast = storesTheLast;
	}

	void mend() {
		left = Integer.MAX_VALUE;
	}

	/** The states that were put, in order. */
	List<String> puts() {
		return puts;
	}

	@Override
	public List<QueueEntry> open() {
		// as decoded from what was written
		return stored.values().stream().map(entry -> EntryCodec.decode(EntryCodec.encode(entry))).toList();
	}

	@Override
	public void put(QueueEntry entry) throws IOException {
		boolean fails = left <= 0;
		if (!fails || storesTheLast && left == 0) {
			stored.put(entry.id(), entry);
			puts.add(entry.state().getClass().getSimpleName());
		}
		left--;
		if (fails) {
			throw new IOException("no space left on device");
		}
	}

	@Override
	public void replaceAll(Collection<QueueEntry> entries) {
		stored.clear();
		entries.forEach(entry -> stored.put(entry.id(), entry));
	}

	@Override
	public long bytes() {
		return 0;
	}

	@Override
	public void close() {
		// what is on it stays
	}

}
