package org.web3ecosystem.platform.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3ecosystem.spi.DurableFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * The chain of records in the files of a directory. One thread writes, any may read what
 * is on disk.
 */
final class AuditFiles implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(AuditFiles.class);

	private final Path directory;

	private final long fileSize;

	private final int keep;

	private final InstantSource clock;

	private final JsonMapper json;

	private final Appending.Opening opening;

	private volatile Chain head = Chain.EMPTY;

	/** Only the writer's. */
	private @Nullable Appending file;

	/** Is shown records as they stand in their files. */
	@FunctionalInterface
	interface Visitor {

		/**
		 * @param line as it stands
		 * @param follows whether it names the line before it
		 * @return whether to go on
		 */
		boolean record(byte[] line, boolean follows);

	}

	/**
	 * @param directory where the files are; made if need be
	 * @param fileSize in bytes; a file that is larger is followed by another
	 * @param keep how many files are kept
	 */
	AuditFiles(Path directory, long fileSize, int keep, InstantSource clock, JsonMapper json,
			Appending.Opening opening) {
		this.directory = directory;
		this.fileSize = fileSize;
		this.keep = keep;
		this.clock = clock;
		this.json = json;
		this.opening = opening;
	}

	/** The last record on disk. */
	Chain head() {
		return head;
	}

	/**
	 * Appends records, all or none of them.
	 * @return the number of the first
	 * @throws IOException if they are not on disk; nothing has changed
	 */
	long append(List<AuditEvent> events) throws IOException {
		Appending open = open();
		long first = head.number() + 1;
		head = append(open, head, events);
		return first;
	}

	/**
	 * The file to write to: the last one, or a new one after it. The first time, what the
	 * last start has left is looked at.
	 */
	Appending open() throws IOException {
		Appending open = file;
		if (open == null) {
			open = resume();
		}
		else if (open.length() > fileSize) {
			Appending next = begin(head);
			close();
			open = next;
		}
		file = open;
		return open;
	}

	/**
	 * Reads the records after a number until the visitor has enough. Touches the disk.
	 */
	void read(long after, Visitor visitor) throws IOException {
		Reading reading = new Reading(after, head.number(), visitor);
		List<AuditFile> files = Files.isDirectory(directory) ? AuditFile.in(directory) : List.of();
		for (int i = 0; i < files.size() && !reading.enough(); i++) {
			boolean before = i + 1 < files.size() && files.get(i + 1).first() <= after + 1;
			if (!before) {
				files.get(i).lines(reading::line);
			}
		}
	}

	@Override
	public void close() throws IOException {
		Appending open = file;
		file = null;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public String toString() {
		return directory.toString();
	}

	private Appending resume() throws IOException {
		DurableFile.directories(directory);
		List<AuditFile> files = AuditFile.in(directory);
		if (files.isEmpty()) {
			return opened(begin(Chain.EMPTY), Chain.EMPTY, "");
		}
		Verification found = Verification.of(files);
		if (found.broken() > 0) {
			// what something else has changed stays as it is, beside what comes
			logger.error("the audit record was changed by something else: file={} record={}", files.getLast().path(),
					found.broken());
			return opened(begin(found.chain()), found.chain(),
					"record " + found.broken() + " does not follow the one before it");
		}
		return opened(opening.open(files.getLast().path(), found.whole()), found.chain(),
				found.rest() > 0 ? "an unfinished record of " + found.rest() + " bytes was cut off" : "");
	}

	private Appending opened(Appending open, Chain chain, String found) throws IOException {
		head = append(open, chain, List.of(new AuditEvent.Opened(found)));
		return open;
	}

	/** A new file, in the place of the oldest if there are enough. */
	private Appending begin(Chain chain) throws IOException {
		List<AuditFile> files = AuditFile.in(directory);
		for (AuditFile old : files.subList(0, Math.max(0, files.size() - keep + 1))) {
			Files.delete(old.path());
		}
		return opening.open(AuditFile.of(directory, chain.number() + 1).path(), 0);
	}

	private Chain append(Appending open, Chain after, List<AuditEvent> events) throws IOException {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		Chain chain = after;
		for (AuditEvent event : events) {
			byte[] line = line(chain, event);
			lines.writeBytes(line);
			lines.write('\n');
			chain = chain.with(line);
		}
		open.append(lines.toByteArray());
		return chain;
	}

	private byte[] line(Chain chain, AuditEvent event) {
		Map<String, Object> record = new LinkedHashMap<>();
		record.put("number", chain.number() + 1);
		record.put("time", clock.instant().toString());
		record.putAll(event.json());
		record.put("previous", chain.hash());
		return json.writeValueAsBytes(record);
	}

}
