package org.web3ecosystem.bench.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ct.Submission;
import org.web3ecosystem.trustchain.ct.TransparencyLog;

/**
 * Entries a second that are durable, with tiles and a signed checkpoint over each batch,
 * beside the same bytes appended to a file that is synchronised as often. In each round a
 * log of its own begins.
 */
final class Appending {

	static final String OURS = "log entries of 900 bytes, durable, proven and published";

	static final String FILE = "the same bytes to a file, synchronised after as many";

	private static final int BYTES = 900;

	private static final int IN_FLIGHT = 2048;

	private static final int LEAST_BATCH = 256;

	private final Path directory;

	private final Series series;

	private final NodeId node = NodeKey.generate().id();

	private final RandomGenerator random = new SecureRandom();

	private double batch;

	Appending(Path directory, Series series) {
		this.directory = directory;
		this.series = series;
	}

	void round(int number, Duration each, boolean counts) throws IOException, InterruptedException {
		log(directory.resolve("log-" + number), each, counts);
		file(directory.resolve("file-" + number), each, counts);
	}

	private void log(Path where, Duration each, boolean counts) throws InterruptedException {
		byte[] issuer = new byte[BYTES];
		random.nextBytes(issuer);
		Semaphore room = new Semaphore(IN_FLIGHT);
		LongAdder done = new LongAdder();
		LongAdder failed = new LongAdder();
		Set<Long> batches = ConcurrentHashMap.newKeySet();
		try (TransparencyLog log = TransparencyLog.open(where, "bench/log")) {
			long processor = Processor.used().toNanos();
			long begin = System.nanoTime();
			while (System.nanoTime() < begin + each.toNanos()) {
				room.acquire();
				byte[] certificate = new byte[BYTES];
				ByteBuffer.wrap(certificate).putLong(random.nextLong());
				log.append(Submission.certificate(certificate, Purpose.SERVER, node, List.of(issuer)))
					.whenComplete((logged, failure) -> {
						(failure == null ? done : failed).increment();
						batches.add(log.checkpoint().size());
						room.release();
					});
			}
			room.acquire(IN_FLIGHT);
			if (failed.sum() > 0) {
				throw new IllegalStateException(failed + " entries were not logged");
			}
			batch = done.sum() / (double) batches.size();
			if (counts) {
				series.add(OURS, done.sum() * 1e9 / (System.nanoTime() - begin),
						(Processor.used().toNanos() - processor) / 1e3 / done.sum());
			}
		}
	}

	/** As many to a batch as the log had just now. */
	private void file(Path where, Duration each, boolean counts) throws IOException {
		ByteBuffer content = ByteBuffer.allocate(BYTES * (int) Math.max(1, batch));
		long entries = 0;
		long processor = Processor.used().toNanos();
		long begin = System.nanoTime();
		try (FileChannel channel = FileChannel.open(where, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			while (System.nanoTime() < begin + each.toNanos()) {
				content.clear();
				while (content.hasRemaining()) {
					channel.write(content);
				}
				channel.force(false);
				entries += content.capacity() / BYTES;
			}
		}
		if (counts) {
			series.add(FILE, entries * 1e9 / (System.nanoTime() - begin),
					(Processor.used().toNanos() - processor) / 1e3 / entries);
		}
		Files.delete(where);
	}

	void print() {
		if (!series.has(OURS)) {
			return;
		}
		series.print(OURS, "/s");
		series.print(FILE, "/s");
		System.out.printf("%nEntries to a batch in the last round: %.0f%s.%n", batch,
				(batch < LEAST_BATCH) ? ", fewer than " + LEAST_BATCH + ": the disk is faster than they came" : "");
	}

}
