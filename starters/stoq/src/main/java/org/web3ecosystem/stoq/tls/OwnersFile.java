package org.web3ecosystem.stoq.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

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
		Path temporary = write(file, ascii);
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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

	private static Path write(Path file, String ascii) throws IOException {
		Path folder = Objects.requireNonNull(file.getParent(), "a root is not a file");
		Path temporary = folder.resolve(file.getFileName() + ".tmp");
		Files.createDirectories(folder, only(PosixFilePermissions.fromString("rwx------")));
		Files.deleteIfExists(temporary);
		try (FileChannel channel = FileChannel.open(temporary,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), only(OWNER_ONLY))) {
			ByteBuffer content = StandardCharsets.US_ASCII.encode(ascii);
			while (content.hasRemaining()) {
				channel.write(content);
			}
			channel.force(true);
		}
		return temporary;
	}

	private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
		return POSIX ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions) }
				: new FileAttribute<?>[0];
	}

}
