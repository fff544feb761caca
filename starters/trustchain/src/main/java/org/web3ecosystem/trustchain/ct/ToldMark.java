package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;

/**
 * How much of a file is durable, so that others may have been told of it: eight bytes and
 * a CRC-32C over them, written in place. It is written after the file was synchronised
 * and is not synchronised itself: it outlives the process, and after a power failure it
 * may say less than there is, never more. What it covers was told and has to be there;
 * what follows may be torn.
 */
final class ToldMark implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ToldMark.class);

	private static final int SIZE = Long.BYTES + Integer.BYTES;

	private final FileChannel channel;

	private long length;

	private ToldMark(FileChannel channel, long length) {
		this.channel = channel;
		this.length = length;
	}

	/**
	 * Opens it; zero where there is none, as beside a file from before there were any.
	 * @throws LogException if it is damaged
	 */
	static ToldMark open(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		try {
			return new ToldMark(channel, read(channel, file));
		}
		catch (IOException | RuntimeException failure) {
			channel.close();
			throw failure;
		}
	}

	private static long read(FileChannel channel, Path file) throws IOException {
		if (channel.size() == 0) {
			return 0;
		}
		ByteBuffer content = ByteBuffer.allocate(SIZE);
		while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
			// until it is full or the file ends
		}
		if (content.hasRemaining() || channel.size() != SIZE || content.getInt(Long.BYTES) != crc(content.getLong(0))) {
			throw new LogException("the mark " + file + " is damaged",
					"Restore the directory; or, if nothing else in it was damaged, delete this file.");
		}
		return content.getLong(0);
	}

	/** How many bytes of the file were told of, at least. */
	long length() {
		return length;
	}

	/**
	 * So many bytes are durable. If that cannot be written, damage to what is between is
	 * taken for a torn write.
	 */
	void move(long durable) {
		length = durable;
		ByteBuffer content = ByteBuffer.allocate(SIZE).putLong(durable).putInt(crc(durable)).flip();
		try {
			while (content.hasRemaining()) {
				channel.write(content, content.position());
			}
		}
		catch (IOException failure) {
			logger.atWarn().addKeyValue("reason", Reason.of(failure)).log("how much is durable could not be marked");
		}
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}

	private static int crc(long value) {
		CRC32C crc = new CRC32C();
		crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
		return (int) crc.getValue();
	}

}
