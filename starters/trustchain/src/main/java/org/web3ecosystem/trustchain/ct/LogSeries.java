package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

import org.web3ecosystem.spi.DurableFile;

/**
 * Which of its node's logs one is. A log whose end was lost must never be appended to
 * again: two entries would have one place, both under its signature. It is put aside and
 * a new log begins, with a key, a name and numbers of its own.
 *
 * @param begun seconds since 1970 at which it took the place of another; 0 for a node's
 * first log
 */
public record LogSeries(long begun) {

	private static final String FILE = "series";

	/** What a note verifier takes, see {@link LogKey#verifierKey}. */
	private static final String VERIFIER = "verifier-key";

	private static final LogSeries FIRST = new LogSeries(0);

	private static final int MAX_DIGITS = 10;

	public LogSeries {
		if (begun < 0 || Long.toString(begun).length() > MAX_DIGITS) {
			throw new IllegalArgumentException("not a time at which a log began: " + begun);
		}
	}

	/**
	 * Puts the log in a directory aside, so that another begins in its place when the
	 * node starts. What was put aside is kept under {@code <directory>-until-<begun>},
	 * with the keys that verify it and without those that signed. Nobody may have the log
	 * open.
	 * @param now later than when any log of this node began, or the ledger's numbers
	 * would not fit and the new one refuses
	 * @return where the old log is now
	 */
	public static Path succeed(Path directory, Instant now) throws IOException {
		LogSeries next = new LogSeries(now.getEpochSecond());
		Path aside = directory.resolveSibling(directory.getFileName() + "-until-" + next.begun());
		Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
		forgetKey(aside);
		DurableFile.write(directory.resolve(FILE), (next.begun() + "\n").getBytes(StandardCharsets.US_ASCII));
		return aside;
	}

	private static void forgetKey(Path aside) throws IOException {
		if (CheckpointFile.existsIn(aside)) {
			String origin = CheckpointFile.text(aside).lines().findFirst().orElse("");
			String verifier = LogKey.verifierKey(origin, LogKey.in(aside, false).publicKey());
			DurableFile.write(aside.resolve(VERIFIER), (verifier + "\n").getBytes(StandardCharsets.UTF_8));
		}
		Files.deleteIfExists(aside.resolve(LogKey.FILE));
		TimestampKey.forget(aside);
	}

	/**
	 * That of the log in a directory.
	 * @throws LogException if it cannot be told
	 */
	static LogSeries in(Path directory) throws IOException {
		try {
			String text = Files.readString(directory.resolve(FILE), StandardCharsets.US_ASCII).strip();
			return new LogSeries(Long.parseLong(text));
		}
		catch (NoSuchFileException first) {
			return FIRST;
		}
		catch (IllegalArgumentException damaged) {
			throw new LogException("it cannot be told which log is in " + directory + ": " + damaged.getMessage(),
					"Restore the file " + FILE + " there from a backup.", damaged);
		}
	}

	/** The log's name in its checkpoints. */
	String origin(String node) {
		return (begun == 0) ? node : node + "/" + begun;
	}

	/**
	 * What its first entry is numbered in the ledger, where all logs of a node have one
	 * count: beyond every number of a log that began before.
	 */
	long firstNumber() {
		return begun * TransparencyLog.MAX_ENTRIES;
	}

}
