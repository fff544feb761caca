package org.web3ecosystem.platform.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import org.web3ecosystem.hypermesh.state.Sha256;

/**
 * Reads what {@link ArchiveWriter} wrote, in that order and nothing else: every file has
 * the name, size and digest that the manifest says. No file is read beyond its size, so
 * that what was packed small cannot become large.
 */
final class ArchiveReader implements AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	/** What may stand behind the last file: the zip's directory. */
	private static final long MAX_TAIL = 2L * Manifest.MAX_BYTES;

	private final InputStream source;

	private final ZipInputStream zip;

	private final Manifest manifest;

	private ArchiveReader(InputStream source, ZipInputStream zip, Manifest manifest) {
		this.source = source;
		this.zip = zip;
		this.manifest = manifest;
	}

	/** Where a file goes. */
	interface Sink {

		/** A stream for its content, closed when it was read; empty to only check it. */
		Optional<OutputStream> open(StoredFile file) throws IOException;

	}

	/**
	 * Reads the manifest.
	 * @throws BackupException if there is none, or it is not good
	 */
	static ArchiveReader open(InputStream source) throws IOException {
		ZipInputStream zip = new ZipInputStream(source);
		try {
			ZipEntry first = zip.getNextEntry();
			if (first == null || !first.getName().equals(ArchiveWriter.MANIFEST)) {
				throw new BackupException("it is no backup, or cut off at its beginning");
			}
			byte[] encoded = zip.readNBytes(Manifest.MAX_BYTES + 1);
			if (encoded.length > Manifest.MAX_BYTES) {
				throw new BackupException("its manifest is longer than " + Manifest.MAX_BYTES + " bytes");
			}
			return new ArchiveReader(source, zip, Manifest.decode(encoded));
		}
		catch (ZipException | EOFException | IllegalArgumentException torn) {
			throw new BackupException("it is damaged before its first file: " + torn.getMessage(), torn);
		}
	}

	Manifest manifest() {
		return manifest;
	}

	/**
	 * Reads every file to the end of the archive.
	 * @throws BackupException at the first that is not as the manifest says; what was
	 * given to {@code sink} is then worth nothing
	 */
	void read(Sink sink) throws IOException {
		for (StoredFile file : manifest.files()) {
			try {
				next(zip, ArchiveWriter.FILES + file.path());
				try (OutputStream target = sink.open(file).orElseGet(OutputStream::nullOutputStream)) {
					copy(file, target);
				}
			}
			catch (ZipException | EOFException | IllegalArgumentException torn) {
				throw new BackupException("it is damaged or cut off at " + file.path() + ": " + torn.getMessage(),
						torn);
			}
		}
		finish();
	}

	/** A sealed file is known to be whole once its last block was read. */
	private void finish() throws IOException {
		ZipEntry more;
		try {
			more = zip.getNextEntry();
		}
		catch (ZipException | EOFException | IllegalArgumentException torn) {
			throw new BackupException("it is damaged or cut off behind its last file", torn);
		}
		if (more != null) {
			throw new BackupException("it has a file that its manifest does not name");
		}
		byte[] rest = new byte[BUFFER];
		long read = 0;
		for (int part = source.read(rest); part >= 0; part = source.read(rest)) {
			read += part;
			if (read > MAX_TAIL) {
				throw new BackupException("something was put behind it");
			}
		}
	}

	private void copy(StoredFile file, OutputStream target) throws IOException {
		MessageDigest digest = Sha256.start();
		byte[] buffer = new byte[BUFFER];
		long left = file.size();
		// one byte more than there should be tells that there is more
		for (int part = zip.read(buffer); part >= 0; part = zip.read(buffer)) {
			left -= part;
			if (left < 0) {
				throw new BackupException(file.path() + " is longer than the manifest says");
			}
			digest.update(buffer, 0, part);
			target.write(buffer, 0, part);
		}
		if (left > 0) {
			throw new BackupException(file.path() + " is shorter than the manifest says");
		}
		if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
			throw new BackupException(file.path() + " is not what the manifest says");
		}
	}

	private static void next(ZipInputStream zip, String name) throws IOException {
		ZipEntry entry = zip.getNextEntry();
		if (entry == null) {
			throw new BackupException("it ends before " + name);
		}
		if (!entry.getName().equals(name)) {
			throw new BackupException("it has another file where " + name + " belongs");
		}
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}

}
