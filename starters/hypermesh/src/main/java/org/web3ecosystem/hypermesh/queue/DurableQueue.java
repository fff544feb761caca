package org.web3ecosystem.hypermesh.queue;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.queue.QueueState.Ended;
import org.web3ecosystem.hypermesh.queue.QueueState.Waiting;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.QueueFullException;

/**
 * The entries, in the order in which they came. Each change is on disk before it counts
 * here: what is answered from here survives a crash. Thread-safe; changes wait for the
 * disk.
 */
public final class DurableQueue implements AutoCloseable {

	private static final Logger logger = System.getLogger(DurableQueue.class.getName());

	private static final byte[] SEPARATOR = { 0 };

	/** What a journal may be longer than what is in it, before it is written anew. */
	private static final long WASTE = 4L << 20;

	private final QueueStore store;

	private final QueueLimits limits;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Executor executor;

	private final SequencedMap<String, QueueEntry> entries = new LinkedHashMap<>();

	private final Map<String, CompletableFuture<QueueEnd>> waiting = new ConcurrentHashMap<>();

	private long drained;

	private long refused;

	/** Why it takes nothing, until the next start. */
	private String trouble = "the queue is not open yet";

	/** Why the last change was not kept; the next may be. */
	private String failing = "";

	/**
	 * @param random must be unpredictable outside of tests
	 * @param executor where ends are told, and the disk is waited for
	 */
	public DurableQueue(QueueStore store, QueueLimits limits, InstantSource clock, RandomGenerator random,
			Executor executor) {
		this.store = store;
		this.limits = limits;
		this.clock = clock;
		this.random = random;
		this.executor = executor;
	}

	/**
	 * Goes on with what is on disk. If that cannot be read nothing of it is used and
	 * nothing is taken, until somebody has looked at it: what is in it was promised.
	 */
	public synchronized void open() {
		try {
			store.open().forEach(entry -> entries.put(entry.id(), entry));
			trouble = "";
			forget();
		}
		catch (IOException unreadable) {
			trouble = "the queue of writes cannot be read: " + unreadable.getMessage()
					+ "; put a copy from before in its place, or move it away, which gives up what waits in it,"
					+ " and start again";
			logger.log(Level.ERROR, trouble, unreadable);
		}
	}

	/**
	 * Takes a write, which is on disk then; the entry that is there already if it is the
	 * same as one that waits or was done, as the ledger does it: what is to be repeated
	 * carries a number of its own.
	 * @param what was asked for, for people
	 * @param concerning what that does not say; may be empty
	 * @throws QueueFullException if there is no room
	 * @throws UnusableQueueException if it takes nothing until somebody has looked at it
	 * @throws UnavailableException if it cannot be kept
	 */
	QueueEntry add(String module, byte[] command, Optional<Operation> operation, String what, String concerning) {
		String digest = HexFormat.of()
			.formatHex(Sha256.of(module.getBytes(StandardCharsets.UTF_8), SEPARATOR, command));
		synchronized (this) {
			if (!trouble.isEmpty()) {
				throw new UnusableQueueException(trouble);
			}
			return same(digest).orElseGet(() -> {
				requireRoom(command.length);
				QueueEntry entry = new QueueEntry(id(), module, what, concerning, clock.instant(), digest,
						new Waiting(command, operation, 0));
				keep(entry);
				return entry;
			});
		}
	}

	/** The same for who must not wait for the disk. */
	CompletionStage<QueueEntry> addElsewhere(String module, byte[] command, Optional<Operation> operation, String what,
			String concerning) {
		byte[] own = command.clone();
		return CompletableFuture.supplyAsync(() -> add(module, own, operation, what, concerning), executor);
	}

	private Optional<QueueEntry> same(String digest) {
		return entries.values()
			.stream()
			.filter(entry -> entry.digest().equals(digest))
			.filter(entry -> entry.isOpen() || isDone(entry))
			.findFirst();
	}

	/** What was refused may be right the next time. */
	private static boolean isDone(QueueEntry entry) {
		return entry.state() instanceof Ended(Instant at, QueueEnd.Decided decided)
				&& decided.receipt().verdict().isAccepted();
	}

	private void requireRoom(int bytes) {
		QueueReport now = report();
		if (now.waiting() >= limits.entries()) {
			throw new QueueFullException("the queue has " + now.waiting() + " writes that wait, and takes no more");
		}
		if (now.bytes() + bytes > limits.bytes()) {
			throw new QueueFullException(
					"the queue has " + now.bytes() + " bytes that wait, of " + limits.bytes() + " that it takes");
		}
	}

	private String id() {
		byte[] id = new byte[QueueEntry.ID_BYTES];
		random.nextBytes(id);
		return HexFormat.of().formatHex(id);
	}

