package org.web3ecosystem.platform.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.DurableFile;

/**
 * Makes a directory that is there whole or not at all: it is written beside its place and
 * moved there at the end.
 */
public final class NewDirectory {

	private NewDirectory() {
	}

	/** Writes what the directory holds. */
	@FunctionalInterface
	public interface Content<T> {

		/** Writes into {@code draft}; what it returns describes what was written. */
		T write(Path draft) throws IOException;

	}

	/**
	 * Makes the directory.
	 * @param target absent or empty
	 * @param mark tells this draft from others beside it
	 * @throws RefusedException if it cannot be made there; nothing is left behind
	 */
	public static <T> T make(Path target, String mark, Content<T> content) {
		if (!FederationDirectory.isVacant(target)) {
			throw new RefusedException(target + " exists and is not empty",
					"choose another directory, or run with what is there");
		}
		Path draft = draftBeside(target, mark);
		try {
			DurableFile.directories(draft);
			T written = content.write(draft);
			DurableFile.syncDirectory(draft);
			// an existing empty directory may be reached through a link; its place is
			// taken
			Files.move(draft, Files.exists(target) ? target.toRealPath() : target, StandardCopyOption.ATOMIC_MOVE);
			return written;
		}
		catch (IOException failure) {
			throw new RefusedException("cannot make " + target + ": " + FederationDirectory.reason(failure),
					"choose a directory that can be written", failure);
		}
		finally {
			discard(draft);
		}
	}

	private static Path draftBeside(Path target, String mark) {
		Path name = target.getFileName();
		if (name == null) {
			throw new RefusedException("the root directory is no place for this", "choose another directory");
		}
		return target.resolveSibling("." + name + "." + mark);
	}

	private static void discard(Path draft) {
		try {
			if (Files.exists(draft, LinkOption.NOFOLLOW_LINKS)) {
				FederationDirectory.deleteTree(draft);
			}
		}
		catch (IOException failure) {
			throw new RefusedException("cannot delete the draft " + draft, "delete it by hand", failure);
		}
	}

}
