package org.web3ecosystem.simulation;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.web3ecosystem.hypermesh.queue.QueueEnd;
import org.web3ecosystem.hypermesh.queue.QueueEntry;
import org.web3ecosystem.hypermesh.queue.QueueState;
import org.web3ecosystem.hypermesh.queue.QueueStore;

/** A store of the queue with mistakes. */
final class PlantedStore implements QueueStore {

	private final QueueStore honest;

	private final Set<Planted> planted;

	private PlantedStore(QueueStore honest, Set<Planted> planted) {
		this.honest = honest;
		this.planted = planted;
	}

	static QueueStore over(QueueStore honest, Set<Planted> planted) {
		return planted.isEmpty() ? honest : new PlantedStore(honest, planted);
	}

	@Override
	public List<QueueEntry> open() throws IOException {
		List<QueueEntry> kept = honest.open();
		if (planted.contains(Planted.QUEUE_FORGETS_EARLY)) {
			kept = kept.stream().filter(entry -> !(entry.state() instanceof QueueState.Signed)).toList();
		}
		return planted.contains(Planted.QUEUE_UNSORTED) ? kept.reversed() : kept;
	}

	@Override
	public void put(QueueEntry entry) throws IOException {
		boolean dropped = planted.contains(Planted.SIGNED_NOT_KEPT) && entry.state() instanceof QueueState.Signed
				|| planted.contains(Planted.WITHDRAWAL_NOT_KEPT) && entry.state() instanceof QueueState.Ended ended
						&& ended.end() instanceof QueueEnd.Withdrawn;
		if (!dropped) {
			honest.put(entry);
		}
	}

	@Override
	public void replaceAll(Collection<QueueEntry> entries) throws IOException {
		honest.replaceAll(entries);
	}

	@Override
	public long bytes() {
		return honest.bytes();
	}

	@Override
	public void close() throws IOException {
		honest.close();
	}

}
