package org.web3ecosystem.configserver.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

	private final TableSource source;

	private final Path folder;

	/** The text that was looked at last; null before, and if it could not be read. */
	private @Nullable String seen;

	private TableState state = new TableState.Missing(List.of());

	/**
	 * @param source what people write
	 * @param folder where the copy is; nothing else is in there
	 */
	public AcceptedTable(TableSource source, Path folder) {
		this.source = source;
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
			text = source.text();
		}
		catch (IOException unreadable) {
			return refuse(List.of(unreadable(unreadable)));
		}
		if (text.equals(seen)) {
			return state;
		}
		try {
			BootstrapToml.parse(source.name(), text);
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
			BootstrapToml.parse(copy.toString(), TableText.read(copy));
			return true;
		}
		catch (IOException | InvalidTableException none) {
			return false;
		}
	}

	private Problem unreadable(IOException failure) {
		if (failure instanceof NoSuchFileException) {
			return new Problem(source.name(), "it is not there", source.remedy());
		}
		return new Problem(source.name(), "it cannot be read: " + failure.getMessage(),
				"Make it a text in UTF-8 that this process may read.");
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
