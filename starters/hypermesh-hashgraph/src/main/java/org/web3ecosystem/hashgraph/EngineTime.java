package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.swirlds.base.time.Time;

/**
 * The engine's clock. It goes as fast as the machine's and never begins before the newest
 * file of the event journal: the engine refuses a journal whose files go back in time,
 * and a clock that was ahead and is right again would stop its replica for good.
 *
 * @param machine the machine's clock
 * @param ahead how far the engine's is ahead of it
 */
record EngineTime(Time machine, Duration ahead) implements Time {

	private static final Path JOURNAL = Path.of("preconsensus-events");

	/** Such as {@code 2026-01-31T12+00+00.5Z_seq0_minr1_maxr500_orgn0.pces}. */
	private static final Pattern FILE = Pattern.compile("([0-9T+.Z-]{20,40})_seq[0-9]+_.*\\.pces");

	/** Year, month and day, and who wrote it. */
	private static final int DEPTH = 5;

	/**
	 * A clock for the replica in this directory.
	 * @param engine the engine's directory, which need not be there
	 */
	static EngineTime of(Path engine, Time machine) {
		Duration ahead = newest(engine.resolve(JOURNAL)).map(last -> Duration.between(machine.now(), last))
			.filter(Duration::isPositive)
			.orElse(Duration.ZERO);
		return new EngineTime(machine, ahead);
	}

	@Override
	public long nanoTime() {
		return machine.nanoTime();
	}

	@Override
	public long currentTimeMillis() {
		return machine.currentTimeMillis() + ahead.toMillis();
	}

	@Override
	public Instant now() {
		return machine.now().plus(ahead);
	}

	private static Optional<Instant> newest(Path journal) {
		if (!Files.isDirectory(journal)) {
			return Optional.empty();
		}
		try (Stream<Path> files = Files.walk(journal, DEPTH)) {
			return files.map(file -> FILE.matcher(file.getFileName().toString()))
				.filter(Matcher::matches)
				.flatMap(name -> written(name.group(1)).stream())
				.max(Instant::compareTo);
		}
		catch (IOException failure) {
			throw new IllegalStateException("could not read " + journal, failure);
		}
	}

	private static Optional<Instant> written(String text) {
		try {
			return Optional.of(Instant.parse(text.replace('+', ':')));
		}
		catch (DateTimeException other) {
			return Optional.empty();
		}
	}

}
