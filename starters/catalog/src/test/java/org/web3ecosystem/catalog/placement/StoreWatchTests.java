package org.web3ecosystem.catalog.placement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StoreWatchTests {

	@TempDir
	private Path folder;

	private BlobStore store;

	private final AtomicLong nanos = new AtomicLong(1);

	private StoreWatch watch;

	@BeforeEach
	void open() {
		store = new BlobStore(folder, 1);
		store.open();
		watch = new StoreWatch(store, nanos::get);
	}

	@Test
	void aFullStoreCanBeUsedAndNothingIsLeftInIt() throws IOException {
		watch.look();

		assertThat(watch.trouble()).isEmpty();
		assertThat(store.used()).isZero();
		try (Stream<Path> all = Files.walk(folder)) {
			assertThat(all.filter(Files::isRegularFile)).isEmpty();
		}
	}

	@Test
	void whatCannotBeWrittenIsTroubleUntilItCan() throws IOException {
		Files.delete(folder.resolve("blobs"));
		watch.look();
		assertThat(watch.trouble()).hasValueSatisfying(why -> assertThat(why).contains("blobs is not there"));

		Files.createDirectory(folder.resolve("blobs"));
		watch.look();
		assertThat(watch.trouble()).isEmpty();
	}

	/** A pipe lets who opens it wait for the other end, as a dead disk does. */
	@Test
	void aDiskThatDoesNotAnswerIsTroubleWhileItDoesNot() throws Exception {
		Path pipe = folder.resolve("incoming/check");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		Thread looking = Thread.ofPlatform().daemon().start(watch::look);

		long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (watch.trouble().isEmpty()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
			nanos.addAndGet(StoreWatch.LONGEST.toNanos() + 1);
			LockSupport.parkNanos(1_000_000);
		}
		assertThat(watch.trouble()).hasValueSatisfying(why -> assertThat(why).contains("has not answered for 2 s"));

		Files.readAllBytes(pipe);
		Files.write(pipe, new byte[0]);
		looking.join();
		watch.look();
		assertThat(watch.trouble()).isEmpty();
	}

}
