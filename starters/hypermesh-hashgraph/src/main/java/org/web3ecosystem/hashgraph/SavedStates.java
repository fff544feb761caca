package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.swirlds.platform.state.snapshot.SavedStateMetadata;
import org.hiero.base.file.FileUtils;

/**
 * The states that the engine saved, a directory for each, named by its round. A disk that
 * fills up while one is written leaves one with empty files, which the engine takes for
 * whole and cannot load. Such a one is put aside, and the one before it is used; one that
 * only cannot be loaded, if the one before it can be: where none can, it is not the disk.
 */
final class SavedStates {

	private static final System.Logger log = System.getLogger(HashgraphEngine.class.getName());

	/** Without them there is no state; the other files depend on what is in it. */
	private static final List<String> NEEDED = List.of(SavedStateMetadata.FILE_NAME, "signatureSet.pbj",
			"data/state/table_metadata.pbj");

	/** They begin with a header; a file of metadata, though, is empty in an empty map. */
	private static final String INDEX = ".*\\.(?:ll|hdhm)";

	private static final String ROUND = "[0-9]{1,18}";

	/** The engine does not take what has it for a state. */
	private static final String HIDDEN = "-hidden";

	private final Path directory;

	private final Path damaged;

	/**
	 * @param directory where the states are; need not exist
	 * @param damaged where the one is kept that was put aside last
	 */
	SavedStates(Path directory, Path damaged) {
		this.directory = directory;
		this.damaged = damaged;
	}

	/** Whether there is none. */
	boolean isEmpty() {
		return newestFirst().isEmpty();
	}

	/**
	 * Puts those aside that were not written to their end.
	 * @return whether there was one
	 * @throws UncheckedIOException if it cannot be told, or one cannot be put aside
	 */
	boolean putTornAside() {
		boolean found = false;
		// of several the newest is the one that is kept
		for (Path state : newestFirst().reversed()) {
			Optional<String> torn = torn(state);
			if (torn.isPresent()) {
				putAside(state, torn.get());
				found = true;
			}
		}
		return found;
	}

	/**
	 * Loads the newest that can be loaded. Those that cannot are put aside if there is
	 * such a one; if there is none, all stay where they are.
	 * @param engine loads the newest that is there
	 * @throws RuntimeException what the engine said of the newest, if none can be loaded
	 */
	<T> T load(Supplier<T> engine) {
		unhide();
		List<Path> states = newestFirst();
		List<Path> hidden = new ArrayList<>();
		RuntimeException first = null;
		for (Path state : states) {
			try {
				T loaded = engine.get();
				hidden.reversed()
					.forEach(unreadable -> putAside(unreadable, "it cannot be loaded, the one before it can"));
				return loaded;
			}
			catch (RuntimeException failure) {
				first = first == null ? failure : first;
				hidden.add(move(state, state.resolveSibling(state.getFileName() + HIDDEN)));
			}
		}
		if (first == null) {
			return engine.get();
		}
		unhide();
		throw first;
	}

	/** Also those that were hidden when a process was killed. */
	private void unhide() {
		named(ROUND + HIDDEN).forEach(state -> move(state, directory.resolve(round(state))));
	}

	private static String round(Path state) {
		return state.getFileName().toString().replace(HIDDEN, "");
	}

	private List<Path> newestFirst() {
		return named(ROUND);
	}

	private List<Path> named(String pattern) {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> children = Files.list(directory)) {
			return children.filter(child -> child.getFileName().toString().matches(pattern))
				.sorted(Comparator.comparingLong((Path child) -> Long.parseLong(round(child))).reversed())
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the saved states in " + directory + " cannot be listed", failure);
		}
	}

	/** What is missing in it; files that cannot be read are no sign of that. */
	private static Optional<String> torn(Path state) {
		try {
			for (String needed : NEEDED) {
				Path file = state.resolve(needed);
				if (!Files.exists(file) || Files.size(file) == 0) {
					return Optional.of(needed + " is missing or empty");
				}
			}
			for (Path file : indexes(state.resolve("data"))) {
				if (Files.size(file) == 0) {
					return Optional.of(state.relativize(file) + " is empty");
				}
			}
			return tornMetadata(state.resolve(SavedStateMetadata.FILE_NAME));
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the saved state " + state + " cannot be read", failure);
		}
	}

	private static List<Path> indexes(Path data) throws IOException {
		try (Stream<Path> files = Files.walk(data)) {
			return files.filter(file -> file.getFileName().toString().matches(INDEX)).toList();
		}
	}

	private static Optional<String> tornMetadata(Path metadata) throws IOException {
		Files.readAllBytes(metadata);
		try {
			SavedStateMetadata.parse(metadata);
			return Optional.empty();
		}
		catch (IOException malformed) {
			return Optional.of(SavedStateMetadata.FILE_NAME + " is cut off");
		}
	}

	/** One at most is kept: it tells what happened and is good for nothing else. */
	private void putAside(Path state, String why) {
		Path kept = damaged.resolve(round(state));
		try {
			if (Files.exists(damaged)) {
				FileUtils.deleteDirectory(damaged);
			}
			Files.createDirectories(damaged);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(damaged + " cannot be emptied", failure);
		}
		move(state, kept);
		log.log(Level.WARNING, "a saved state is damaged and put aside round={0} why=\"{1}\" kept={2}", round(state),
				why, kept);
	}

	private static Path move(Path from, Path to) {
		try {
			return Files.move(from, to);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(from + " cannot be moved to " + to, failure);
		}
	}

}
