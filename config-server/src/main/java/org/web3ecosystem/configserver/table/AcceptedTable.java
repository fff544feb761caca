package org.web3ecosystem.configserver.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.bootstrap.toml.BootstrapToml;
import org.web3ecosystem.bootstrap.toml.InvalidTableException;
import org.web3ecosystem.bootstrap.toml.Problem;
import org.web3ecosystem.spi.DurableFile;

/**
 * The last table of phases that was possible, on disk. A person writes the source; it is
 * copied when it is a table that can be walked, and only the copy is ever served. So a
 * file that is wrong, half written or gone changes nothing, not even over a restart.
 */
public final class AcceptedTable {

	/** The name of the file, in both folders. */
	public static final String NAME = "bootstrap.toml";

	/** A character is at most three bytes of UTF-8, or four for two of Java's. */
	private static final int MAX_BYTES = 3 * BootstrapToml.MAX_CHARACTERS;

	private final Path source;

	private final Path folder;

	/** The text that was looked at last; null before, and if it could not be read. */
	private @Nullable String seen;

	private TableState state = new TableState.Missing(List.of());

	/**
	 * @param source the file that people write
	 * @param folder where the copy is; nothing else is in there
	 */
	public AcceptedTable(Path source, Path folder) {
		this.source = source.toAbsolutePath().normalize();
		this.folder = folder.toAbsolutePath().normalize();
	}

	/** Where the copy is. */
	public Path folder() {
		return folder;
	}

	/**
	 * Takes the source over if it has changed and is possible.
	 * @return what is served now
	 * @throws UncheckedIOException if the copy cannot be written
	 */
	public synchronized TableState look() {
		String text;
		try {
			text = read(source);
		}
		catch (IOException unreadable) {
			return refuse(List.of(unreadable(unreadable)));
		}
		if (text.equals(seen)) {
			return state;
		}
		try {
			BootstrapToml.parse(source.toString(), text);
		}
		catch (InvalidTableException impossible) {
			TableState refused = refuse(impossible.problems());
			seen = text;
			return refused;
		}
		store(text);
		seen = text;
		state = new TableState.Current();
		return state;
	}

	private TableState refuse(List<Problem> problems) {
		seen = null;
		state = hasCopy() ? new TableState.Outdated(problems) : new TableState.Missing(problems);
		return state;
	}

	/** A copy that was damaged on disk is none. */
	private boolean hasCopy() {
		try {
			Path copy = folder.resolve(NAME);
			BootstrapToml.parse(copy.toString(), read(copy));
			return true;
		}
		catch (IOException | InvalidTableException none) {
			return false;
		}
	}

	private Problem unreadable(IOException failure) {
		if (failure instanceof NoSuchFileException) {
			return new Problem(source.toString(), "it is not there",
					"Put the table of phases there, or name its folder with web3.config-server.directory.");
		}
		return new Problem(source.toString(), "it cannot be read: " + failure.getMessage(),
				"Make it a text in UTF-8 that this process may read.");
	}

	private static String read(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			byte[] bytes = in.readNBytes(MAX_BYTES + 1);
			if (bytes.length > MAX_BYTES) {
				throw new IOException("it is longer than a table can be");
			}
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException other) {
			throw new IOException("it is not UTF-8", other);
		}
	}

	/** Whole or not at all: written beside, made durable, then renamed. */
	private void store(String text) {
		try {
			DurableFile.write(folder.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException failure) {
			throw new UncheckedIOException("cannot keep the table in " + folder, failure);
		}
	}

}
