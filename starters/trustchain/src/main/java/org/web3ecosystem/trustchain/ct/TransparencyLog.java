package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.DurableFile;

/**
 * The log of everything issued here: append-only, hashed as in RFC 6962. One thread
 * writes batches: entries, fsync, one signed checkpoint, fsync; only then is anyone told.
 * What was told is therefore on disk and signed.
 * <p>
 * Opening refuses a log that is shorter than its checkpoint says, whose entries hash to
 * another root, or whose checkpoint is missing or not by its key. Entries beyond the
 * checkpoint are from a batch that nobody was told of: whole ones are kept, since what
 * was signed should be seen, a torn one is cut.
 */
public final class TransparencyLog implements AutoCloseable {

	/** The most entries one log holds; a tree in memory of 64 MB. */
	public static final int MAX_ENTRIES = 1_000_000;

	/** The most entries under one checkpoint. */
	static final int MAX_BATCH = 1024;

	/** The most entries that wait for a batch. */
	static final int MAX_WAITING = 4096;

	private static final String CHECKPOINT = "checkpoint";

	private static final String ENTRIES = "entries";

	private final Path directory;

	private final String origin;

	private final LogKey key;

	private final EntryFile entries;

	private final MerkleTree tree = new MerkleTree();

	private final Map<String, Integer> indexes = new HashMap<>();

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	/** What waits to be written; an empty one wakes the writer to close. */
	private final BlockingQueue<Optional<Waiting>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

	private final Thread writer = Thread.ofPlatform().daemon().name("trustchain-log").unstarted(this::writeBatches);

	private Checkpoint checkpoint;

	private String note = "";

	private volatile @Nullable String broken;

	private volatile boolean closed;

	private record Waiting(LogEntry entry, CompletableFuture<Logged> told) {
	}

	/**
	 * An entry that is in the log.
	 *
	 * @param index its place
	 */
	public record Logged(LogEntry entry, int index) {
	}

	private TransparencyLog(Path directory, String origin, LogKey key) throws IOException {
		this.directory = directory;
		this.origin = origin;
		this.key = key;
		this.entries = EntryFile.open(directory.resolve(ENTRIES), this::index);
		this.checkpoint = new Checkpoint(origin, tree.size(), tree.root(tree.size()));
	}

	/**
	 * Opens the log in {@code directory}, making an empty one where there is none.
	 * @param origin the log's name in its checkpoints
	 * @throws LogException if what lies there cannot be trusted
	 */
	public static TransparencyLog open(Path directory, String origin) {
		try {
			boolean fresh = !Files.exists(directory.resolve(CHECKPOINT)) && !Files.exists(directory.resolve(ENTRIES));
			LogKey key = LogKey.in(directory, fresh);
			if (fresh) {
				// an empty log has a checkpoint too: from now on a missing one is a fault
				DurableFile.write(directory.resolve(CHECKPOINT),
						new Checkpoint(origin, 0, new MerkleTree().root(0)).sign(key).getBytes(StandardCharsets.UTF_8));
			}
			TransparencyLog log = new TransparencyLog(directory, origin, key);
			try {
				log.recover();
			}
			catch (IOException | RuntimeException failure) {
				log.entries.close();
				throw failure;
			}
			log.writer.start();
			return log;
		}
		catch (IOException failure) {
			throw new LogException("the log in " + directory + " cannot be read: " + failure,
					"Check that the disk is there and that this user owns the directory.", failure);
		}
	}

	/**
	 * Appends; completes with its place when entry and checkpoint are durable. Fails with
	 * {@link UnavailableException} if the log is full, overloaded, broken or closed.
	 */
	public CompletionStage<Logged> append(LogEntry entry) {
		CompletableFuture<Logged> told = new CompletableFuture<>();
		String fault = broken;
		if (closed || fault != null) {
			told.completeExceptionally(new UnavailableException((fault != null) ? fault : "the log is closed"));
		}
		else if (size() + waiting.size() >= MAX_ENTRIES) {
			told.completeExceptionally(new UnavailableException("the log is full: " + MAX_ENTRIES + " entries"));
		}
		else if (!waiting.offer(Optional.of(new Waiting(entry, told)))) {
			told.completeExceptionally(new UnavailableException(MAX_WAITING + " entries already wait for the log"));
		}
		return told;
	}

	/** Number of entries under the current checkpoint. */
	public int size() {
		return read(() -> (int) checkpoint.size());
	}

	/** The current checkpoint. */
	public Checkpoint checkpoint() {
		return read(() -> checkpoint);
	}

	/** The current checkpoint as a signed note. */
	public String note() {
		return read(() -> note);
	}

	public LogKey key() {
		return key;
	}

	/** Where a certificate stands, by its SHA-256. */
	public OptionalInt find(byte[] fingerprint) {
		return read(() -> {
			Integer index = indexes.get(HexFormat.of().formatHex(fingerprint));
			return (index != null && index < checkpoint.size()) ? OptionalInt.of(index) : OptionalInt.empty();
		});
	}

	/** The entry at this place, or empty beyond the current checkpoint. */
	public Optional<LogEntry> entry(int index) {
		return read(() -> {
			if (index < 0 || index >= checkpoint.size()) {
				return Optional.empty();
			}
			try {
				return Optional.of(entries.read(index));
			}
			catch (IOException failure) {
				throw new UnavailableException("entry " + index + " cannot be read", failure);
			}
		});
	}

	/** The proof that the entry is in the tree of the current checkpoint. */
	public InclusionProof inclusion(int index) {
		return read(() -> new InclusionProof(index, note, tree.inclusionProof(index, (int) checkpoint.size())));
	}

