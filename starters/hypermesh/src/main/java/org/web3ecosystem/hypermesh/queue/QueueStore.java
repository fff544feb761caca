package org.web3ecosystem.hypermesh.queue;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Where entries are kept. What {@link #put} or {@link #replaceAll} has returned from
 * survives a loss of power; of what failed nobody knows. For one thread at a time.
 */
public interface QueueStore extends AutoCloseable {

	/**
	 * What was put last for each id, in the order in which the ids came.
	 * @throws IOException if it cannot be read, or is not what was written
	 */
	List<QueueEntry> open() throws IOException;

	/** Adds an entry, or puts one in the place of that with its id. */
	void put(QueueEntry entry) throws IOException;

	/** Forgets all else. */
	void replaceAll(Collection<QueueEntry> entries) throws IOException;

	/** How many bytes it takes on disk. */
	long bytes();

	@Override
	void close() throws IOException;

}
