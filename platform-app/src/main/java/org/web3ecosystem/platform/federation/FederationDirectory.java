package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKeyFile;

/**
 * A federation as {@code init} leaves it on disk: the genesis document, the root and one
 * home per validator.
 *
 * @param path the directory
 * @param genesis its genesis document, verified
 */
public record FederationDirectory(Path path, SignedGenesis genesis) {

	static final String GENESIS = "genesis.cbor";

	static final String ROOT = "root.pem";

	static final String ROOT_KEY = "root-key.p8";

	static final String PASSPHRASE = "root-key.passphrase";

	/** What a running node holds in its home. */
	private static final String LOCK = "node.lock";

	/** Names of foreign files that are told. */
	private static final int SHOWN = 5;

	private static final Set<String> OURS = Set.of(GENESIS, ROOT, ROOT_KEY, PASSPHRASE, FederationLock.NAME);

	/**
	 * Opens what {@code init} made.
	 * @throws RefusedException if it is something else, or was changed since
	 */
	public static FederationDirectory open(Path path) {
		Path file = path.resolve(GENESIS);
		if (Files.exists(path.resolve(NodeKeyFile.NAME))) {
			throw new RefusedException(path + " is the home of one node, not a federation's directory",
					"name the home with --home, or the directory it lies in with --dir");
		}
		try {
			FederationDirectory directory = new FederationDirectory(path, SignedGenesis.read(file));
			directory.genesis().genesis().validators().forEach(directory::refuseWithoutHome);
			return directory;
		}
		catch (IllegalArgumentException malformed) {
			throw new RefusedException(file + " is not a genesis document: " + malformed.getMessage(),
					"put back the one that init made, or choose another directory with --dir", malformed);
		}
		catch (NoSuchFileException foreign) {
			throw new RefusedException(path + " is not a federation's directory: it has no " + GENESIS,
					"choose another directory with --dir: one that init or local made or, for a new federation, one that is empty or not there yet",
					foreign);
		}
		catch (IOException unreadable) {
			throw new RefusedException("cannot read " + reason(unreadable),
					"check the directory and its permissions, or choose another with --dir", unreadable);
		}
	}

	/** Whether there is nothing at this path, or nothing in it. */
	public static boolean isVacant(Path path) {
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			return true;
		}
		try (Stream<Path> entries = Files.list(path)) {
			return entries.findAny().isEmpty();
		}
		catch (IOException unreadable) {
			return false;
		}
	}

	/**
	 * Deletes a federation's directory, and no other.
	 * @throws RefusedException if the directory has anything that {@code init} does not
	 * make, or a node runs in it
	 */
	public static void delete(Path path) {
		if (isVacant(path)) {
			return;
		}
		requireDeletable(path);
		try {
			deleteTree(path);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot delete " + path + ": " + reason(failure), "delete it by hand", failure);
		}
	}

	/**
	 * Looks whether {@link #delete} would.
	 * @throws RefusedException if it would not
	 */
	public static void requireDeletable(Path path) {
		if (isVacant(path)) {
			return;
		}
		try {
			refuseForeign(path);
			refuseRunning(path);
		}
		catch (IOException failure) {
			throw new RefusedException("cannot look at " + path + ": " + reason(failure),
					"check its permissions, or choose another directory with --dir", failure);
		}
	}

	/** Deletes a tree without following links; a directory before what is in it never. */
	static void deleteTree(Path path) throws IOException {
		try (Stream<Path> entries = Files.walk(path)) {
			for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(entry);
			}
		}
	}

	public Path home(Validator validator) {
		return path.resolve(validator.name());
	}

	public List<Validator> validators() {
		return genesis.genesis().validators();
	}

	/** What failed, in the words of the machine. */
	public static String reason(IOException failure) {
		return Reason.of(failure);
	}

	/** What failed with a file that was named already. */
	public static String reason(Path named, IOException failure) {
		String reason = Reason.of(failure);
		String again = named + ": ";
		return reason.startsWith(again) ? reason.substring(again.length()) : reason;
	}

	private void refuseWithoutHome(Validator validator) {
		if (!Files.isDirectory(home(validator))) {
			throw new RefusedException(path + " has no home for " + validator.name(),
					"put it back from a backup, or choose another directory with --dir");
		}
	}

	private static void refuseForeign(Path path) throws IOException {
		try (Stream<Path> entries = Files.list(path)) {
			List<String> names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
			List<String> foreign = names.stream()
				.filter(name -> !OURS.contains(name) && !name.matches("node[0-9]{1,3}|platform\\.log(\\.[0-9])?"))
				.toList();
			if (!names.contains(GENESIS) || !foreign.isEmpty()) {
				throw new RefusedException(
						path + " is not a federation's directory"
								+ (foreign.isEmpty() ? ": it has no " + GENESIS : ": it has " + shortened(foreign)),
						"choose another directory with --dir, one that is empty or not there yet; nothing was deleted");
			}
		}
	}

	private static String shortened(List<String> names) {
		return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
				+ (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
	}

	private static void refuseRunning(Path path) throws IOException {
		if (FederationLock.isTaken(path)) {
			throw FederationLock.running(path);
		}
		try (Stream<Path> homes = Files.list(path)) {
			for (Path lock : homes.map(home -> home.resolve(LOCK)).filter(Files::isRegularFile).toList()) {
				if (isLocked(lock)) {
					throw new RefusedException("a node is running in " + lock.getParent(),
							"stop it first, or choose another directory with --dir");
				}
			}
		}
	}

	private static boolean isLocked(Path lock) throws IOException {
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
				FileLock held = channel.tryLock()) {
			return held == null;
		}
		catch (OverlappingFileLockException inThisProcess) {
			return true;
		}
	}

}
