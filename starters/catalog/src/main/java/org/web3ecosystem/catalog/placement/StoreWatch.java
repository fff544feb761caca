package org.web3ecosystem.catalog.placement;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.web3ecosystem.spi.Reason;

/**
 * Whether the blob store can be used now, found out by using it. {@link #look} may wait
 * for the disk; {@link #trouble} never does, and a disk that lets wait too long is
 * trouble. Thread-safe.
 */
public final class StoreWatch {

	/** How often to look. */
	public static final Duration EVERY = Duration.ofSeconds(1);

	/** A disk that takes longer for a few bytes answers nobody. */
	static final Duration LONGEST = Duration.ofSeconds(2);

	private static final long NOT_LOOKING = Long.MIN_VALUE;

	private final BlobStore store;

	private final LongSupplier nanos;

	private volatile String found = "";

	/** Since when it looks. */
	private volatile long began = NOT_LOOKING;

	/**
	 * @param nanos time in nanoseconds, from wherever
	 */
	public StoreWatch(BlobStore store, LongSupplier nanos) {
		this.store = store;
		this.nanos = nanos;
	}

	/** Uses the store; waits for it. Never fails. Not called while it looks. */
	public void look() {
		began = nanos.getAsLong();
		try {
			store.check();
			found = "";
		}
		catch (RuntimeException failed) {
			found = Reason.of(failed);
		}
		finally {
			began = NOT_LOOKING;
		}
	}

	/** Why the store cannot be used; empty if it can, or nobody has looked yet. */
	public Optional<String> trouble() {
		long since = began;
		if (since != NOT_LOOKING && nanos.getAsLong() - since > LONGEST.toNanos()) {
			return Optional.of("the blob store's disk has not answered for " + LONGEST.toSeconds() + " s");
		}
		return Optional.of(found).filter(why -> !why.isEmpty());
	}

}
