package org.web3ecosystem.platform.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3ecosystem.spi.UnavailableException;
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

	/** Wakes the writer for the last time. */
	private static final Pending STOP = new Pending(new AuditEvent.Opened(""), new CompletableFuture<>());

	private final AuditFiles files;

	private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);

	private final Thread writer;

	private volatile boolean closed;

	/** Said once, however many are refused. Only the writer's. */
	private boolean failing;

	/** An event on its way to the disk. */
	private record Pending(AuditEvent event, CompletableFuture<Long> recorded) {
	}

	/**
	 * @param name of the node, for its thread
	 * @param directory where the files are; made if need be
	 * @param fileSize in bytes; a file that is larger is followed by another
	 * @param keep how many files are kept
	 */
	public AuditLog(String name, Path directory, long fileSize, int keep, InstantSource clock, JsonMapper json) {
		this(name, new AuditFiles(directory, fileSize, keep, clock, json, AppendedFile::open));
	}

	AuditLog(String name, AuditFiles files) {
		this.files = files;
		this.writer = Thread.ofPlatform().daemon().name(name + "/audit").unstarted(this::write);
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

	/** What is on disk. */
	AuditFiles files() {
		return files;
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
		try (files) {
			open();
			while (!closed || !queue.isEmpty()) {
				List<Pending> batch = new ArrayList<>(List.of(queue.take()));
				queue.drainTo(batch, BATCH - 1);
				batch.remove(STOP);
				write(batch);
			}
		}
		catch (InterruptedException stopped) {
			logger.warn("the audit record was interrupted: directory={}", files);
		}
		catch (IOException failure) {
			logger.warn("the audit record cannot be closed: directory={}", files, failure);
		}
	}

	/** What the last start has left can be read before the first write. */
	private void open() {
		try {
			files.open();
		}
		catch (IOException | RuntimeException failure) {
			failed(failure);
		}
	}

	private void write(List<Pending> batch) {
		if (batch.isEmpty()) {
			return;
		}
		try {
			long first = files.append(batch.stream().map(Pending::event).toList());
			succeeded();
			for (int i = 0; i < batch.size(); i++) {
				batch.get(i).recorded().complete(first + i);
			}
		}
		catch (IOException | RuntimeException failure) {
			failed(failure);
			UnavailableException unavailable = new UnavailableException(
					"the audit record cannot be written, and there is no write without it");
			batch.forEach(pending -> pending.recorded().completeExceptionally(unavailable));
		}
	}

	private void succeeded() {
		if (failing) {
			logger.info("the audit record is written again: directory={}", files);
		}
		failing = false;
	}

	private void failed(Exception failure) {
		if (!failing) {
			logger.error("the audit record cannot be written, so writes are refused: directory={}", files, failure);
		}
		failing = true;
	}

}
