package org.web3ecosystem.platform.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.platform.client.PassphraseFile;
import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.DurableFile;

/**
 * The file that a backup is: plain, or sealed with a passphrase. Only its owner may read
 * it, and it is there whole or not at all.
 */
final class BackupFile {

	/** Shorter ones are guessed. */
	static final int MIN_PASSPHRASE = 12;

	private BackupFile() {
	}

	/** Writes the content and closes the stream. */
	interface Content {

		void write(OutputStream target) throws IOException;

	}

	static void write(Path file, Optional<Path> passphraseFile, SecureRandom random, Content content)
			throws IOException {
		Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
		try (FileChannel channel = FileChannel.open(draft,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly())) {
			OutputStream plain = new StaysOpen(Channels.newOutputStream(channel));
			content.write(passphraseFile.isPresent() ? sealed(plain, passphraseFile.get(), random) : plain);
			channel.force(true);
			Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
			DurableFile.syncDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
		}
		finally {
			Files.deleteIfExists(draft);
		}
	}

	/** Opens for reading; the passphrase is asked for only where one is needed. */
	static InputStream read(Path file, Optional<Path> passphraseFile) throws IOException {
		InputStream in = new BufferedInputStream(Files.newInputStream(file));
		in.mark(Seal.MAGIC.length);
		if (!Arrays.equals(in.readNBytes(Seal.MAGIC.length), Seal.MAGIC)) {
			in.reset();
			return in;
		}
		byte[] salt = in.readNBytes(Seal.SALT_BYTES);
		if (salt.length < Seal.SALT_BYTES) {
			in.close();
			throw new BackupException("it is cut off at its beginning");
		}
		if (passphraseFile.isEmpty()) {
			in.close();
			throw new RefusedException(file + " is encrypted", "give its passphrase with --passphrase-file");
		}
		return new SealedInput(in, new Seal(PassphraseFile.read(passphraseFile.get()), salt));
	}

	/** The file is made durable after the streams above it were closed. */
	private static final class StaysOpen extends BufferedOutputStream {

		StaysOpen(OutputStream file) {
			super(file, Seal.BLOCK_BYTES);
		}

		@Override
		public void close() throws IOException {
			flush();
		}

	}

	private static OutputStream sealed(OutputStream plain, Path passphraseFile, SecureRandom random)
			throws IOException {
		String passphrase = PassphraseFile.read(passphraseFile);
		if (passphrase.length() < MIN_PASSPHRASE) {
			throw new RefusedException("the passphrase in " + passphraseFile + " is short enough to be guessed",
					"use " + MIN_PASSPHRASE + " characters or more, best drawn by a machine");
		}
		byte[] salt = new byte[Seal.SALT_BYTES];
		random.nextBytes(salt);
		return new SealedOutput(plain, new Seal(passphrase, salt));
	}

	static FileAttribute<?>[] ownersOnly() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

}
