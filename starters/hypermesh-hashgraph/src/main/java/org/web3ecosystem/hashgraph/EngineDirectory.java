package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.hiero.base.file.FileUtils;
import org.web3ecosystem.spi.Node;

/**
 * {@code hashgraph/engine} of a node's home.
 *
 * @param path the directory: saved states, the event journal
 * @param temporary inside it, never that of another replica, which may still be writing
 * its last state
 */
record EngineDirectory(Path path, Path temporary) {

	/** How long after {@code init} a federation may start for the first time at once. */
	private static final Duration NEW = Duration.ofMinutes(10);

	private static final int ROOM_BYTES = 4 << 20;

	/** Tells this process's folders from those of one before; process ids repeat. */
	private static final String PROCESS = UUID.randomUUID().toString();

	private static final AtomicInteger REPLICAS = new AtomicInteger();

	static EngineDirectory of(Node node) {
		Path path = node.home().resolve("hashgraph").resolve("engine");
		return new EngineDirectory(path, path.resolve("tmp").resolve(PROCESS + "-" + REPLICAS.incrementAndGet()));
	}

	/** Whether the engine ran here. */
	boolean exists() {
		return Files.exists(path);
	}

	/** What the engine saved under these names. */
	SavedStates states(String application, long engineId, String swirld) {
		return new SavedStates(path.resolve(application).resolve(Long.toString(engineId)).resolve(swirld), damaged());
	}

	/** The saved state that was put aside last. */
	private Path damaged() {
		return path.resolve("damaged");
	}

	/** Forgets saved states and the journal: they are of a roster that is gone. */
	void discard() {
		try (DirectoryStream<Path> kept = Files.newDirectoryStream(path, child -> Files.isDirectory(child)
				&& !child.equals(temporary.getParent()) && !child.equals(damaged()))) {
			for (Path child : kept) {
				FileUtils.deleteDirectory(child);
			}
		}
		catch (IOException failure) {
			throw new IllegalStateException("could not empty " + path, failure);
		}
	}

	/** The mark that the engine ran here, and in which layout. */
	Path format() {
		return path.resolve("format");
	}

	/** Stays when the directory is lost, so that its loss is not a first start. */
	private Path ran() {
		return path.resolveSibling("ran");
	}

	/**
	 * Makes it.
	 * @param createdAt when the federation was
	 * @return whether the engine never ran here; in a federation that is not new, an
	 * empty directory is a lost one rather than a first start
	 */
	boolean prepare(Instant createdAt, Instant now) {
		try {
			boolean fresh = !Files.exists(path) && !Files.exists(ran())
					&& Duration.between(createdAt, now).compareTo(NEW) < 0;
			Files.createDirectories(temporary.getParent());
			removeLeftovers();
			Files.createDirectory(temporary);
			Files.writeString(format(), "1\n");
			Files.writeString(ran(), "1\n", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
					StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
			return fresh;
		}
		catch (IOException failure) {
			throw new IllegalStateException("could not make " + path, failure);
		}
	}

	/** Whether there is room for what the engine writes in a moment. */
	boolean isWritable() {
		Path probe = path.resolve("room");
		try {
			Files.write(probe, new byte[ROOM_BYTES], StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
					StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
			return true;
		}
		catch (IOException full) {
			return false;
		}
		finally {
			probe.toFile().delete();
		}
	}

	/**
	 * What an earlier process left, and this one's replicas but the last, which may still
	 * be writing.
	 */
	private void removeLeftovers() throws IOException {
		List<Path> own = new ArrayList<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary.getParent())) {
			for (Path folder : folders) {
				if (folder.getFileName().toString().startsWith(PROCESS)) {
					own.add(folder);
				}
				else {
					FileUtils.deleteDirectory(folder);
				}
			}
		}
		own.sort(Comparator.comparingInt(EngineDirectory::number));
		for (int i = 0; i < own.size() - 1; i++) {
			FileUtils.deleteDirectory(own.get(i));
		}
	}

	private static int number(Path folder) {
		return Integer.parseInt(folder.getFileName().toString().substring(PROCESS.length() + 1));
	}

}
