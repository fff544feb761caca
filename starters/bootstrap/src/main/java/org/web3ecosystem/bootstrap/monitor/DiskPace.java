package org.web3ecosystem.bootstrap.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How long the disk takes to keep a few bytes (fsync), measured every ten seconds: what a
 * node acknowledges, it has kept before. One slow time is chance, three in a row are
 * said. So is one that does not end. A disk that cannot be written is somebody else's to
 * tell. Thread-safe.
 */
public final class DiskPace implements Supplier<Optional<Shortage>> {

	static final Duration EVERY = Duration.ofSeconds(10);

	static final int IN_A_ROW = 3;

	private final Keeping keeping;

	private final Duration slow;

	private final InstantSource clock;

	private final Executor executor;

	private Instant next = Instant.MIN;

	/** Of what is measured now. */
	private @Nullable Instant begun;

	private @Nullable Duration took;

	private int slowInARow;

	/** Keeps a few bytes, so that they outlive a power failure. */
	@FunctionalInterface
	interface Keeping {

		void keep() throws IOException;

	}

	/**
	 * @param slow from when on it counts as slow
	 * @param executor where it is waited for
	 */
	DiskPace(Keeping keeping, Duration slow, InstantSource clock, Executor executor) {
		this.keeping = keeping;
		this.slow = slow;
		this.clock = clock;
		this.executor = executor;
	}

	/**
	 * Of the disk with this file, which is made.
	 * @param slow from when on it counts as slow
	 */
	public static DiskPace of(Path file, Duration slow, InstantSource clock) {
		return new DiskPace(() -> keep(file), slow, clock,
				measure -> Thread.ofPlatform().daemon().name("disk-pace").start(measure));
	}

	private static void keep(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, System.nanoTime()), 0);
			channel.force(false);
		}
	}

	/** Says what there is to say, and measures when it is time. */
	@Override
	public synchronized Optional<Shortage> get() {
		Instant now = clock.instant();
		if (begun == null && !now.isBefore(next)) {
			next = now.plus(EVERY);
			begun = now;
			executor.execute(this::measure);
		}
		Duration waited = (begun != null) ? Duration.between(begun, now) : Duration.ZERO;
		if (waited.compareTo(slow.multipliedBy(IN_A_ROW)) >= 0) {
			return Optional.of(shortage("has not kept a few bytes for", waited));
		}
		return (slowInARow >= IN_A_ROW && took != null) ? Optional.of(shortage("takes to keep a few bytes", took))
				: Optional.empty();
	}

	private static Shortage shortage(String what, Duration how) {
		return new Shortage("the disk " + what + " " + how.toMillis()
				+ " ms, and whatever is acknowledged waits for it: see what else writes there, or give the node a faster one",
				true);
	}

	/** The last one that ended; empty before, and where nothing can be written. */
	public synchronized Optional<Duration> took() {
		return Optional.ofNullable(took);
	}

	private void measure() {
		try {
			keeping.keep();
			ended(true);
		}
		catch (IOException | RuntimeException unwritable) {
			ended(false);
		}
	}

	private synchronized void ended(boolean kept) {
		Instant since = begun;
		begun = null;
		took = (kept && since != null) ? Duration.between(since, clock.instant()) : null;
		slowInARow = (took != null && took.compareTo(slow) >= 0) ? slowInARow + 1 : 0;
	}

}
