package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import org.web3ecosystem.spi.DurableFile;

/**
 * The signed checkpoint of a log on disk. It is the old one or the new one, whenever the
 * power fails; a log without one, or with one by another key, is not to be trusted.
 */
final class CheckpointFile {

	private static final String NAME = "checkpoint";

	private final Path directory;

	private final String origin;

	private final LogKey key;

	private final TimestampKey heads;

	CheckpointFile(Path directory, String origin, LogKey key, TimestampKey heads) {
		this.directory = directory;
		this.origin = origin;
		this.key = key;
		this.heads = heads;
	}

	/**
	 * What was signed last.
	 *
	 * @param head when; empty of a log that began before there were tree heads
	 */
	record Last(Checkpoint checkpoint, Optional<TreeHead> head) {
	}

	static boolean existsIn(Path directory) {
		return Files.exists(directory.resolve(NAME));
	}

	/** What is there, verified by nobody; bytes that are no text make a forged note. */
	static String text(Path directory) throws IOException {
		return new String(Files.readAllBytes(directory.resolve(NAME)), StandardCharsets.UTF_8);
	}

	/**
	 * Whether the checkpoint there has a signed tree head. One that is missing or forged
	 * counts as one that has: nothing is made anew beside it.
	 */
	static boolean hasTreeHead(Path directory) throws IOException {
		try {
			return Note.parse(text(directory)).signatures().size() != 1;
		}
		catch (NoSuchFileException | IllegalArgumentException forged) {
			return true;
		}
	}

	void write(String note) throws IOException {
		DurableFile.write(directory.resolve(NAME), note.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The checkpoint. Every signature in it is this log's own and good.
	 * @throws LogException if it is missing, forged or another log's
	 */
	Last read() throws IOException {
		try {
			String note = text(directory);
			Checkpoint last = Checkpoint.verified(note, key.publicKey());
			if (!last.origin().equals(origin)) {
				throw rolledBack("the log in " + directory + " is that of " + last.origin() + ", not of " + origin);
			}
			Optional<TreeHead> head = Checkpoint.treeHead(note, heads.publicKey());
			if (Note.parse(note).signatures().size() != (head.isPresent() ? 2 : 1)) {
				throw new IllegalArgumentException("it has a signature that is not by the log's keys");
			}
			return new Last(last, head);
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
