package org.web3ecosystem.trustchain.ct;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The entries, one record after another: length of the leaf input, length of what stands
 * beside it, both, and a CRC-32C over all of it. One process writes it at a time.
 */
final class EntryFile implements AutoCloseable {

	private static final int HEAD = 8;

	private static final int TAIL = 4;

	private static final int MAX_PART = 1 << 17;

	private final FileChannel channel;

	private final FileLock lock;

	/** Where each record begins, and at last where the next one will. */
	private final List<Long> offsets = new ArrayList<>(List.of(0L));

	private EntryFile(FileChannel channel, FileLock lock) {
		this.channel = channel;
		this.lock = lock;
	}

	/**
	 * Opens and reads everything up to the first record that is not whole.
	 * @param found gets each entry
	 */
	static EntryFile open(Path file, Consumer<LogEntry> found) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		try {
			EntryFile entries = new EntryFile(channel, exclusively(channel, file));
			entries.scan(found);
			// what was read may never have reached the disk
			channel.force(true);
			return entries;
		}
		catch (IOException | RuntimeException failure) {
			channel.close();
			throw failure;
		}
	}

	int count() {
		return offsets.size() - 1;
	}

	/** Whether something follows the last whole record. */
	boolean hasTornTail() throws IOException {
		return channel.size() > offsets.getLast();
	}

	void cutTornTail() throws IOException {
		channel.truncate(offsets.getLast());
		channel.force(true);
	}

	/** Appends and makes durable, all or nothing. */
	void append(List<LogEntry> batch) throws IOException {
		long start = offsets.getLast();
		List<ByteBuffer> records = batch.stream().map(EntryFile::record).toList();
		try {
			long position = start;
			for (ByteBuffer each : records) {
				position = write(each, position);
			}
			channel.force(false);
		}
		catch (IOException failure) {
			channel.truncate(start);
			throw failure;
		}
		records.forEach(each -> offsets.add(offsets.getLast() + each.capacity()));
	}

	/** Takes the last records back, which nobody was told of. */
	void truncate(int count) throws IOException {
		channel.truncate(offsets.get(count));
		channel.force(true);
		while (offsets.size() > count + 1) {
			offsets.removeLast();
		}
	}

	LogEntry read(int index) throws IOException {
		long begin = offsets.get(index);
		ByteBuffer content = ByteBuffer.allocate((int) (offsets.get(index + 1) - begin));
		fill(content, begin);
		LogEntry entry = parse(content.flip());
		if (entry == null) {
			throw new IOException("entry " + index + " is damaged");
		}
		return entry;
	}

	@Override
	public void close() {
		try (channel) {
			lock.release();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void scan(Consumer<LogEntry> found) throws IOException {
		long size = channel.size();
		long position = 0;
		ByteBuffer head = ByteBuffer.allocate(HEAD);
		while (size - position >= HEAD + TAIL) {
			fill(head.clear(), position);
			int leaf = head.getInt(0);
			int extra = head.getInt(Integer.BYTES);
			if (leaf < 0 || extra < 0 || leaf > MAX_PART || extra > MAX_PART
					|| size - position < HEAD + leaf + extra + TAIL) {
				return;
			}
			ByteBuffer content = ByteBuffer.allocate(HEAD + leaf + extra + TAIL);
			fill(content, position);
			LogEntry entry = parse(content.flip());
			if (entry == null) {
				return;
			}
			found.accept(entry);
			position += content.capacity();
			offsets.add(position);
		}
	}

	private static ByteBuffer record(LogEntry entry) {
		byte[] leaf = entry.leafInput();
		byte[] extra = entry.extra();
		ByteBuffer out = ByteBuffer.allocate(HEAD + leaf.length + extra.length + TAIL);
		out.putInt(leaf.length).putInt(extra.length).put(leaf).put(extra);
		return out.putInt(crc(out.array(), out.position())).flip();
	}

	private static @Nullable LogEntry parse(ByteBuffer content) {
		int checked = content.capacity() - TAIL;
		if (content.getInt(checked) != crc(content.array(), checked)) {
			return null;
		}
		byte[] leaf = new byte[content.getInt()];
		byte[] extra = new byte[content.getInt()];
		content.get(leaf).get(extra);
		try {
			return LogEntry.decode(leaf, extra);
		}
		catch (RuntimeException malformed) {
			return null;
		}
	}

	private long write(ByteBuffer content, long position) throws IOException {
		long at = position;
		while (content.hasRemaining()) {
			at += channel.write(content, at);
		}
		return at;
	}

	private void fill(ByteBuffer target, long position) throws IOException {
		long at = position;
		while (target.hasRemaining()) {
			int read = channel.read(target, at);
			if (read < 0) {
				throw new EOFException("the entries end too early");
			}
			at += read;
		}
	}

	private static FileLock exclusively(FileChannel channel, Path file) throws IOException {
		try {
			FileLock lock = channel.tryLock();
			if (lock != null) {
				return lock;
			}
		}
		catch (OverlappingFileLockException _) {
			// held by this process: the same refusal
		}
		throw new LogException("another process writes the log " + file,
				"Stop it, or give this node a home directory of its own.");
	}

	private static int crc(byte[] content, int length) {
		CRC32C crc = new CRC32C();
		crc.update(content, 0, length);
		return (int) crc.getValue();
	}

}