	private void keep(QueueEntry entry) {
		try {
			store.put(entry);
			failing = "";
		}
		catch (IOException failed) {
			if (failing.isEmpty()) {
				logger.log(Level.WARNING, "the queue of writes cannot be kept", failed);
			}
			failing = "the queue of writes cannot be kept: " + failed.getMessage();
			throw new UnavailableException(failing, failed);
		}
		entries.put(entry.id(), entry);
	}

	/** The first of those that are open. */
	synchronized List<QueueEntry> next(int most) {
		return entries.values().stream().filter(QueueEntry::isOpen).limit(most).toList();
	}

	/**
	 * Moves an entry on, unless it is not any more what it was.
	 * @return what it is now; empty if it was not
	 * @throws UnavailableException if that cannot be kept; it is what it was then, for
	 * who asks
	 */
	Optional<QueueEntry> move(QueueEntry before, QueueState state) {
		QueueEntry after = before.in(state);
		synchronized (this) {
			if (entries.get(before.id()) != before) {
				return Optional.empty();
			}
			keep(after);
			if (state instanceof Ended(Instant at, QueueEnd end)) {
				count(end);
				forget();
			}
		}
		if (state instanceof Ended(Instant at, QueueEnd end)) {
			tell(before.id(), end);
		}
		return Optional.of(after);
	}

	/** Ends an entry, now. */
	Optional<QueueEntry> end(QueueEntry before, QueueEnd end) {
		return move(before, new Ended(clock.instant(), end));
	}

	private void count(QueueEnd end) {
		switch (end) {
			case QueueEnd.Decided decided when decided.receipt().verdict() instanceof Verdict.Accepted -> drained++;
			case QueueEnd.Decided decided -> refused++;
			case QueueEnd.Refused no -> refused++;
			case QueueEnd.Unknown unknown -> refused++;
			case QueueEnd.Withdrawn withdrawn -> {
			}
		}
	}

	private void tell(String id, QueueEnd end) {
		CompletableFuture<QueueEnd> told = waiting.remove(id);
		if (told != null) {
			told.completeAsync(() -> end, executor);
		}
	}

	/** Lets go of what ended long ago, and of the room that it takes on disk. */
	private void forget() {
		Instant oldest = clock.instant().minus(limits.keep());
		int tooMany = Math.toIntExact(
				Math.max(0, entries.values().stream().filter(entry -> !entry.isOpen()).count() - limits.ended()));
		List<String> gone = entries.values()
			.stream()
			.filter(entry -> entry.state() instanceof Ended(Instant at, QueueEnd end) && at.isBefore(oldest))
			.map(QueueEntry::id)
			.toList();
		gone.forEach(entries::remove);
		entries.values()
			.stream()
			.filter(entry -> !entry.isOpen())
			.limit(Math.max(0, tooMany - gone.size()))
			.map(QueueEntry::id)
			.toList()
			.forEach(entries::remove);
		if (store.bytes() > WASTE + 4 * report().bytes()) {
			shorten();
		}
	}

	private void shorten() {
		try {
			store.replaceAll(entries.values());
		}
		catch (IOException failed) {
			// it is as long as it was, and all is in it
			logger.log(Level.WARNING, "the queue of writes cannot be written anew", failed);
		}
	}

	/** All that are kept, the oldest first. */
	public synchronized List<QueueEntry> entries() {
		return List.copyOf(entries.values());
	}

	public synchronized Optional<QueueEntry> find(String id) {
		return Optional.ofNullable(entries.get(id));
	}

	/**
	 * Takes a write back that waits.
	 * @return what it is now; empty if there is no entry of this id
	 */
	public Optional<QueueEntry> withdraw(String id) {
		@Nullable QueueEntry found;
		synchronized (this) {
			found = entries.get(id);
		}
		if (found == null || !(found.state() instanceof Waiting)) {
			return Optional.ofNullable(found);
		}
		return end(found, new QueueEnd.Withdrawn()).or(() -> find(id));
	}

	/** What becomes of an entry that is there. */
	CompletionStage<QueueEnd> ending(QueueEntry entry) {
		synchronized (this) {
			return switch (entries.getOrDefault(entry.id(), entry).state()) {
				case Ended(Instant at, QueueEnd end) -> CompletableFuture.completedStage(end);
				case QueueState open ->
					waiting.computeIfAbsent(entry.id(), any -> new CompletableFuture<>()).minimalCompletionStage();
			};
		}
	}

	public synchronized QueueReport report() {
		List<QueueEntry> open = entries.values().stream().filter(QueueEntry::isOpen).toList();
		return new QueueReport(open.size(), open.stream().mapToLong(QueueEntry::weight).sum(), drained, refused,
				trouble.isEmpty() ? failing : trouble);
	}

	@Override
	public synchronized void close() {
		trouble = "the queue is closed";
		try {
			store.close();
		}
		catch (IOException failed) {
			logger.log(Level.WARNING, "the queue of writes cannot be closed", failed);
		}
	}

}
