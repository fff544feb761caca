package org.web3ecosystem.hypermesh.autoconfigure;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.web3ecosystem.hypermesh.export.LedgerExport;
import org.web3ecosystem.hypermesh.ledger.LedgerSnapshot;
import org.web3ecosystem.hypermesh.ledger.VerifiableLedger;
import org.web3ecosystem.spi.UnavailableException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The whole ledger as JSON lines. It is written to a file of the node's home first, so
 * that a reader who takes his time does not hold up the engine, and one at a time.
 */
final class ExportHandler {

	/** For how long a state is held at most. */
	private static final Duration LONGEST = Duration.ofSeconds(20);

	/** For how long a reader keeps others out at most. */
	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final int CHUNK = 64 * 1024;

	private final VerifiableLedger ledger;

	private final String federation;

	private final Path folder;

	/** When the one under way began, by {@link System#nanoTime()}; 0 if there is none. */
	private final AtomicLong since = new AtomicLong();

	/**
	 * @param folder where to write; of this alone
	 */
	ExportHandler(VerifiableLedger ledger, String federation, Path folder) {
		this.ledger = ledger;
		this.federation = federation;
		this.folder = folder;
	}

	/** HEAD says of what kind it would be, for which nothing has to be written. */
	Mono<ServerResponse> export(ServerRequest request) {
		if (request.method() == HttpMethod.HEAD) {
			return ServerResponse.ok().contentType(MediaType.APPLICATION_NDJSON).build();
		}
		if (!begin()) {
			return Mono.error(new UnavailableException("another export is under way"));
		}
		return Mono.fromCallable(this::write)
			.flatMap(this::send)
			.doOnError(failure -> finish())
			.doOnCancel(this::finish);
	}

	/** A reader who went away without a word does not keep others out for good. */
	private boolean begin() {
		long now = System.nanoTime() | 1;
		long before = since.get();
		return (before == 0 || now - before > PATIENCE.toNanos()) && since.compareAndSet(before, now);
	}

	/**
	 * The file that holds it. Blocks until the validators have signed and it is written.
	 */
	private Path write() throws IOException {
		try (LedgerSnapshot snapshot = ledger.snapshot().toCompletableFuture().join()) {
			Files.createDirectories(folder);
			Path file = folder.resolve("height-" + snapshot.root().root().height().number() + ".jsonl");
			long begun = System.nanoTime();
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK)) {
				LedgerExport.write(snapshot, federation, out, () -> System.nanoTime() - begun < LONGEST.toNanos());
			}
			return file;
		}
	}

	private Mono<ServerResponse> send(Path file) {
		try {
			Flux<DataBuffer> content = DataBufferUtils.read(file, DefaultDataBufferFactory.sharedInstance, CHUNK)
				.doFinally(end -> finish());
			return ServerResponse.ok()
				.contentType(MediaType.APPLICATION_NDJSON)
				.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ledger-" + file.getFileName() + "\"")
				.contentLength(Files.size(file))
				.body(content, DataBuffer.class);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the ledger cannot be read from " + folder, failure);
		}
	}

	/** What was written is deleted, and the next may come. */
	private void finish() {
		try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
			for (Path file : files.toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException("an export cannot be deleted from " + folder, failure);
		}
		finally {
			since.set(0);
		}
	}

}
