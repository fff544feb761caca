package org.web3ecosystem.bootstrap.phase;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.Reason;

/**
 * A node's transitions, appended and synchronised to the disk before they take effect. A
 * last line that was cut short by a crash never took effect and is dropped; any other
 * damage is refused, since it could hide a mark. One process at a time, one thread.
 */
public final class Journal implements AutoCloseable {

	/** Its name in a node's {@code bootstrap} folder. */
	public static final String NAME = "journal";

	/** A longer journal is shortened when it is opened. */
	public static final int MAX_RECORDS = 10_000;

	private static final int KEPT_RECORDS = 1_000;

	private final Path file;

	private final FileChannel channel;

	private final List<Transition> history;

	private String lastChecksum;

	/** Up to here the file is whole; a failed append is cut off before the next. */
	private long length;

	private Journal(Path file, FileChannel channel, Content content) {
		this.file = file;
		this.channel = channel;
		this.history = new ArrayList<>(content.transitions);
		this.lastChecksum = content.lastChecksum;
		this.length = content.length;
	}

	/**
	 * Opens or creates.
	 * @throws JournalException if it is damaged or cannot be read or written
	 */
	public static Journal open(Path file) {
		try {
			Content content = read(file);
			if (content.transitions.size() > MAX_RECORDS) {
				List<Transition> all = content.transitions;
				content = rewrite(file, all.subList(all.size() - KEPT_RECORDS, all.size()));
			}
			FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			try {
				// what was read may never have reached the disk, and is gone on from
				channel.force(true);
				synchroniseDirectory(file);
			}
			catch (IOException failure) {
				channel.close();
				throw failure;
			}
			return new Journal(file, channel, content);
		}
		catch (IOException failure) {
			throw unusable(file, failure);
		}
	}

	/** What is in a journal, which need not exist, without opening it for writing. */
	public static List<Transition> history(Path file) {
		try {
			return read(file).transitions;
		}
		catch (IOException failure) {
			throw unusable(file, failure);
		}
	}

	public Optional<Transition> last() {
		return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
	}

	/** All transitions, oldest first. */
	public List<Transition> history() {
		return List.copyOf(history);
	}

	/**
	 * Stores a transition; when this returns, it survives a crash.
	 * @throws JournalException if it is not certain that it was stored; it may be tried
	 * again
	 */
	public void append(Transition transition) {
		String line = JournalCodec.encode(transition, lastChecksum);
		byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
		try {
			channel.truncate(length);
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			for (long position = length; buffer.hasRemaining();) {
				position += channel.write(buffer, position);
			}
			channel.force(true);
		}
		catch (IOException failure) {
			throw unusable(file, failure);
		}
		length += bytes.length;
		lastChecksum = JournalCodec.checksumOf(line);
		history.add(transition);
		if (history.size() > MAX_RECORDS) {
			history.removeFirst();
		}
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (IOException failure) {
			throw unusable(file, failure);
		}
	}

	private static Content read(Path file) throws IOException {
		if (!Files.exists(file)) {
			return new Content(List.of(), JournalCodec.SEED, 0);
		}
		byte[] bytes = Files.readAllBytes(file);
		List<Transition> transitions = new ArrayList<>();
		String checksum = JournalCodec.SEED;
		int start = 0;
		for (int end = newline(bytes, start); end >= 0; end = newline(bytes, start)) {
			String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
			try {
				transitions.add(JournalCodec.decode(line, checksum));
			}
			catch (IllegalArgumentException damaged) {
				throw damaged(file, transitions.size() + 1, damaged);
			}
			checksum = JournalCodec.checksumOf(line);
			start = end + 1;
		}
		return new Content(transitions, checksum, start);
	}

	private static int newline(byte[] bytes, int from) {
		for (int i = from; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

	private static Content rewrite(Path file, List<Transition> transitions) throws IOException {
		StringBuilder text = new StringBuilder();
		String checksum = JournalCodec.SEED;
		for (Transition transition : transitions) {
			String line = JournalCodec.encode(transition, checksum);
			checksum = JournalCodec.checksumOf(line);
			text.append(line).append('\n');
		}
		byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
		Path next = file.resolveSibling(NAME + ".next");
		try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		return new Content(List.copyOf(transitions), checksum, bytes.length);
	}

	/** A new file is only there after a crash if its directory was synchronised. */
	private static void synchroniseDirectory(Path file) throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		if (directory != null) {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	private static JournalException damaged(Path file, int line, Throwable cause) {
		return new JournalException(
				"line " + line + " of the phase journal " + file + " is damaged: " + cause.getMessage(),
				"Restore the file from a backup of this node, or stop the node and run 'reset', which writes a new "
						+ "journal; the marks that the old one held are then lost.",
				cause);
	}

	private static JournalException unusable(Path file, IOException cause) {
		return new JournalException("the phase journal " + file + " cannot be used: " + Reason.of(cause),
				"Check that the directory is there, belongs to the user of this process and has space.", cause);
	}

	private record Content(List<Transition> transitions, String lastChecksum, long length) {
	}

}
