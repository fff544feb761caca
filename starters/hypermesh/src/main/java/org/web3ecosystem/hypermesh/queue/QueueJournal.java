package org.web3ecosystem.hypermesh.queue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * Entries in one file that only grows, until it is written anew beside itself and put in
 * its own place. It is frames: a length, its complement, that many bytes, and SHA-256
 * over the digest before, the length and the bytes. The first frame says what it is and
 * of which chain.
 * <p>
 * A frame is synced before it counts. What a crash leaves of one is at the end, shorter
 * than its length says or zeros, and is cut off when the file is opened: nobody was told
 * that it is kept. Anything else that is not as written is damage, and nothing of such a
 * file is used.
 */
public final class QueueJournal implements QueueStore {

	private static final String MAGIC = "hypermesh-queue/1 ";

	private static final int HEAD = 2 * Integer.BYTES;

	private final Path file;

	private final byte[] first;

	private @Nullable FileChannel channel;

	private byte[] digest = new byte[Sha256.LENGTH];

	private long end;

	/**
	 * @param file need not be there, nor its directory
	 */
	public QueueJournal(Path file, ChainId chain) {
		this.file = file;
		this.first = (MAGIC + chain.value()).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public List<QueueEntry> open() throws IOException {
		if (!Files.exists(file)) {
			replaceAll(List.of());
			return List.of();
		}
		return goOn();
	}

	/** What is in the file, behind which the next is written. */
	private List<QueueEntry> goOn() throws IOException {
		List<QueueEntry> found = read();
		FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
		try {
			opened.truncate(end);
			// what was read may never have reached the disk
			opened.force(true);
			channel = opened.position(end);
		}
		catch (IOException failed) {
			opened.close();
			throw failed;
		}
		return found;
	}

	private List<QueueEntry> read() throws IOException {
		Map<String, QueueEntry> found = new LinkedHashMap<>();
		end = 0;
		digest = new byte[Sha256.LENGTH];
		long length = Files.size(file);
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
			if (!Arrays.equals(first, frame(in, length))) {
				throw damaged("it is not the queue of this chain");
			}
			for (byte[] next = frame(in, length); next.length > 0; next = frame(in, length)) {
				QueueEntry entry = decode(next);
				found.put(entry.id(), entry);
			}
		}
		return List.copyOf(found.values());
	}

	private QueueEntry decode(byte[] frame) throws IOException {
		try {
			return EntryCodec.decode(frame);
		}
		catch (CborException | IllegalArgumentException | ArithmeticException malformed) {
			throw new IOException(where("an entry is malformed: " + malformed.getMessage()), malformed);
		}
	}

	/** The next frame; of no bytes if there is none, or the rest of one. */
	private byte[] frame(DataInputStream in, long length) throws IOException {
		long left = length - end;
		if (left < HEAD) {
			return new byte[0];
		}
		int size = in.readInt();
		int complement = in.readInt();
		if (size == 0 && complement == 0 && isZeros(in)) {
			return new byte[0];
		}
		if (size != ~complement || size < 1 || size > EntryCodec.MAX_BYTES) {
			throw damaged("a length is wrong");
		}
		if (left < HEAD + size + Sha256.LENGTH) {
			return new byte[0];
		}
		byte[] content = in.readNBytes(size);
		byte[] sealed = in.readNBytes(Sha256.LENGTH);
		byte[] expected = seal(digest, content);
		if (!Arrays.equals(expected, sealed)) {
			if (Arrays.equals(sealed, new byte[Sha256.LENGTH]) && isZeros(in)) {
				return new byte[0];
			}
			throw damaged("a digest is wrong");
		}
		digest = expected;
		end += HEAD + size + Sha256.LENGTH;
		return content;
	}

	/** Whether nothing else follows, as where a file had grown and was not filled. */
	private static boolean isZeros(DataInputStream in) throws IOException {
		for (int next = in.read(); next >= 0; next = in.read()) {
			if (next != 0) {
				return false;
			}
		}
		return true;
	}

	private IOException damaged(String how) {
		return new IOException(where(how));
	}

	private String where(String how) {
		return how + ", at byte " + end + " of " + file;
	}

	private static byte[] seal(byte[] before, byte[] content) {
		return Sha256.of(before, ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array(), content);
	}

	@Override
	public void put(QueueEntry entry) throws IOException {
		FileChannel open = channel;
		if (open == null) {
			throw new IOException(file + " is not open");
		}
		byte[] content = EntryCodec.encode(entry);
		byte[] sealed = seal(digest, content);
		try {
			write(open, content, sealed);
			open.force(false);
		}
		catch (IOException failed) {
			takeBack(open, failed);
			throw failed;
		}
		digest = sealed;
		end += HEAD + content.length + Sha256.LENGTH;
	}

	/** What follows must not stand behind half a frame. */
	private void takeBack(FileChannel open, IOException failed) {
		try {
			open.truncate(end);
			open.position(end);
			open.force(true);
		}
		catch (IOException worse) {
			// a file of which nobody knows what is in it takes nothing more
			failed.addSuppressed(worse);
			channel = null;
			try {
				open.close();
			}
			catch (IOException gone) {
				failed.addSuppressed(gone);
			}
		}
	}

	private static void write(WritableByteChannel open, byte[] content, byte[] sealed) throws IOException {
		DurableFile.writeFully(open,
				ByteBuffer.allocate(HEAD + content.length + sealed.length)
					.putInt(content.length)
					.putInt(~content.length)
					.put(content)
					.put(sealed)
					.flip());
	}

	@Override
	public void replaceAll(Collection<QueueEntry> entries) throws IOException {
		List<byte[]> frames = new ArrayList<>();
		frames.add(first);
		entries.forEach(entry -> frames.add(EntryCodec.encode(entry)));
		Optional<Object> key = key();
		try {
			DurableFile.write(file, written -> {
				byte[] chained = new byte[Sha256.LENGTH];
				for (byte[] frame : frames) {
					chained = seal(chained, frame);
					write(written, frame, chained);
				}
			});
		}
		catch (IOException failed) {
			if (!key.equals(key())) {
				// only its directory could not be synced
				takeUp();
			}
			throw failed;
		}
		takeUp();
	}

	/** From the file before to the one that took its place. */
	private void takeUp() throws IOException {
		close();
		goOn();
	}

	/** Which file it is, by whatever name; empty if there is none. */
	private Optional<Object> key() throws IOException {
		return Files.exists(file) ? Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
				: Optional.empty();
	}

	@Override
	public long bytes() {
		return end;
	}

	@Override
	public void close() throws IOException {
		FileChannel open = channel;
		channel = null;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public String toString() {
		return file.toString();
	}

}
