package org.web3ecosystem.platform.backup;

import java.nio.file.Path;
import java.util.List;

/**
 * One file of a backup.
 *
 * @param path within what was backed up: names joined by {@code /}, none of which leads
 * out or up
 * @param size in bytes
 * @param sha256 of its content, hexadecimal
 */
record StoredFile(String path, long size, String sha256) {

	private static final int MAX_PATH = 512;

	private static final int MAX_DEPTH = 24;

	/** No separator of any system, no drive, no control character. */
	private static final String NAME = "[^/\\\\:\\p{Cntrl}]{1,255}";

	StoredFile {
		List<String> names = List.of(path.split("/", -1));
		if (path.length() > MAX_PATH || names.size() > MAX_DEPTH
				|| !names.stream().allMatch(name -> name.matches(NAME) && !name.equals(".") && !name.equals(".."))) {
			throw new BackupException("its manifest names a file that would lie outside: " + shown(path));
		}
		if (size < 0 || !sha256.matches("[0-9a-f]{64}")) {
			throw new BackupException("its manifest has no size or digest for " + shown(path));
		}
	}

	/**
	 * Whether it stands earlier; not for a file in whose place the other wants a folder.
	 */
	boolean comesBefore(StoredFile other) {
		return path.compareTo(other.path) < 0 && !other.path.startsWith(path + "/");
	}

	Path under(Path root) {
		return root.resolve(path);
	}

	private static String shown(String path) {
		return "'" + path.substring(0, Math.min(path.length(), MAX_PATH)).replaceAll("\\p{Cntrl}", "?") + "'";
	}

}
