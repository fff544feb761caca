package org.web3ecosystem.hypermesh.feed;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of blocks without a gap, named after the first height: a mark, then for each
 * block its length and a checksum over height and block, four bytes each, and the block.
 * What was torn by a crash is cut off when it is opened. For one thread at a time.
 */
final class BlockSegment {

	private static final Logger logger = System.getLogger(BlockSegment.class.getName());

	private static final String SUFFIX = ".blocks";

	/** What it is, and in which version. */
	private static final byte[] MARK = "w3block1".getBytes(StandardCharsets.US_ASCII);

	private static final int HEADER = 2 * Integer.BYTES;

	private final Path file;

	private final long first;

	/** Where each block begins. */
	private long[] offsets = new long[64];

	private int count;

	private long size;

	private BlockSegment(Path file, long first, long size) {
		this.file = file;
		this.first = first;
		this.size = size;
	}

	/** A new one, without a block. */
	static BlockSegment begin(Path directory, long first) throws IOException {
		Path file = directory.resolve("%020d%s".formatted(first, SUFFIX));
		Files.write(file, MARK);
		return new BlockSegment(file, first, MARK.length);
	}

	/** One that is there; empty, and the file deleted, if nothing in it can be used. */
	static Optional<BlockSegment> open(Path file) throws IOException {
		String name = file.getFileName().toString();
		BlockSegment segment = new BlockSegment(file, Long.parseLong(name.substring(0, 20)), MARK.length);
		boolean whole = segment.scan();
		if (segment.count == 0) {
			Files.delete(file);
			return Optional.empty();
		}
		if (!whole) {
			logger.log(Level.WARNING, "file={0} last={1}: what follows is torn and cut off", file, segment.last());
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.truncate(segment.size);
			}
		}
		return Optional.of(segment);
	}

	/** Whether it is the name of such a file. */
	static boolean isName(String name) {
		// twenty digits that begin with 0 fit a long
		return name.matches("0[0-9]{19}" + SUFFIX);
	}

	/** Whether all of it is right. */
	private boolean scan() throws IOException {
		long length = Files.size(file);
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
			if (!Arrays.equals(in.readNBytes(MARK.length), MARK)) {
				return false;
			}
			while (size + HEADER <= length) {
				int bytes = in.readInt();
				int checksum = in.readInt();
				if (bytes < 1 || bytes > BlockCodec.MAX_BYTES || size + HEADER + bytes > length
						|| checksum(first + count, in.readNBytes(bytes)) != checksum) {
					return false;
				}
				added(bytes);
			}
			return size == length;
		}
	}

	private void added(int bytes) {
		if (count == offsets.length) {
			offsets = Arrays.copyOf(offsets, 2 * count);
		}
		offsets[count++] = size;
		size += HEADER + bytes;
	}

	/** Adds the block of the next height. After a failure nothing of it is there. */
	void append(byte[] block) throws IOException {
		ByteBuffer record = ByteBuffer.allocate(HEADER + block.length)
			.putInt(block.length)
			.putInt(checksum(first + count, block))
			.put(block)
			.flip();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			try {
				channel.position(size);
				while (record.hasRemaining()) {
					channel.write(record);
				}
			}
			catch (IOException failed) {
				channel.truncate(size);
				throw failed;
			}
		}
		added(block.length);
	}

	/** Blocks from a height on that is in it, at least one if {@code most} is. */
	List<byte[]> read(long from, int most, long mostBytes) throws IOException {
		List<byte[]> blocks = new ArrayList<>();
		int index = Math.toIntExact(from - first);
		long bytes = 0;
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			while (index < count && blocks.size() < most && bytes < mostBytes) {
				byte[] block = read(channel, index++);
				bytes += block.length;
				blocks.add(block);
			}
		}
		return blocks;
	}

	private byte[] read(FileChannel channel, int index) throws IOException {
		long end = index + 1 < count ? offsets[index + 1] : size;
		ByteBuffer record = ByteBuffer.allocate(Math.toIntExact(end - offsets[index]));
		while (record.hasRemaining()) {
			if (channel.read(record, offsets[index] + record.position()) < 0) {
				throw new IOException(file + " ends before block " + (first + index));
			}
		}
		record.flip().getInt();
		int checksum = record.getInt();
		byte[] block = new byte[record.remaining()];
		record.get(block);
		if (checksum(first + index, block) != checksum) {
			throw new IOException("block " + (first + index) + " is damaged in " + file);
		}
		return block;
	}

	void force() throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	void delete() throws IOException {
		Files.deleteIfExists(file);
	}

	long first() {
		return first;
	}

	/** The last height; that before the first without a block. */
	long last() {
		return first + count - 1;
	}

	int count() {
		return count;
	}

	long size() {
		return size;
	}

	private static int checksum(long height, byte[] block) {
		CRC32C sum = new CRC32C();
		sum.update(ByteBuffer.allocate(Long.BYTES).putLong(height).flip());
		sum.update(block);
		return (int) sum.getValue();
	}

}
