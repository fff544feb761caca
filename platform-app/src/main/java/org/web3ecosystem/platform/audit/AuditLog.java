package org.web3ecosystem.platform.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.DurableFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * The records of a node, one JSON object a line, in files that only grow. A record is on
 * disk when its stage completes: those that come together share one fsync. Each has the
 * number after, and the SHA-256 of, the line before it, across files too, so a line that
 * is changed or cut out of the middle is noticed; whether the newest ones are missing
 * knows only who has kept the head.
 *
 * <p>
 * Thread-safe. One thread writes; stages complete on it, so nothing slow may depend on
 * them directly.
 */
public final class AuditLog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AuditLog.class);

	private static final int QUEUE = 1024;

	private static final int BATCH = 256;

	private static final long PATIENCE_MILLIS = 2000;

	private final Path directory;

	private final long fileSize;

	private final int keep;

	private final InstantSource clock;

	private final Appending.Opening opening;

	private final JsonMapper json;

	private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);

	private final Thread writer;

	private volatile Chain head = Chain.EMPTY;

	private volatile boolean closed;

	/** Only the writer's. */
	private @Nullable Appending file;

	/** Said once, however many are refused. Only the writer's. */
	private boolean failing;

	/** An event on its way to the disk. */
	private record Pending(AuditEvent event, CompletableFuture<Long> recorded) {
	}

	/** Wakes the writer for the last time. */
	private static final Pending STOP = new Pending(new AuditEvent.Opened(""), new CompletableFuture<>());

	/** Is shown records as they stand in their files. */
	@FunctionalInterface
	interface Visitor {

		/**
		 * @param line as it stands
		 * @param follows whether it names the line before it
		 * @return whether to go on
		 */
		boolean record(byte[] line, boolean follows);

	}

	/**
	 * @param name of the node, for its thread
	 * @param directory where the files are; made if need be
	 * @param fileSize in bytes; a file that is larger is followed by another
	 * @param keep how many files are kept
	 */
	public AuditLog(String name, Path directory, long fileSize, int keep, InstantSource clock, JsonMapper json) {
		this(name, directory, fileSize, keep, clock, json, AppendedFile::open);
	}

	AuditLog(String name, Path directory, long fileSize, int keep, InstantSource clock, JsonMapper json,
			Appending.Opening opening) {
		this.writer = Thread.ofPlatform().daemon().name(name + "/audit").unstarted(this::write);
		this.directory = directory;
		this.fileSize = fileSize;
		this.keep = keep;
		this.clock = clock;
		this.json = json;
		this.opening = opening;
	}

	/** Begins to write: the first record says that, and what was found. */
	public void start() {
		writer.start();
	}

	/**
	 * Records an event.
	 * @return its number, once it is on disk; fails with {@link UnavailableException} if
	 * it cannot be recorded
	 */
	CompletionStage<Long> append(AuditEvent event) {
		Pending pending = new Pending(event, new CompletableFuture<>());
		if (closed || !queue.offer(pending)) {
			pending.recorded()
				.completeExceptionally(new UnavailableException("the audit record is " + (closed ? "closed" : "full")));
		}
		return pending.recorded();
	}

	/** The last record on disk. */
	Chain head() {
		return head;
	}

	/**
	 * Reads the records after a number, those on disk, until the visitor has enough.
	 * Touches the disk.
	 */
	void read(long after, Visitor visitor) throws IOException {
		Chain end = head;
		Reading reading = new Reading(after, end.number(), visitor);
		List<AuditFile> files = Files.isDirectory(directory) ? AuditFile.in(directory) : List.of();
		for (int i = 0; i < files.size() && !reading.enough(); i++) {
			boolean before = i + 1 < files.size() && files.get(i + 1).first() <= after + 1;
			if (!before) {
				files.get(i).lines(reading::line);
			}
		}
	}

	@Override
	public void close() {
		closed = true;
		try {
			if (queue.offer(STOP, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
				writer.join(PATIENCE_MILLIS);
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void write() {
		prepare();
		try {
			while (!closed || !queue.isEmpty()) {
				List<Pending> batch = new ArrayList<>(List.of(queue.take()));
				queue.drainTo(batch, BATCH - 1);
				batch.remove(STOP);
				write(batch);
			}
		}
		catch (InterruptedException stopped) {
			logger.warn("the audit record was interrupted");
		}
		finally {
			discard();
		}
	}

	/**
	 * Reads where the last start left off, so that it can be read before the first write.
	 */
	private void prepare() {
		try {
			open();
		}
		catch (IOException | RuntimeException failure) {
			failed(failure);
		}
	}

	private void failed(Exception failure) {
		if (!failing) {
			logger.error("the audit record cannot be written, so writes are refused: directory={}", directory, failure);
		}
		failing = true;
	}

	private void write(List<Pending> batch) {
		if (batch.isEmpty()) {
			return;
		}
		Chain chain = null;
		try {
			Appending open = open();
			ByteArrayOutputStream lines = new ByteArrayOutputStream();
			chain = head;
			for (Pending pending : batch) {
				byte[] line = line(chain, pending.event());
				lines.writeBytes(line);
				lines.write('\n');
				chain = chain.with(line);
			}
			open.append(lines.toByteArray());
		}
		catch (IOException | RuntimeException failure) {
			failed(failure);
			UnavailableException unavailable = new UnavailableException(
					"the audit record cannot be written, and there is no write without it");
			batch.forEach(pending -> pending.recorded().completeExceptionally(unavailable));
			return;
		}
		if (failing) {
			logger.info("the audit record is written again: directory={}", directory);
		}
		failing = false;
		long first = head.number() + 1;
		head = chain;
		for (int i = 0; i < batch.size(); i++) {
			batch.get(i).recorded().complete(first + i);
		}
	}

	private byte[] line(Chain chain, AuditEvent event) {
		Map<String, Object> record = new LinkedHashMap<>();
		record.put("number", chain.number() + 1);
		record.put("time", clock.instant().toString());
		record.putAll(event.json());
		record.put("previous", chain.hash());
		return json.writeValueAsBytes(record);
	}

	/** The file to write to: the last one, or a new one after it. */
	private Appending open() throws IOException {
		Appending open = file;
		if (open == null) {
			open = resume();
		}
		else if (open.length() > fileSize) {
			Appending next = begin(head);
			discard();
			open = next;
		}
		file = open;
		return open;
	}

	/** Where the last start left off. */
	private Appending resume() throws IOException {
		DurableFile.directories(directory);
		List<AuditFile> files = AuditFile.in(directory);
		if (files.isEmpty()) {
			return opened(begin(Chain.EMPTY), Chain.EMPTY, "");
		}
		Verification found = Verification.of(files);
		if (found.broken() > 0) {
			// what something else has changed stays as it is, beside what comes
			logger.error("the audit record was changed by something else: file={} record={}", files.getLast().path(),
					found.broken());
			return opened(begin(found.chain()), found.chain(),
					"record " + found.broken() + " does not follow the one before it");
		}
		return opened(opening.open(files.getLast().path(), found.whole()), found.chain(),
				found.rest() > 0 ? "an unfinished record of " + found.rest() + " bytes was cut off" : "");
	}

	private Appending opened(Appending open, Chain chain, String found) throws IOException {
		byte[] line = line(chain, new AuditEvent.Opened(found));
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		whole.writeBytes(line);
		whole.write('\n');
		open.append(whole.toByteArray());
		head = chain.with(line);
		return open;
	}

	/** A new file, in the place of the oldest if there are enough. */
	private Appending begin(Chain chain) throws IOException {
		List<AuditFile> files = AuditFile.in(directory);
		for (AuditFile old : files.subList(0, Math.max(0, files.size() - keep + 1))) {
			Files.delete(old.path());
		}
		return opening.open(AuditFile.of(directory, chain.number() + 1).path(), 0);
	}

	private void discard() {
		Appending open = file;
		file = null;
		if (open != null) {
			try {
				open.close();
			}
			catch (IOException failure) {
				logger.warn("a file of the audit record cannot be closed", failure);
			}
		}
	}

}
