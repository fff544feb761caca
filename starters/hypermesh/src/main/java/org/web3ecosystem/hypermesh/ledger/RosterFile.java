package org.web3ecosystem.hypermesh.ledger;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.web3ecosystem.hypermesh.state.Handover;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * The rosters that a node has learned, kept for its next start: who became a validator
 * must know that when all stand still and nobody can prove it. Each is a length of four
 * bytes and a {@link Handover}; they are checked again when they are read, so a file that
 * was damaged or cut off only says less.
 */
public final class RosterFile {

	private static final Logger logger = System.getLogger(RosterFile.class.getName());

	private final Path file;

	/**
	 * @param file need not be there, nor its directory
	 */
	public RosterFile(Path file) {
		this.file = file;
	}

	/**
	 * Learns what was kept, and from now on keeps what is learned. What follows something
	 * wrong is dropped.
	 */
	void follow(Rosters rosters) {
		long good = read(rosters);
		rosters.onLearned(handover -> keep(handover.encode()));
		if (good >= 0) {
			cut(good);
		}
	}

	/** How much of the file is right; negative if there is none. */
	private long read(Rosters rosters) {
		long good = 0;
		try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
			while (true) {
				int length = in.readInt();
				if (length < 0 || length > Handover.MAX_BYTES) {
					throw new ProofException("a roster has at most " + Handover.MAX_BYTES + " bytes");
				}
				rosters.learn(Handover.decode(in.readNBytes(length)));
				good += Integer.BYTES + length;
			}
		}
		catch (NoSuchFileException none) {
			return -1;
		}
		catch (EOFException end) {
			return good;
		}
		catch (IOException | CborException | ProofException wrong) {
			logger.log(Level.WARNING, "file={0} bytes={1}: what follows is dropped: {2}", file, good,
					wrong.getMessage());
			return good;
		}
	}

	private void cut(long length) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(length);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("could not write " + file, failure);
		}
	}

	/** A roster that cannot be kept is learned again. */
	private void keep(byte[] handover) {
		ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + handover.length)
			.putInt(handover.length)
			.put(handover)
			.flip();
		try {
			Files.createDirectories(file.toAbsolutePath().normalize().getParent());
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.APPEND)) {
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
				channel.force(true);
			}
		}
		catch (IOException failure) {
			logger.log(Level.WARNING, "a roster could not be kept: file=" + file, failure);
		}
	}

}
