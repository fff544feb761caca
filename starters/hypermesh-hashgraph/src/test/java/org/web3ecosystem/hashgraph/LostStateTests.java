package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spitest.consensus.RecordingApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The engine writes its state on a thread of its own, and says nothing if it cannot. */
class LostStateTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Every state is written as soon as the engine may. */
	private static final Map<String, String> EAGER = Map.of("virtualMap.copyFlushCandidateThreshold", "1",
			"platformStatus.observingStatusDelay", "1s");

	@Test
	void aStateThatCannotBeWrittenIsReadByNobodyAndBuiltAnew() throws IOException {
		try (LocalFederation federation = new LocalFederation(1, EAGER)) {
			HashgraphEngine engine = federation.engines().getFirst();
			RecordingApplication application = new RecordingApplication();
			engine.start(application);
			await("ordered", () -> submit(engine) && application.entries().size() >= 3);
			Replica first = engine.replica();
			ConsensusEngine.Snapshot held = engine.snapshot();
			byte[] key = new byte[1];

			delete(database(federation.nodes().getFirst().home()));
			await("given up", () -> {
				submit(engine);
				return first.states().isLost();
			});

			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> first.read(key))
				.withMessageContaining("file descriptors");
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> held.get(key));
			held.close();
			await("another", () -> engine.replica() != first && engine.report().isActive());
			int restored = application.restoredCounts().size();
			assertThat(restored).isPositive();
			int before = application.entries().size();
			await("ordered again", () -> submit(engine) && application.entries().size() > before);
			assertThat(engine.read(key)).isEmpty();
		}
	}

	@Test
	void whatNamesAFileElsewhereIsAnothers() {
		List<Throwable> heard = new ArrayList<>();
		Logger log = LoggerFactory.getLogger("com.swirlds.merkledb.MerkleDbDataSource");
		try (StateWrites _ = StateWrites.hear(Path.of("/homes/node1/hashgraph"), heard::add)) {
			log.error("Failed to store leaves",
					writing(new NoSuchFileException("/homes/node2/hashgraph/engine/tmp/a")));
			log.error("Failed to store leaves", new IOException("while it was read"));
			assertThat(heard).isEmpty();
			log.error("Failed to store leaves",
					writing(new NoSuchFileException("/homes/node1/hashgraph/engine/tmp/a")));
			log.error("Failed to store leaves", writing(new IOException("No space left on device")));
			assertThat(heard).hasSize(2);
		}
		log.error("Failed to store leaves", writing(new IOException("No space left on device")));
		assertThat(heard).hasSize(2);
	}

	private static Throwable writing(IOException cause) {
		UncheckedIOException failure = new UncheckedIOException(cause);
		failure.setStackTrace(new StackTraceElement[] { new StackTraceElement("com.swirlds.merkledb.MerkleDbDataSource",
				"lambda$saveRecords$4", "MerkleDbDataSource.java", 746) });
		return failure;
	}

	private static void await(String what, BooleanSupplier reached) {
		long begun = System.nanoTime();
		while (!reached.getAsBoolean()) {
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(what).isLessThan(PATIENCE);
			LockSupport.parkNanos(20_000_000);
		}
	}

	private static boolean submit(HashgraphEngine engine) {
		engine.submit(("at " + System.nanoTime()).getBytes(StandardCharsets.UTF_8));
		return true;
	}

	private static List<Path> database(Path home) throws IOException {
		try (Stream<Path> all = Files.walk(home)) {
			List<Path> found = all.filter(path -> path.toString().contains("merkledb"))
				.sorted(Comparator.reverseOrder())
				.toList();
			assertThat(found).isNotEmpty();
			return found;
		}
	}

	private static void delete(List<Path> paths) throws IOException {
		for (Path path : paths) {
			Files.deleteIfExists(path);
		}
	}

}
