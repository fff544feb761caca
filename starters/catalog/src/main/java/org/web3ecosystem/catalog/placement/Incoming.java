package org.web3ecosystem.catalog.placement;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

import org.web3ecosystem.catalog.entry.ChunkTree;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.ledger.CatalogueRefusal;
import org.web3ecosystem.spi.RejectedException;

/**
 * A blob on its way into the store: counted and hashed while it is written. Closed before
 * it was finished, it was never there. Not thread-safe.
 */
public final class Incoming implements AutoCloseable {

	private final BlobStore store;

	private final Path path;

	private final FileChannel file;

	private final long reserved;

	private final MessageDigest hash = Digest.sha256();

	private final ChunkTree.Growing tree = new ChunkTree.Growing();

	private long count;

	private boolean placed;

	Incoming(BlobStore store, Path path, long reserved) throws IOException {
		this.store = store;
		this.path = path;
		this.reserved = reserved;
		this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	static void requireBlobSize(long size) {
		if (size < 1 || size > Content.MAX_SIZE) {
			throw new RejectedException("a blob has 1 to " + Content.MAX_SIZE + " bytes, not " + size);
		}
	}

	/**
	 * Takes the next bytes.
	 * @throws RejectedException if there are more than were announced
	 */
	public void write(byte[] bytes, int offset, int length) {
		if (count + length > reserved) {
			throw new RejectedException("the blob has more than " + reserved + " bytes");
		}
		count += length;
		hash.update(bytes, offset, length);
		tree.update(bytes, offset, length);
		try {
			ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
			while (buffer.hasRemaining()) {
				file.write(buffer);
			}
		}
		catch (IOException failed) {
			throw BlobStore.unusable(failed);
		}
	}

	/** How many bytes came so far. */
	public long size() {
		return count;
	}

	/**
	 * That was all.
	 * @throws RejectedException if it is not what was expected
	 */
	public Content finish(Digest expected) {
		requireBlobSize(count);
		Digest digest = Digest.of(hash.digest());
		if (!digest.equals(expected)) {
			throw CatalogueRefusal.OTHER_BYTES.rejection(digest, expected);
		}
		return place(new Content(digest, tree.finish().root(), count));
	}

	/**
	 * That was all.
	 * @throws RejectedException if it is not what was expected
	 */
	Content finish(Content expected) {
		requireBlobSize(count);
		Content content = new Content(Digest.of(hash.digest()), tree.finish().root(), count);
		if (!content.equals(expected)) {
			throw new RejectedException("the bytes are not the blob " + expected.digest());
		}
		return place(content);
	}

	private Content place(Content content) {
		try {
			// on disk before it has its name, or a power failure leaves a name without
			// bytes
			file.force(true);
			file.close();
			store.place(path, content, reserved);
			placed = true;
			return content;
		}
		catch (IOException failed) {
			throw BlobStore.unusable(failed);
		}
	}

	@Override
	public void close() {
		if (placed) {
			return;
		}
		placed = true;
		store.release(reserved);
		try {
			file.close();
			Files.deleteIfExists(path);
		}
		catch (IOException failed) {
			throw BlobStore.unusable(failed);
		}
	}

}
