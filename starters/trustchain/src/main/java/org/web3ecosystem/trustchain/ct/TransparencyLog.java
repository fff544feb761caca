package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;

/**
 * The log of everything issued here: append-only, hashed as in RFC 6962. One thread
 * writes what waits in batches, and only when a batch is durable and signed for is anyone
 * told. What was told is therefore on disk and signed.
 */
public final class TransparencyLog implements AutoCloseable {

	/** The most entries one log holds; a tree in memory of 64 MB. */
	public static final int MAX_ENTRIES = 1_000_000;

	/** The most entries under one checkpoint. */
	static final int MAX_BATCH = 1024;

	/** The most entries that wait for a batch. */
	static final int MAX_WAITING = 4096;

	private final StoredLog stored;

	private final LogSeries series;

	/** What waits to be written; an empty one wakes the writer to close. */
	private final BlockingQueue<Optional<Waiting>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

	private final Thread writer = Thread.ofPlatform().daemon().name("trustchain-log").unstarted(this::writeBatches);

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

	private TransparencyLog(StoredLog stored, LogSeries series) {
		this.stored = stored;
		this.series = series;
	}

	/**
	 * Opens the log in {@code directory}, making an empty one where there is none.
	 * @param origin the name of the node's first log in its checkpoints, see
	 * {@link LogSeries}
	 * @throws LogException if what lies there cannot be trusted
	 */
	public static TransparencyLog open(Path directory, String origin) {
		try {
			LogSeries series = LogSeries.in(directory);
			TransparencyLog log = new TransparencyLog(StoredLog.open(directory, series.origin(origin)), series);
			log.writer.start();
			return log;
		}
		catch (IOException failure) {
			throw new LogException("the log in " + directory + " cannot be read: " + Reason.of(failure),
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
		return stored.size();
	}

	/**
	 * What the entry at this place is numbered in the ledger, where all logs of this node
	 * have one count; for {@link #size()} the number that comes next.
	 */
	public long number(int index) {
		return series.firstNumber() + index;
	}

	/** The current checkpoint. */
	public Checkpoint checkpoint() {
		return stored.checkpoint();
	}

	/** The current checkpoint as a signed note. */
	public String note() {
		return stored.note();
	}

	public LogKey key() {
		return stored.key();
	}

	/** Where a certificate stands, by its SHA-256. */
	public OptionalInt find(byte[] fingerprint) {
		return stored.find(fingerprint);
	}

	/** The entry at this place, or empty beyond the current checkpoint. */
	public Optional<LogEntry> entry(int index) {
		return stored.entry(index);
	}

	/** The proof that the entry is in the tree of the current checkpoint. */
	public InclusionProof inclusion(int index) {
		return stored.inclusion(index);
	}

	/**
	 * The proof that the tree of {@code first} entries is a beginning of that of
	 * {@code second}.
	 */
	public List<byte[]> consistency(int first, int second) {
		return stored.consistency(first, second);
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
		stored.close();
		List<Optional<Waiting>> rest = new ArrayList<>();
		waiting.drainTo(rest);
		fail(present(rest), new UnavailableException("the log is closed"));
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
		List<Logged> logged;
		try {
			logged = stored.append(batch.stream().map(Waiting::entry).toList());
		}
		catch (IOException | RuntimeException failure) {
			if (failure instanceof StoredLog.Unrestored worse) {
				broken = worse.getMessage();
			}
			fail(batch, new UnavailableException("the log could not be written: " + Reason.of(failure), failure));
			return;
		}
		for (int i = 0; i < batch.size(); i++) {
			batch.get(i).told().complete(logged.get(i));
		}
	}

	private static List<Waiting> present(List<Optional<Waiting>> taken) {
		return taken.stream().flatMap(Optional::stream).toList();
	}

	private static void fail(List<Waiting> batch, Exception cause) {
		batch.forEach(each -> each.told().completeExceptionally(cause));
	}

}
