package org.web3ecosystem.stoq.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.web3ecosystem.spi.DurableFile;

/**
 * A file with a secret in a folder of the node's home, for nobody but the owner. It is on
 * the disk whole or not at all.
 */
public final class OwnersFile {

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private OwnersFile() {
	}

	/** Writes a file, in place of one that is there. */
	public static void replace(Path file, String ascii) throws IOException {
		DurableFile.write(file, ascii.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Reads a file.
	 * @throws IllegalArgumentException if it is longer than {@code maxBytes}
	 */
	public static String read(Path file, int maxBytes) throws IOException {
		if (Files.size(file) > maxBytes) {
			throw new IllegalArgumentException("it is longer than " + maxBytes + " bytes");
		}
		return Files.readString(file, StandardCharsets.US_ASCII);
	}

	/**
	 * @throws IllegalArgumentException if others than its owner may read or change it
	 */
	public static void refuseLooseModes(Path file) throws IOException {
		if (POSIX && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
			throw new IllegalArgumentException("it may be read or changed by others than its owner");
		}
	}

}
