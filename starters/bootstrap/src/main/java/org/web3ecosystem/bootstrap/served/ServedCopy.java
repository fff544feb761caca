package org.web3ecosystem.bootstrap.served;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import org.web3ecosystem.bootstrap.home.NodeHome;
import org.web3ecosystem.spi.DurableFile;

/** The table that a node was served last and went by, in its home. */
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
		DurableFile.write(file, table.text());
	}

}
