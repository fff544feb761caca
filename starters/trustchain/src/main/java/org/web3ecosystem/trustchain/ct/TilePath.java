package org.web3ecosystem.trustchain.ct;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.web3ecosystem.trustchain.Digest;

/**
 * Where a tile is (c2sp.org/static-ct-api, Merkle Tree and Log entries).
 *
 * @param level of hashes, or {@link #DATA}
 * @param index of the tile in its level
 * @param width how many it has, 1 to {@link #FULL}
 */
record TilePath(int level, int index, int width) {

	/** How many a tile has that is full. */
	static final int FULL = 256;

	/** Stands for the level of the entries themselves. */
	static final int DATA = -1;

	private static final int MAX_LEVEL = 5;

	/** A million entries are 3 907 tiles; nothing here has more than two elements. */
	private static final Pattern PATH = Pattern
		.compile("tile/(data|[0-5])/(?:x([0-9]{3})/)?([0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

	TilePath {
		if (level < DATA || level > MAX_LEVEL || index < 0 || index >= 1_000_000 || width < 1 || width > FULL) {
			throw new IllegalArgumentException("not a tile");
		}
	}

	/** Empty if it is no tile's path, written as it has to be. */
	static Optional<TilePath> parse(String path) {
		Matcher matcher = PATH.matcher(path);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		int level = matcher.group(1).equals("data") ? DATA : Integer.parseInt(matcher.group(1));
		int high = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : 0;
		int width = (matcher.group(4) != null) ? Integer.parseInt(matcher.group(4)) : FULL;
		if (matcher.group(4) != null && width >= FULL) {
			return Optional.empty();
		}
		return Optional.of(new TilePath(level, high * 1000 + Integer.parseInt(matcher.group(3)), width))
			.filter(tile -> tile.toString().equals(path));
	}

	boolean isFull() {
		return width == FULL;
	}

	TilePath ofWidth(int other) {
		return new TilePath(level, index, other);
	}

	/** The first so many of this tile. */
	byte[] cut(byte[] content, int count) {
		return (level == DATA) ? TileLeaf.first(content, count) : Arrays.copyOf(content, count * Digest.LENGTH);
	}

	/** Where the partial forms of this tile are. */
	String partials() {
		return ofWidth(FULL) + ".p";
	}

	@Override
	public String toString() {
		String number = (index < 1000) ? "%03d".formatted(index) : "x%03d/%03d".formatted(index / 1000, index % 1000);
		return "tile/" + ((level == DATA) ? "data" : level) + "/" + number + (isFull() ? "" : ".p/" + width);
	}

}
