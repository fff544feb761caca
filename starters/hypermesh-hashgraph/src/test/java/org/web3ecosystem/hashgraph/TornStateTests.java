package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.EngineReport.Status;
import org.web3ecosystem.spitest.consensus.RecordingApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** A disk that filled up while the engine saved a state. */
class TornStateTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Map<String, String> OFTEN = Map.of("platformStatus.observingStatusDelay", "1s",
			"state.saveStatePeriod", "1");

	@Test
	void ofATornStateTheOneBeforeItIsUsedAndTheJournalIsReplayed() throws IOException {
		try (LocalFederation federation = new LocalFederation(1, OFTEN)) {
			long saved = saveTwo(federation);
			Path torn = states(federation).getFirst();
			empty(torn);

			returnAndOrder(federation, saved);

			assertThat(damaged(federation)).containsExactly(torn.getFileName().toString());
		}
	}

	@Test
	void withAllStatesTornTheJournalIsWhatIsLeft() throws IOException {
		try (LocalFederation federation = new LocalFederation(1, OFTEN)) {
			long saved = saveTwo(federation);
			List<Path> states = states(federation);
			for (Path state : states) {
				empty(state);
			}

			returnAndOrder(federation, saved);

			assertThat(damaged(federation)).containsExactly(states.getFirst().getFileName().toString());
		}
	}

	@Test
	void aStateThatCannotBeLoadedIsPutAsideIfTheOneBeforeItCanBe() throws IOException {
		try (LocalFederation federation = new LocalFederation(1, OFTEN)) {
			long saved = saveTwo(federation);
			Path unreadable = states(federation).getFirst();
			spoil(unreadable);

			returnAndOrder(federation, saved);

			assertThat(damaged(federation)).containsExactly(unreadable.getFileName().toString());
		}
	}

	@Test
	void whereNoStateCanBeLoadedAllStayWhereTheyAre() throws IOException {
		try (LocalFederation federation = new LocalFederation(1, OFTEN)) {
			saveTwo(federation);
			List<Path> states = states(federation);
			states.forEach(TornStateTests::spoil);

			HashgraphEngine engine = federation.reopen(0);
			engine.start(new RecordingApplication());

			await(() -> engine.report().status() == Status.FAILED);
			assertThat(states(federation)).isEqualTo(states);
			assertThat(damaged(federation)).isEmpty();
		}
	}

	@Test
	void wholeStatesAreLeftAlone() {
		try (LocalFederation federation = new LocalFederation(1, OFTEN)) {
			returnAndOrder(federation, saveTwo(federation));
			assertThat(damaged(federation)).isEmpty();
		}
	}

	private static List<String> damaged(LocalFederation federation) {
		return names(engine(federation).resolve("damaged"));
	}

	/** As long as there are two saved states; how many transactions were ordered. */
	private static long saveTwo(LocalFederation federation) {
		HashgraphEngine engine = federation.engines().getFirst();
		RecordingApplication application = new RecordingApplication();
		engine.start(application);
		await(() -> engine.report().isActive());
		long[] sent = { 0 };
		await(() -> {
			if (application.entries().size() == sent[0]) {
				engine.submit(("before" + sent[0]++).getBytes(StandardCharsets.UTF_8));
			}
			return states(federation).size() >= 2 && sent[0] > 20;
		});
		await(() -> application.entries().size() == sent[0]);
		engine.close();
		assertThat(states(federation)).hasSizeGreaterThanOrEqualTo(2);
		return sent[0];
	}

	/** Nothing that was ordered is lost, and what comes is ordered after it. */
	private static void returnAndOrder(LocalFederation federation, long before) {
		HashgraphEngine engine = federation.reopen(0);
		RecordingApplication application = new RecordingApplication();
		engine.start(application);
		await(() -> engine.report().isActive() || engine.report().status() == Status.FAILED);
		assertThat(engine.report().isActive()).as(engine.report().toString()).isTrue();
		engine.submit("after".getBytes(StandardCharsets.UTF_8));
		await(() -> application.entries().stream().anyMatch(entry -> entry.transaction().equals("after")));
		assertThat(application.entries().getLast().position()).isEqualTo(before + 1);
	}

	/** What was found of a real one: all files under data are there, and empty. */
	private static void empty(Path state) throws IOException {
		try (Stream<Path> files = Files.walk(state.resolve("data"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				// some are other states' files too
				Files.delete(file);
				Files.createFile(file);
			}
		}
	}

	private static void spoil(Path state) {
		try {
			Files.write(state.resolve("data/state/table_metadata.pbj"), new byte[] { -1, -1, -1 },
					StandardOpenOption.TRUNCATE_EXISTING);
			Files.write(state.resolve("signatureSet.pbj"), new byte[] { -1, -1, -1 },
					StandardOpenOption.TRUNCATE_EXISTING);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static Path engine(LocalFederation federation) {
		return federation.nodes().getFirst().home().resolve("hashgraph").resolve("engine");
	}

	private static List<Path> states(LocalFederation federation) {
		Node node = federation.nodes().getFirst();
		Path validator = engine(federation).resolve("hypermesh")
			.resolve(Long.toString(federation.roster().members().getFirst().validator().engineId()))
			.resolve(node.genesis().chainId().value());
		return names(validator).stream()
			.filter(name -> name.matches("[0-9]+"))
			.sorted(Comparator.comparingLong((String name) -> Long.parseLong(name)).reversed())
			.map(validator::resolve)
			.toList();
	}

	private static List<String> names(Path directory) {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> children = Files.list(directory)) {
			return children.map(child -> child.getFileName().toString()).toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("not within " + PATIENCE).isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

}