	/**
	 * The proof that the tree of {@code first} entries is a beginning of that of
	 * {@code second}.
	 */
	public List<byte[]> consistency(int first, int second) {
		return read(() -> {
			if (second > checkpoint.size()) {
				throw new IllegalArgumentException("the log has " + checkpoint.size() + " entries");
			}
			return tree.consistencyProof(first, second);
		});
	}

	/** Why nothing can be appended, or empty. */
	public Optional<String> broken() {
		return Optional.ofNullable(broken);
	}

	/** Refuses everything from now on, for a reason found elsewhere. */
	public void refuse(String reason) {
		broken = reason;
	}

	@Override
	public void close() {
		if (closed) {
			return;
		}
		closed = true;
		// if there is no room, the writer is awake anyway
		waiting.offer(Optional.empty());
		try {
			writer.join();
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
		lock.writeLock().lock();
		try {
			entries.close();
		}
		finally {
			lock.writeLock().unlock();
		}
		List<Optional<Waiting>> rest = new ArrayList<>();
		waiting.drainTo(rest);
		fail(present(rest), new UnavailableException("the log is closed"));
	}

	private void index(LogEntry entry) {
		indexes.putIfAbsent(HexFormat.of().formatHex(entry.fingerprint()), tree.size());
		tree.append(MerkleTree.leafHash(entry.leafInput()));
	}

	private void recover() throws IOException {
		Checkpoint last = lastCheckpoint();
		if (last.size() > tree.size()) {
			throw rolledBack("the log in " + directory + " has " + tree.size()
					+ " whole entries, but its checkpoint says " + last.size());
		}
		if (!Arrays.equals(last.root(), tree.root((int) last.size()))) {
			throw rolledBack("the entries of the log in " + directory + " are not those its checkpoint was signed for");
		}
		if (entries.hasTornTail()) {
			entries.cutTornTail();
		}
		publish();
	}

	private Checkpoint lastCheckpoint() throws IOException {
		try {
			String signed = Files.readString(directory.resolve(CHECKPOINT));
			Checkpoint last = Checkpoint.verified(signed, key.publicKey());
			if (!last.origin().equals(origin)) {
				throw rolledBack("the log in " + directory + " is that of " + last.origin() + ", not of " + origin);
			}
			return last;
		}
		catch (NoSuchFileException missing) {
			throw rolledBack("the checkpoint of the log in " + directory + " is missing");
		}
		catch (IllegalArgumentException forged) {
			throw rolledBack("the checkpoint of the log in " + directory + " is not good: " + forged.getMessage());
		}
	}

	private static LogException rolledBack(String message) {
		return new LogException(message,
				"Restore the directory as it was last written; if it is lost, replace this node's intermediates and begin a new log.");
	}

	private void writeBatches() {
		List<Optional<Waiting>> taken = new ArrayList<>();
		try {
			while (!closed) {
				taken.clear();
				taken.add(waiting.take());
				waiting.drainTo(taken, MAX_BATCH - 1);
				write(present(taken));
			}
		}
		catch (InterruptedException _) {
			broken = "the log's writer was interrupted";
		}
	}

	private void write(List<Waiting> batch) {
		if (batch.isEmpty()) {
			return;
		}
		List<Logged> logged = new ArrayList<>();
		lock.writeLock().lock();
		int before = tree.size();
		try {
			entries.append(batch.stream().map(Waiting::entry).toList());
			for (Waiting each : batch) {
				logged.add(new Logged(each.entry(), tree.size()));
				index(each.entry());
			}
			publish();
		}
		catch (IOException | RuntimeException failure) {
			takeBack(before, failure);
			fail(batch, new UnavailableException("the log could not be written: " + failure, failure));
			return;
		}
		finally {
			lock.writeLock().unlock();
		}
		for (int i = 0; i < batch.size(); i++) {
			batch.get(i).told().complete(logged.get(i));
		}
	}

	/** Signs and stores a checkpoint over the whole tree. */
	private void publish() throws IOException {
		Checkpoint next = new Checkpoint(origin, tree.size(), tree.root(tree.size()));
		String signed = next.sign(key);
		DurableFile.write(directory.resolve(CHECKPOINT), signed.getBytes(StandardCharsets.UTF_8));
		checkpoint = next;
		note = signed;
	}

	/**
	 * Nobody was told of these entries, so they may go. A checkpoint over them may have
	 * reached the disk although writing it failed: the old one goes back first, or a
	 * crash in between would look like a rollback.
	 */
	private void takeBack(int before, Exception cause) {
		tree.truncate(before);
		indexes.values().removeIf(index -> index >= before);
		try {
			if (entries.count() > before) {
				DurableFile.write(directory.resolve(CHECKPOINT), note.getBytes(StandardCharsets.UTF_8));
				entries.truncate(before);
			}
		}
		catch (IOException | RuntimeException worse) {
			cause.addSuppressed(worse);
			broken = "the log in " + directory + " could not be restored after a failed write: " + worse;
		}
	}

	private static List<Waiting> present(List<Optional<Waiting>> taken) {
		return taken.stream().flatMap(Optional::stream).toList();
	}

	private static void fail(List<Waiting> batch, Exception cause) {
		batch.forEach(each -> each.told().completeExceptionally(cause));
	}

	private <T> T read(Supplier<T> reading) {
		lock.readLock().lock();
		try {
			return reading.get();
		}
		finally {
			lock.readLock().unlock();
		}
	}

}
