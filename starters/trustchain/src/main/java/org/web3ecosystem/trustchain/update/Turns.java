package org.web3ecosystem.trustchain.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.discovery.Name;

/**
 * Who is about the same names goes one after the other, in the order of coming (RFC 2136,
 * section 3.7). For virtual threads.
 */
final class Turns {

	private static final int STRIPES = 64;

	private final List<Semaphore> stripes = IntStream.range(0, STRIPES).mapToObj(i -> new Semaphore(1, true)).toList();

	/** What is given back at the end. */
	interface Turn extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * Waits for it.
	 * @param deadline by {@link System#nanoTime}
	 * @throws UnavailableException if it did not come in time
	 */
	Turn take(Collection<Name> names, long deadline) {
		// in one order for all, or two would wait for each other
		SortedSet<Integer> wanted = names.stream()
			.map(name -> Math.floorMod(name.hashCode(), STRIPES))
			.collect(Collectors.toCollection(TreeSet::new));
		List<Semaphore> taken = new ArrayList<>();
		try {
			for (int stripe : wanted) {
				if (!stripes.get(stripe).tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
					throw new UnavailableException("other updates of the same names took too long");
				}
				taken.add(stripes.get(stripe));
			}
		}
		catch (InterruptedException | RuntimeException late) {
			taken.forEach(Semaphore::release);
			if (late instanceof InterruptedException) {
				Thread.currentThread().interrupt();
				throw new UnavailableException("interrupted while waiting for other updates", late);
			}
			throw (RuntimeException) late;
		}
		return () -> taken.forEach(Semaphore::release);
	}

}
