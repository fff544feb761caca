package org.web3ecosystem.catalog.placement;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

import org.web3ecosystem.catalog.entry.ChunkTree;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.catalog.ledger.Challenge;
import org.web3ecosystem.catalog.ledger.Evidence;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;

/**
 * A blob that was read once and found to be what it should be. Every chunk that goes out
 * is compared once more with what was found then. Thread-safe.
 */
public final class StoredBlob implements AutoCloseable {

	/** Bytes read at once: whole chunks. */
	public static final int PIECE = 64 * ChunkTree.CHUNK;

	private final Content content;

	private final FileChannel file;

	private final ChunkTree tree;

	private StoredBlob(Content content, FileChannel file, ChunkTree tree) {
		this.content = content;
		this.file = file;
		this.tree = tree;
	}

	/** Reads all of it; empty, and the file closed, if it is something else. */
	static Optional<StoredBlob> verify(Content content, FileChannel file) throws IOException {
		MessageDigest hash = Digest.sha256();
		ChunkTree.Growing growing = new ChunkTree.Growing();
		ByteBuffer buffer = ByteBuffer.allocate(PIECE);
		boolean sound = file.size() == content.size();
		while (sound && file.read(buffer.clear()) >= 0) {
			hash.update(buffer.array(), 0, buffer.position());
			growing.update(buffer.array(), 0, buffer.position());
		}
		if (sound && Digest.of(hash.digest()).equals(content.digest())) {
			ChunkTree tree = growing.finish();
			if (tree.root().equals(content.root())) {
				return Optional.of(new StoredBlob(content, file, tree));
			}
		}
		file.close();
		return Optional.empty();
	}

	public Content content() {
		return content;
	}

	/**
	 * The bytes from an offset on, at most a {@link #PIECE} of them; none at the end.
	 * @param offset a multiple of the chunk size
	 * @throws UnavailableException if the file is no longer what it was
	 */
	public byte[] read(long offset) {
		byte[] piece = new byte[(int) Math.min(PIECE, content.size() - offset)];
		fill(ByteBuffer.wrap(piece), offset);
		for (int at = 0; at < piece.length; at += ChunkTree.CHUNK) {
			byte[] chunk = Arrays.copyOfRange(piece, at, Math.min(piece.length, at + ChunkTree.CHUNK));
			if (!tree.has((int) ((offset + at) / ChunkTree.CHUNK), chunk)) {
				throw new UnavailableException("the blob " + content.digest() + " changed on disk");
			}
		}
		return piece;
	}

	private void fill(ByteBuffer buffer, long offset) {
		try {
			while (buffer.hasRemaining()) {
				if (file.read(buffer, offset + buffer.position()) < 0) {
					throw new UnavailableException("the blob " + content.digest() + " became shorter on disk");
				}
			}
		}
		catch (IOException failed) {
			throw BlobStore.unusable(failed);
		}
	}

	/** What a challenge asks of a node that has the blob. */
	Evidence evidence(Challenge challenge, NodeId holder) {
		int chunk = challenge.chunk(content, holder);
		byte[] bytes = new byte[ChunkTree.length(content, chunk)];
		fill(ByteBuffer.wrap(bytes), (long) chunk * ChunkTree.CHUNK);
		return new Evidence(content, challenge.number(), chunk, bytes, tree.path(chunk));
	}

	@Override
	public void close() {
		try {
			file.close();
		}
		catch (IOException failed) {
			throw BlobStore.unusable(failed);
		}
	}

}
