package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * The certificates that were issued to entries of the log, one record after another:
 * place of the entry, length, certificate, CRC-32C. What is not whole at its end and
 * beyond the mark was told to nobody and is cut; damage before the mark is not repaired,
 * since a certificate is signed once. Written by whoever writes the log.
 */
final class CertificateFile implements AutoCloseable {

	private static final int HEAD = 8;

	private static final int TAIL = 4;

	private static final String MARK = ".told";

	private final FileChannel channel;

	private final ToldMark told;

	/** Where the record for an entry begins. */
	private final Map<Integer, Long> offsets = new HashMap<>();

	private long end;

	/**
	 * A certificate and its entry.
	 *
	 * @param index place of the entry
	 * @param certificate DER
	 */
	record Final(int index, byte[] certificate) {
	}

	private CertificateFile(FileChannel channel, ToldMark told) {
		this.channel = channel;
		this.told = told;
	}

	/**
	 * Opens and reads all.
	 * @param found gets each
	 * @throws LogException if one that was told of is damaged or missing
	 */
	static CertificateFile open(Path file, BiConsumer<Integer, byte[]> found) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		try {
			ToldMark told = ToldMark.open(file.resolveSibling(file.getFileName() + MARK));
			try {
				CertificateFile certificates = new CertificateFile(channel, told);
				certificates.scan(found);
				certificates.cutTornTail(file);
				return certificates;
			}
			catch (IOException | RuntimeException failure) {
				told.close();
				throw failure;
			}
		}
		catch (IOException | RuntimeException failure) {
			channel.close();
			throw failure;
		}
	}

	/** Appends and makes durable, all or nothing. */
	void append(List<Final> batch) throws IOException {
		long position = end;
		List<Long> begins = new ArrayList<>();
		try {
			for (Final each : batch) {
				begins.add(position);
				ByteBuffer record = record(each);
				while (record.hasRemaining()) {
					position += channel.write(record, position);
				}
			}
			channel.force(false);
		}
		catch (IOException failure) {
			channel.truncate(end);
			throw failure;
		}
		for (int i = 0; i < batch.size(); i++) {
			offsets.put(batch.get(i).index(), begins.get(i));
		}
		end = position;
		told.move(end);
	}

	boolean contains(int index) {
		return offsets.containsKey(index);
	}

	Optional<byte[]> read(int index) throws IOException {
		Long begin = offsets.get(index);
		if (begin == null) {
			return Optional.empty();
		}
		return Optional
			.of(whole(begin).orElseThrow(() -> new IOException("certificate " + index + " is damaged")).certificate());
	}

	@Override
	public void close() throws IOException {
		try (told) {
			channel.close();
		}
	}

	private void scan(BiConsumer<Integer, byte[]> found) throws IOException {
		for (Optional<Final> next = whole(end); next.isPresent(); next = whole(end)) {
			Final each = next.get();
			found.accept(each.index(), each.certificate());
			offsets.put(each.index(), end);
			end += HEAD + each.certificate().length + TAIL;
		}
	}

	private void cutTornTail(Path file) throws IOException {
		if (end < told.length()) {
			throw CheckpointFile.rolledBack("the file " + file + " is good up to byte " + end
					+ " only, and certificates up to byte " + told.length() + " were handed out");
		}
		channel.truncate(end);
		// what was read may never have reached the disk
		channel.force(true);
		told.move(end);
	}

	private Optional<Final> whole(long begin) throws IOException {
		ByteBuffer head = ByteBuffer.allocate(HEAD);
		if (!fill(head, begin)) {
			return Optional.empty();
		}
		int length = head.getInt(Integer.BYTES);
		if (length <= 0 || length > SignedEntry.MAX_BYTES) {
			return Optional.empty();
		}
		ByteBuffer content = ByteBuffer.allocate(HEAD + length + TAIL);
		if (!fill(content, begin) || content.getInt(HEAD + length) != crc(content.array(), HEAD + length)) {
			return Optional.empty();
		}
		byte[] certificate = new byte[length];
		content.get(HEAD, certificate);
		return Optional.of(new Final(content.getInt(0), certificate));
	}

	private boolean fill(ByteBuffer target, long position) throws IOException {
		while (target.hasRemaining()) {
			if (channel.read(target, position + target.position()) < 0) {
				return false;
			}
		}
		return true;
	}

	private static ByteBuffer record(Final each) {
		ByteBuffer out = ByteBuffer.allocate(HEAD + each.certificate().length + TAIL);
		out.putInt(each.index()).putInt(each.certificate().length).put(each.certificate());
		return out.putInt(crc(out.array(), out.position())).flip();
	}

	private static int crc(byte[] content, int length) {
		CRC32C crc = new CRC32C();
		crc.update(content, 0, length);
		return (int) crc.getValue();
	}

}
