package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.web3ecosystem.trustchain.DurableFile;

/**
 * The signed checkpoint of a log on disk. It is the old one or the new one, whenever the
 * power fails; a log without one, or with one by another key, is not to be trusted.
 */
final class CheckpointFile {

	private static final String NAME = "checkpoint";

	private final Path directory;

	private final String origin;

	private final LogKey key;

	CheckpointFile(Path directory, String origin, LogKey key) {
		this.directory = directory;
		this.origin = origin;
		this.key = key;
	}

	static boolean existsIn(Path directory) {
		return Files.exists(directory.resolve(NAME));
	}

	/** What is there, verified by nobody; bytes that are no text make a forged note. */
	static String text(Path directory) throws IOException {
		return new String(Files.readAllBytes(directory.resolve(NAME)), StandardCharsets.UTF_8);
	}

	void write(String note) throws IOException {
		DurableFile.write(directory.resolve(NAME), note.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The checkpoint.
	 * @throws LogException if it is missing, forged or another log's
	 */
	Checkpoint read() throws IOException {
		try {
			Checkpoint last = Checkpoint.verified(text(directory), key.publicKey());
			if (!last.origin().equals(origin)) {
				throw rolledBack("the log in " + directory + " is that of " + last.origin() + ", not of " + origin);
			}
			return last;
		}
		catch (NoSuchFileException missing) {
			throw rolledBack("the checkpoint of the log in " + directory + " is missing");
		}
		catch (IllegalArgumentException forged) {
			throw rolledBack("the checkpoint of the log in " + directory + " is not good: " + forged.getMessage());
		}
	}

	/** What is said of a log that is not as it was last written. */
	static LogException rolledBack(String message) {
		return new LogException(message,
				"Restore the directory as it was last written; if it is lost, put the node's backup back with 'restore', which begins a new log.");
	}

}
