package org.web3ecosystem.trustchain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small file that is either the old one or the new one, whenever the power fails: temp
 * file, fsync, atomic rename, fsync of the directory. Only its owner may read it.
 */
public final class DurableFile {

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private DurableFile() {
	}

	/** Writes or replaces {@code file}; makes its directory if need be. */
	public static void write(Path file, byte[] content) throws IOException {
		Path directory = directoryOf(file);
		directories(directory);
		Path temporary = directory.resolve(file.getFileName() + ".tmp");
		Files.deleteIfExists(temporary);
		try (FileChannel channel = FileChannel.open(temporary,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------"))) {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		syncDirectory(directory);
	}

	/** Makes a directory that only its owner may enter. */
	public static void directories(Path directory) throws IOException {
		Files.createDirectories(directory, attributes("rwx------"));
	}

	/** Makes the entries of a directory survive a power failure. */
	public static void syncDirectory(Path directory) throws IOException {
		if (POSIX) {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	private static Path directoryOf(Path file) {
		Path parent = file.toAbsolutePath().getParent();
		if (parent == null) {
			throw new IllegalArgumentException("not a file: " + file);
		}
		return parent;
	}

	private static FileAttribute<?>[] attributes(String permissions) {
		return POSIX
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
