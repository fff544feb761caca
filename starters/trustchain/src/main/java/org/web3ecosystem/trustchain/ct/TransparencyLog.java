package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	/** How often it is looked whether the tree head is fresh. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	/** How often it is tried to bring the disk back to what was told. */
	private static final Duration RESTORING = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(TransparencyLog.class);

	private final StoredLog stored;

	private final LogSeries series;

	/** What waits to be written; an empty one wakes the writer to close. */
	private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>();

	/** How many submissions may still come to wait; certificates to them always may. */
	private final Semaphore room = new Semaphore(MAX_WAITING);

	private final Thread writer = Thread.ofPlatform().daemon().name("trustchain-log").unstarted(this::writeBatches);

	/** Why nothing can be appended, for good. */
	private volatile @Nullable String refused;

	/**
	 * Why nothing can be appended until there is room on the disk, or whatever it was.
	 */
	private volatile @Nullable String unrestored;

	/** Why the last write failed, until one succeeds. */
	private volatile @Nullable String failing;

	private volatile boolean closed;

	private sealed interface Work {

		record Append(Submission submission, CompletableFuture<Logged> told) implements Work {
		}

		record Complete(CertificateFile.Final certificate, CompletableFuture<@Nullable Void> told) implements Work {
		}

		record Wake() implements Work {
		}

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

	/** {@link #open(Path, String, InstantSource)} by this machine's clock. */
	public static TransparencyLog open(Path directory, String origin) {
		return open(directory, origin, InstantSource.system());
	}

	/**
	 * Opens the log in {@code directory}, making an empty one where there is none.
	 * @param origin the name of the node's first log in its checkpoints, see
	 * {@link LogSeries}
	 * @param clock tells the time of entries and tree heads
	 * @throws LogException if what lies there cannot be trusted
	 */
	public static TransparencyLog open(Path directory, String origin, InstantSource clock) {
		try {
			LogSeries series = LogSeries.in(directory);
			TransparencyLog log = new TransparencyLog(StoredLog.open(directory, series.origin(origin), clock), series);
			log.writer.start();
			return log;
		}
		catch (IOException failure) {
			throw new LogException("the log in " + directory + " cannot be read: " + Reason.of(failure),
					"Check that the disk is there and that this user owns the directory.", failure);
		}
	}

	/**
	 * Appends; completes with its place when entry and checkpoint are durable. What is in
	 * the log already stays where it is. Fails with {@link UnavailableException} if the
	 * log is full, overloaded, broken or closed. Whoever continues the stage at once does
	 * so on the thread that writes.
	 */
	public CompletionStage<Logged> append(Submission submission) {
		CompletableFuture<Logged> told = new CompletableFuture<>();
		String fault = broken().orElse(null);
		if (closed || fault != null) {
			told.completeExceptionally(new UnavailableException((fault != null) ? fault : "the log is closed"));
		}
		else if (size() + MAX_WAITING - room.availablePermits() >= MAX_ENTRIES) {
			told.completeExceptionally(new UnavailableException("the log is full: " + MAX_ENTRIES + " entries"));
		}
		else if (!room.tryAcquire()) {
			told.completeExceptionally(new UnavailableException(MAX_WAITING + " entries already wait for the log"));
		}
		else {
			waiting.add(new Work.Append(submission, told));
		}
		return told;
	}

	/**
	 * Tells the certificate that was issued to an entry, by which it is found from then
	 * on; completes when that is durable. Only then may the certificate be given away.
	 * @param index place of an entry whose submission was {@code awaited}
	 */
	public CompletionStage<@Nullable Void> complete(int index, byte[] certificate) {
		CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
		if (closed) {
			told.completeExceptionally(new UnavailableException("the log is closed"));
		}
		else {
			waiting.add(new Work.Complete(new CertificateFile.Final(index, certificate.clone()), told));
		}
		return told;
	}

	/** There will be no certificate to an entry whose submission was {@code awaited}. */
	public void abandon(int index) {
		stored.abandon(index);
	}

	/** The promise that the log has this entry of its. */
	public SignedTimestamp timestamp(LogEntry entry) {
		return SignedTimestamp.of(entry.stamped(), stored.timestamps());
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

	/** What was signed for last. */
	public Published published() {
		return stored.published();
	}

	/** The current checkpoint. */
	public Checkpoint checkpoint() {
		return stored.published().checkpoint();
	}

	/** The current checkpoint as a signed note. */
	public String note() {
		return stored.published().note();
	}

	public LogKey key() {
		return stored.key();
	}

	/** The key that signs timestamps and tree heads. */
	public TimestampKey timestamps() {
		return stored.timestamps();
	}

	/**
	 * How many entries have their certificate or will never have one; the rest are being
	 * issued right now.
	 */
	public int settled() {
		return stored.settled();
	}

	/** Where a certificate stands, by its SHA-256, or a leaf by its hash. */
	public OptionalInt find(byte[] digest) {
		return stored.find(digest);
	}

	/**
	 * The certificate to the entry at this place, DER: itself, or what was issued to it
	 * here. Empty if nothing was, or the entry is not there.
	 */
	public Optional<byte[]> certificate(int index) {
		return entry(index).flatMap(entry -> (entry.stamped().entry() instanceof SignedEntry.X509(byte[] certificate))
				? Optional.of(certificate) : stored.certificate(index));
	}

	/**
	 * What was issued here to the entry at this place, DER. Empty for what is not issued
	 * yet or never will be, and for what others submitted.
	 */
	public Optional<byte[]> issued(int index) {
		return entry(index).filter(LogEntry::isBare).isPresent() ? certificate(index) : stored.certificate(index);
	}

	/** A certificate above logged ones, by its SHA-256. */
	public Optional<byte[]> issuer(byte[] digest) {
		return stored.issuer(digest);
	}

	/** The entry at this place, or empty beyond the current checkpoint. */
	public Optional<LogEntry> entry(int index) {
		return stored.entry(index);
	}

	/** The proof that the entry is in the tree of the current checkpoint. */
	public InclusionProof inclusion(int index) {
		return stored.inclusion(index);
	}

	/** The same for an earlier tree. */
	public List<byte[]> inclusion(int index, int size) {
		return stored.inclusion(index, size);
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
		return Optional.ofNullable(refused).or(() -> Optional.ofNullable(unrestored));
	}

	/** Why nothing was or could be written of late; empty if the last write succeeded. */
	public Optional<String> trouble() {
		return broken().or(() -> Optional.ofNullable(failing));
	}

	/** Refuses everything from now on, for a reason found elsewhere. */
	public void refuse(String reason) {
		refused = reason;
	}

	@Override
	public void close() {
		if (closed) {
			return;
		}
		closed = true;
		waiting.add(new Work.Wake());
		try {
			writer.join();
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
		stored.close();
		List<Work> rest = new ArrayList<>();
		waiting.drainTo(rest);
		fail(rest, new UnavailableException("the log is closed"));
	}

	private void writeBatches() {
		List<Work> taken = new ArrayList<>();
		try {
			while (!closed) {
				taken.clear();
				Duration pause = (failing == null) ? LONGEST_PAUSE : RESTORING;
				Work first = waiting.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
				if (first == null) {
					restore();
					refresh();
					continue;
				}
				taken.add(first);
				waiting.drainTo(taken, MAX_BATCH - 1);
				write(taken);
			}
		}
		catch (InterruptedException _) {
			refused = "the log's writer was interrupted";
		}
	}

	private void write(List<Work> batch) {
		List<Work.Append> appends = only(batch, Work.Append.class);
		room.release(appends.size());
		if (!appends.isEmpty()) {
			append(appends);
		}
		List<Work.Complete> completes = only(batch, Work.Complete.class);
		if (!completes.isEmpty()) {
			complete(completes);
		}
	}

	private void append(List<Work.Append> batch) {
		String fault = unrestored;
		if (fault != null) {
			// these waited already when it came about; behind what is to go nothing may
			// come
			fail(batch, new UnavailableException(fault));
			return;
		}
		List<Logged> logged;
		try {
			logged = stored.append(batch.stream().map(Work.Append::submission).toList());
		}
		catch (IOException | RuntimeException failure) {
			if (failure instanceof StoredLog.Unrestored worse) {
				unrestored = worse.getMessage();
			}
			failed(batch, failure);
			return;
		}
		succeeded();
		for (int i = 0; i < batch.size(); i++) {
			batch.get(i).told().complete(logged.get(i));
		}
	}

	private void complete(List<Work.Complete> batch) {
		try {
			stored.complete(batch.stream().map(Work.Complete::certificate).toList());
		}
		catch (IOException | RuntimeException failure) {
			failed(batch, failure);
			return;
		}
		succeeded();
		batch.forEach(each -> each.told().complete(null));
	}

	private void failed(List<? extends Work> batch, Exception failure) {
		String why = "the log could not be written: " + Reason.of(failure);
		if (failing == null) {
			logger.atWarn()
				.addKeyValue("reason", Reason.of(failure))
				.log("the log could not be written, so nothing is issued");
		}
		failing = why;
		fail(batch, new UnavailableException(why, failure));
	}

	private void succeeded() {
		if (failing != null && unrestored == null) {
			failing = null;
			logger.atWarn().log("the log is written again");
		}
	}

	/** Whether it can be written is found out by writing the checkpoint once more. */
	private void restore() {
		if (failing == null) {
			return;
		}
		try {
			stored.restore();
			unrestored = null;
			succeeded();
		}
		catch (IOException | RuntimeException notNow) {
			logger.atDebug().addKeyValue("reason", Reason.of(notNow)).log("the log could not be restored yet");
		}
	}

	private void refresh() {
		if (failing != null) {
			return;
		}
		try {
			stored.refresh();
		}
		catch (IOException notNow) {
			logger.atWarn().addKeyValue("reason", Reason.of(notNow)).log("the log's tree head was not signed again");
		}
	}

	private static <T extends Work> List<T> only(List<Work> batch, Class<T> kind) {
		return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	private static void fail(List<? extends Work> batch, Exception cause) {
		batch.forEach(each -> {
			switch (each) {
				case Work.Append(Submission _, CompletableFuture<Logged> told) -> told.completeExceptionally(cause);
				case Work.Complete(CertificateFile.Final _, CompletableFuture<@Nullable Void> told) ->
					told.completeExceptionally(cause);
				case Work.Wake() -> {
				}
			}
		});
	}

}
