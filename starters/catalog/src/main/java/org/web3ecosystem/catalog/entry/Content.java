package org.web3ecosystem.catalog.entry;

import java.util.regex.Pattern;

/**
 * The bytes of a blob, without having them.
 *
 * @param digest SHA-256 of all of them
 * @param root root of their {@link ChunkTree}
 * @param size how many there are
 */
public record Content(Digest digest, Digest root, long size) {

	/** The largest blob, in bytes. */
	public static final long MAX_SIZE = 64L << 20;

	private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}-[0-9a-f]{64}-[1-9][0-9]{0,8}");

	public Content {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("a blob has 1 to " + MAX_SIZE + " bytes, not " + size);
		}
	}

	/** How many chunks it has. */
	public int chunks() {
		return (int) ((size + ChunkTree.CHUNK - 1) / ChunkTree.CHUNK);
	}

	/**
	 * Names it. Root and size are in the name, since who claims wrong ones must not take
	 * the digest from those who claim the right ones.
	 */
	public String key() {
		return digest + "-" + root + "-" + size;
	}

	/**
	 * Reads a {@link #key}.
	 * @throws IllegalArgumentException if it is none
	 */
	public static Content ofKey(String key) {
		if (!KEY.matcher(key).matches()) {
			throw new IllegalArgumentException("not a blob's key");
		}
		int hex = 2 * Digest.LENGTH;
		return new Content(new Digest(key.substring(0, hex)), new Digest(key.substring(hex + 1, 2 * hex + 1)),
				Long.parseLong(key.substring(2 * hex + 2)));
	}

}
