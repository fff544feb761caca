package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.web3ecosystem.spi.DurableFile;

/** A log's public files in a directory, as any web server could serve them. */
public final class TileDirectory implements TileStore {

	/** Nothing that leads out of the directory. */
	private static final Pattern PATH = Pattern.compile("[a-z0-9]+(\\.p)?(/[a-z0-9]+(\\.p)?)*");

	private static final long MAX_BYTES = 256L * (3 << 16);

	private final Path directory;

	/**
	 * @param directory need not exist
	 */
	public TileDirectory(Path directory) {
		this.directory = directory;
	}

	@Override
	public Optional<byte[]> read(String path) throws IOException {
		Path file = file(path);
		try {
			if (Files.size(file) > MAX_BYTES) {
				throw new IOException(file + " is too long for a tile");
			}
			return Optional.of(Files.readAllBytes(file));
		}
		catch (NoSuchFileException none) {
			return Optional.empty();
		}
	}

	@Override
	public void write(String path, byte[] content) throws IOException {
		DurableFile.write(file(path), content);
	}

	@Override
	public void remove(String path) throws IOException {
		Files.deleteIfExists(file(path));
	}

	@Override
	public List<String> list(String path) throws IOException {
		try (Stream<Path> files = Files.list(file(path))) {
			return files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
		}
		catch (NoSuchFileException | NotDirectoryException none) {
			return List.of();
		}
	}

	@Override
	public String toString() {
		return directory.toString();
	}

	private Path file(String path) {
		if (!PATH.matcher(path).matches()) {
			throw new IllegalArgumentException("not the path of a tile");
		}
		return directory.resolve(path);
	}

}
