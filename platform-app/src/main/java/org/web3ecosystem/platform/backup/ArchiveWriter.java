package org.web3ecosystem.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.web3ecosystem.hypermesh.state.Sha256;

/**
 * Writes files of a directory as a zip whose first entry is the manifest. Each file is
 * read twice: its digest stands before it.
 */
final class ArchiveWriter {

	/** The first entry. */
	static final String MANIFEST = "manifest.json";

	/** Before the path of every other. */
	static final String FILES = "files/";

	private ArchiveWriter() {
	}

	/** What is in these files now. */
	static List<StoredFile> look(Path root, List<String> paths) throws IOException {
		List<StoredFile> files = new ArrayList<>();
		for (String path : paths) {
			try (DigestInputStream in = open(root.resolve(path))) {
				long size = in.transferTo(OutputStream.nullOutputStream());
				files.add(new StoredFile(path, size, hex(in)));
			}
		}
		return files;
	}

	/**
	 * Writes and closes.
	 * @throws BackupException if a file is no longer what the manifest says
	 */
	static void write(Path root, Manifest manifest, OutputStream target) throws IOException {
		byte[] encoded = manifest.encode();
		if (encoded.length > Manifest.MAX_BYTES) {
			target.close();
			throw new BackupException("there are too many files, or their paths are too long, to be listed in "
					+ Manifest.MAX_BYTES + " bytes");
		}
		try (ZipOutputStream zip = new ZipOutputStream(target)) {
			zip.setLevel(Deflater.BEST_SPEED);
			zip.putNextEntry(new ZipEntry(MANIFEST));
			zip.write(encoded);
			zip.closeEntry();
			for (StoredFile file : manifest.files()) {
				zip.putNextEntry(new ZipEntry(FILES + file.path()));
				copy(root, file, zip);
				zip.closeEntry();
			}
		}
	}

	private static void copy(Path root, StoredFile file, OutputStream target) throws IOException {
		try (DigestInputStream in = open(file.under(root))) {
			if (in.transferTo(target) != file.size() || !hex(in).equals(file.sha256())) {
				throw new BackupException(file.path() + " was changed while it was read");
			}
		}
	}

	private static DigestInputStream open(Path file) throws IOException {
		InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
		return new DigestInputStream(in, Sha256.start());
	}

	private static String hex(DigestInputStream read) {
		return HexFormat.of().formatHex(read.getMessageDigest().digest());
	}

}
