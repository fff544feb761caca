package org.web3ecosystem.bootstrap.served;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.web3ecosystem.bootstrap.home.NodeHome;

/** The table that a node was served last and started with, in its home. */
public final class ServedCopy {

	/** In the folder of this component. */
	public static final String NAME = "served.json";

	private final Path file;

	/**
	 * @param home of the node
	 */
	public ServedCopy(Path home) {
		this.file = NodeHome.folder(home).resolve(NAME);
	}

	/**
	 * Empty if there is none, or it is damaged.
	 * @throws IOException if it is there and cannot be read
	 */
	public Optional<ServedTable> read() throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return Optional.of(ServedTable.parse(in.readNBytes(ServedTable.MAX_BYTES + 1)));
		}
		catch (NoSuchFileException | IllegalArgumentException none) {
			return Optional.empty();
		}
	}

	/** Whole or not at all. */
	public void write(ServedTable table) throws IOException {
		Path next = file.resolveSibling(NAME + ".next");
		try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer bytes = ByteBuffer.wrap(table.text());
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

}
