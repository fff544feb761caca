package org.web3ecosystem.hypermesh.feed;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.CommittedBlock;

/**
 * The blocks of this node, from any height that is kept to the next one. Whoever reads
 * asks for a height and keeps its own place; nothing is queued for it. Heights come in
 * order and once, and what is not there is said.
 */
public final class BlockFeed implements AutoCloseable {

	private static final Logger logger = System.getLogger(BlockFeed.class.getName());

	/** Executed blocks that wait for the disk. Beyond that they are left for later. */
	private static final int WAITING = 1_024;

	private final Path directory;

	private final FeedLimits limits;

	private final Executor executor;

	private final BlockingQueue<CommittedBlock> waiting = new LinkedBlockingQueue<>(WAITING);

	/** Whether somebody writes, and whether there is something new for it. */
	private final AtomicInteger writing = new AtomicInteger();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final AtomicInteger followers = new AtomicInteger();

	private final LongAdder dropped = new LongAdder();

	private volatile @Nullable BlockJournal journal;

	/** What is missing up to there does not come any more. */
	private volatile long settled;

	private volatile boolean failing;

	private volatile boolean closed;

	/**
	 * @param directory of this alone; need not be there
	 * @param executor where blocks are written; not closed here
	 */
	public BlockFeed(Path directory, FeedLimits limits, Executor executor) {
		this.directory = directory;
		this.limits = limits;
		this.executor = executor;
	}

	/** Opens what is kept. Without a disk the node goes on, and the feed does not. */
	public synchronized void start() {
		if (journal == null) {
			try {
				journal = BlockJournal.open(directory, limits);
				write();
			}
			catch (IOException failed) {
				logger.log(Level.ERROR, "blocks cannot be kept: directory=" + directory, failed);
			}
		}
	}

	/** A block that this node has executed. Returns at once. */
	public void accept(CommittedBlock block) {
		if (!closed && waiting.offer(block)) {
			write();
		}
	}

	/** In the order in which they came, by one thread at a time. */
	private void write() {
		if (journal != null && writing.getAndIncrement() == 0) {
			executor.execute(this::writeAll);
		}
	}

	private void writeAll() {
		int seen = 1;
		do {
			for (CommittedBlock next = waiting.poll(); next != null; next = waiting.poll()) {
				keep(next.height(), BlockCodec.encode(next));
			}
			tell();
			seen = writing.addAndGet(-seen);
		}
		while (seen != 0);
	}

	/** What others have confirmed. */
	void fill(Height height, byte[] block) {
		keep(height, block);
	}

	private void keep(Height height, byte[] block) {
		try {
			if (!closed) {
				journal().add(height.number(), block);
				failing = false;
			}
		}
		catch (IOException failed) {
			if (!failing) {
				failing = true;
				logger.log(Level.ERROR, "blocks cannot be kept: height=" + height.number(), failed);
			}
		}
	}

	/** Has followers look again. */
	void tell() {
		synchronized (waiting) {
			waiting.notifyAll();
		}
		listeners.forEach(Runnable::run);
	}

	private BlockJournal journal() {
		BlockJournal open = journal;
		if (open == null) {
			throw new UnavailableException("blocks are not kept");
		}
		return open;
	}

	/**
	 * What there is at a height.
	 * @param most blocks at a time
	 * @throws UnavailableException if the disk does not give it
	 */
	public Step at(Height height, int most) {
		BlockJournal open = journal();
		long from = Math.max(1, height.number());
		try {
			List<byte[]> found = open.read(from, most);
			if (!found.isEmpty()) {
				return new Step.Blocks(found.stream().map(BlockCodec::decode).toList());
			}
		}
		catch (IOException unreadable) {
			throw new UnavailableException("the block of height " + from + " cannot be read", unreadable);
		}
		OptionalLong next = open.next(from);
		if (next.isEmpty() || next.getAsLong() == from) {
			return new Step.Coming();
		}
		// one that is filled from its upper end is told as a whole, or not at all
		return next.getAsLong() <= Math.max(settled, open.letGo()) + 1
				? new Step.Gap(new Height(from), new Height(next.getAsLong())) : new Step.Coming();
	}

	/** Waits until something may be there that was not, or the time is over. */
	public void await(Height height, Duration time) throws InterruptedException {
		synchronized (waiting) {
			if (at(height, 1) instanceof Step.Coming && !closed) {
				waiting.wait(Math.max(1, time.toMillis()));
			}
		}
	}

	/** Is run when there is something new, on a thread that must not wait. */
	void onNews(Runnable listener) {
		listeners.add(listener);
	}

	/** Whether one more may wait for the next block. */
	public boolean hasRoom() {
		return !closed && followers.get() < limits.followers();
	}

	/** Takes one of the places of those who wait for the next block. */
	public Optional<AutoCloseable> follow() {
		if (closed || followers.incrementAndGet() > limits.followers()) {
			followers.decrementAndGet();
			return Optional.empty();
		}
		AtomicInteger held = new AtomicInteger(1);
		return Optional.of(() -> followers.addAndGet(-held.getAndSet(0)));
	}

	/** Somebody was too slow, and was sent away. */
	public void droppedOne() {
		dropped.increment();
	}

	public FeedLimits limits() {
		return limits;
	}

	/** As it is now. */
	public FeedReport report() {
		BlockJournal open = journal;
		return open == null ? new FeedReport(Optional.empty(), Optional.empty(), 0, 0, followers.get(), dropped.sum())
				: new FeedReport(height(open.first()), height(open.last()), open.blocks(), open.bytes(),
						followers.get(), dropped.sum());
	}

	private static Optional<Height> height(OptionalLong number) {
		return number.isPresent() ? Optional.of(new Height(number.getAsLong())) : Optional.empty();
	}

	/** The lowest height from there on that is not kept. */
	Height missing(Height from) {
		return new Height(journal().missing(from.number()));
	}

	/** The lowest height from there on that is kept. */
	Optional<Height> nextAfter(Height missing) {
		return height(journal().next(missing.number()));
	}

	/** What is missing up to there does not come any more. */
	void settle(Height height) {
		settled = Math.max(settled, height.number());
		tell();
	}

	/** Up to there, nothing that is missing comes any more. */
	Height settled() {
		return new Height(Math.max(settled, journal().letGo()));
	}

	/** Whether blocks are kept and read. */
	public boolean isOpen() {
		return journal != null && !closed;
	}

	@Override
	public void close() {
		closed = true;
		tell();
		BlockJournal open = journal;
		if (open != null) {
			try {
				open.force();
			}
			catch (IOException failed) {
				logger.log(Level.WARNING, "the newest blocks may not be on disk", failed);
			}
		}
	}

}
