package org.web3ecosystem.trustchain.tsig;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.web3ecosystem.spi.discovery.Name;

/**
 * Keys in a file that only its owner may read. A line is a key, empty lines and those
 * that begin with {@code #} are none:
 *
 * <pre>
 * name algorithm base64-secret [transfer] [update=suffix,…]
 * </pre>
 */
public final class TsigKeysFile {

	/** The largest file, in bytes. */
	static final int MAX_BYTES = 64 * 1024;

	/** The most names that one key may change, those below them not counted. */
	static final int MAX_UPDATES = 16;

	private static final String UPDATE = "update=";

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private final Path file;

	public TsigKeysFile(Path file) {
		this.file = file;
	}

	/**
	 * The keys.
	 * @throws IOException if it cannot be read
	 * @throws IllegalArgumentException if others may read it, it is too large, or a line
	 * is not a key; says which, and nothing of a secret
	 */
	public TsigKeys read() throws IOException {
		if (Files.getFileStore(file).supportsFileAttributeView("posix")
				&& !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
			throw new IllegalArgumentException(
					file + " may be read or changed by others: make it the owner's alone (chmod 600)");
		}
		if (Files.size(file) > MAX_BYTES) {
			throw new IllegalArgumentException(file + " has more than " + MAX_BYTES + " bytes");
		}
		List<String> lines = lines();
		List<TsigKey> keys = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (!line.isEmpty() && !line.startsWith("#")) {
				try {
					keys.add(key(List.of(line.split("\\s+"))));
				}
				catch (IllegalArgumentException malformed) {
					throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + malformed.getMessage(),
							malformed);
				}
			}
		}
		if (keys.isEmpty()) {
			throw new IllegalArgumentException(file + " holds no key");
		}
		return TsigKeys.of(keys);
	}

	private List<String> lines() throws IOException {
		try {
			return Files.readAllLines(file);
		}
		catch (CharacterCodingException unfit) {
			throw new IllegalArgumentException(file + " is not a text in UTF-8", unfit);
		}
	}

	private static TsigKey key(List<String> words) {
		if (words.size() < 3) {
			throw new IllegalArgumentException(
					"a key is 'name algorithm base64-secret', and perhaps 'transfer' and 'update=suffix,…'");
		}
		TsigKey.Algorithm algorithm = TsigKey.Algorithm.of(words.get(1))
			.orElseThrow(() -> new IllegalArgumentException(
					"the algorithm is one of " + List.of(TsigKey.Algorithm.values())));
		boolean transfer = false;
		List<Name> updates = List.of();
		for (String word : words.subList(3, words.size())) {
			if (word.equals("transfer")) {
				transfer = true;
			}
			else if (word.startsWith(UPDATE)) {
				updates = suffixes(word.substring(UPDATE.length()));
			}
			else {
				throw new IllegalArgumentException("after the secret stand 'transfer' and 'update=suffix,…'");
			}
		}
		return TsigKey.of(new Name(words.getFirst()), algorithm, secret(words.get(2)), transfer, updates);
	}

	private static byte[] secret(String text) {
		try {
			return Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException malformed) {
			// its message would have a part of the secret
			throw new IllegalArgumentException("the secret is not base64");
		}
	}

	private static List<Name> suffixes(String text) {
		List<Name> names = Stream.of(text.split(",", -1)).map(Name::new).toList();
		if (names.size() > MAX_UPDATES || names.stream().anyMatch(name -> name.text().isEmpty())) {
			throw new IllegalArgumentException("update has 1 to " + MAX_UPDATES + " names, with commas between");
		}
		return names;
	}

}
