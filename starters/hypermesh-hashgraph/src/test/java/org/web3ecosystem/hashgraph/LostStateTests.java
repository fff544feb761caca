package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
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
