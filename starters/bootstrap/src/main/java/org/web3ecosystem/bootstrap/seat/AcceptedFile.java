package org.web3ecosystem.bootstrap.seat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.DurableFile;

/**
 * What was accepted and until when, on disk. Forgetting is stored at once; remembering
 * may be stored later, since losing it only loses availability. A file that cannot be
 * read counts as empty: what is not certain was not accepted. Where forgetting cannot be
 * stored the file is deleted, which needs no room.
 */
final class AcceptedFile {

	static final int MAX_ENTRIES = 1024;

	private static final long MAX_BYTES = 1 << 20;

	private final Path file;

	private final Map<String, Instant> entries = new LinkedHashMap<>();

	private boolean changed;

	/** Whether the file may still have what was forgotten since. */
	private boolean outlived;

	AcceptedFile(Path file) {
		this.file = file;
	}

	synchronized void load(Instant now) {
		try {
			if (!Files.exists(file) || Files.size(file) > MAX_BYTES) {
				return;
			}
			for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
				int space = line.indexOf(' ');
				Instant until = Instant.ofEpochSecond(Long.parseLong(line.substring(0, space)));
				if (now.isBefore(until) && entries.size() < MAX_ENTRIES) {
					entries.put(line.substring(space + 1), until);
				}
			}
		}
		catch (IOException | RuntimeException unreadable) {
			entries.clear();
		}
	}

	synchronized boolean contains(String entry, Instant now) {
		Instant until = entries.get(entry);
		return until != null && now.isBefore(until);
	}

	synchronized boolean isEmpty() {
		return entries.isEmpty();
	}

	synchronized void remember(String entry, Instant until, Instant now) {
		if (entries.containsKey(entry) || !now.isBefore(until)) {
			return;
		}
		if (entries.size() >= MAX_ENTRIES) {
			entries.remove(entries.keySet().iterator().next());
		}
		entries.put(entry, until);
		changed = true;
	}

	synchronized void forget(String entry, Instant now) {
		if (entries.remove(entry) == null) {
			return;
		}
		changed = true;
		outlived = true;
		try {
			storeIfChanged(now);
		}
		catch (IOException later) {
			// said when it is stored the next time; the rejection counts meanwhile
		}
	}

	/**
	 * Stores what is new, or throws and will have to be asked again.
	 */
	synchronized void storeIfChanged(Instant now) throws IOException {
		if (!changed) {
			return;
		}
		entries.values().removeIf(until -> !now.isBefore(until));
		String text = entries.entrySet()
			.stream()
			.map(entry -> entry.getValue().getEpochSecond() + " " + entry.getKey() + "\n")
			.collect(Collectors.joining());
		try {
			DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
			changed = false;
			outlived = false;
		}
		catch (IOException failure) {
			forgetAll();
			throw new IOException("what was accepted cannot be stored in " + file, failure);
		}
	}

	private void forgetAll() throws IOException {
		if (!outlived) {
			return;
		}
		try {
			Files.deleteIfExists(file);
			DurableFile.syncDirectory(DurableFile.directoryOf(file));
			outlived = false;
		}
		catch (IOException failure) {
			throw new IOException("what was rejected is still among what was accepted, in " + file, failure);
		}
	}

}
