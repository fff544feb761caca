package org.web3ecosystem.trustchain.ct;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes what anyone may read of a log, as files that any web server could show: tiles of
 * hashes, tiles of entries and, when they are durable, the checkpoint
 * (c2sp.org/static-ct-api). They follow from the entries, so what is missing is written
 * again; what is other than the entries say is a reason not to go on.
 */
final class PublicFiles {

	static final String CHECKPOINT = "checkpoint";

	/**
	 * Of the same tile so many partial forms stay, for readers of an earlier checkpoint.
	 */
	private static final int PARTIALS = 4;

	private static final String ACTION = "If entries were lost, restore the directory as it was last written or begin a new log with 'restore';"
			+ " if only these files are damaged, delete the directory 'public': it is written again from the entries.";

	private final TileStore store;

	private final MerkleTree tree;

	private final EntryFile entries;

	/**
	 * @param tree the hashes
	 * @param entries what was logged, durable
	 */
	PublicFiles(TileStore store, MerkleTree tree, EntryFile entries) {
		this.store = store;
		this.tree = tree;
		this.entries = entries;
	}

	/**
	 * Holds what lies there against the entries, and writes what is missing.
	 * @throws LogException if something else lies there
	 */
	void verify(String origin, PublicKey key, PublicKey heads) throws IOException {
		int size = tree.size();
		checkCheckpoint(origin, key, heads);
		for (TilePath tile : grown(0, size)) {
			byte[] expected = content(tile);
			if (!isThere(tile, expected)) {
				store.write(tile.toString(), expected);
			}
			for (int width : partials(tile)) {
				if (width < tile.width()) {
					isThere(tile.ofWidth(width), tile.cut(expected, width));
				}
			}
		}
		discard(size, size);
	}

	/** Whether it is there, as it should be. */
	private boolean isThere(TilePath tile, byte[] expected) throws IOException {
		Optional<byte[]> found = store.read(tile.toString());
		if (found.isPresent() && !Arrays.equals(found.get(), expected)) {
			throw new LogException(tile + " in " + store + " is not what the log's entries say", ACTION);
		}
		return found.isPresent();
	}

	private void checkCheckpoint(String origin, PublicKey key, PublicKey heads) throws IOException {
		Optional<byte[]> note = store.read(CHECKPOINT);
		if (note.isEmpty()) {
			return;
		}
		try {
			String text = new String(note.get(), StandardCharsets.UTF_8);
			Checkpoint shown = Checkpoint.verified(text, key);
			if (!shown.origin().equals(origin) || Checkpoint.treeHead(text, heads).isEmpty()) {
				throw new IllegalArgumentException("it is not this log's");
			}
			if (shown.size() > tree.size()) {
				throw new LogException("the log has " + tree.size() + " entries, but a checkpoint of " + shown.size()
						+ " was published in " + store, ACTION);
			}
			if (!Arrays.equals(shown.root(), tree.root((int) shown.size()))) {
				throw new LogException("the entries of the log are not those that were published in " + store, ACTION);
			}
		}
		catch (IllegalArgumentException forged) {
			throw new LogException("the checkpoint in " + store + " is not good: " + forged.getMessage(), ACTION,
					forged);
		}
	}

	/** Writes the tiles that a log which grew has anew. */
	void write(int from, int to) throws IOException {
		for (TilePath tile : grown(from, to)) {
			store.write(tile.toString(), content(tile));
		}
	}

	/** Shows a checkpoint whose tiles are durable, and clears up behind it. */
	void show(String note, int from, int to) throws IOException {
		store.write(CHECKPOINT, note.getBytes(StandardCharsets.UTF_8));
		for (TilePath tile : grown(from, to)) {
			List<Integer> widths = partials(tile);
			int kept = tile.isFull() ? 0 : PARTIALS;
			for (int width : widths.subList(0, Math.max(0, widths.size() - kept))) {
				store.remove(tile.ofWidth(width).toString());
			}
		}
	}

	/**
	 * Takes back what was written for a log that then did not grow: a later form of the
	 * same tile would be another.
	 */
	void discard(int from, int to) throws IOException {
		int reached = Math.max(from + 1, to);
		for (TilePath tile : grown(from, reached)) {
			int standing = standing(tile, from);
			if (standing < TilePath.FULL) {
				store.remove(tile.ofWidth(TilePath.FULL).toString());
			}
			for (int width : partials(tile)) {
				if (width > standing) {
					store.remove(tile.ofWidth(width).toString());
				}
			}
		}
	}

	/** How many hashes of this tile a log of this size has. */
	private static int standing(TilePath tile, int size) {
		return Math.clamp(length(tile.level(), size) - (long) tile.index() * TilePath.FULL, 0, TilePath.FULL);
	}

	private List<Integer> partials(TilePath tile) throws IOException {
		List<Integer> widths = new ArrayList<>();
		for (String name : store.list(tile.partials())) {
			if (name.matches("[1-9][0-9]{0,2}") && Integer.parseInt(name) < TilePath.FULL) {
				widths.add(Integer.parseInt(name));
			}
		}
		return widths.stream().sorted().toList();
	}

	/** The rightmost tiles of each level that change between the sizes. */
	private static List<TilePath> grown(int from, int to) {
		List<TilePath> tiles = new ArrayList<>();
		for (int level = TilePath.DATA; length(level, to) > 0; level++) {
			int before = length(level, from);
			int after = length(level, to);
			for (int index = before / TilePath.FULL; before < after && index * TilePath.FULL < after; index++) {
				tiles.add(new TilePath(level, index, Math.min(TilePath.FULL, after - index * TilePath.FULL)));
			}
		}
		return tiles;
	}

	/** How many of a level a tree of this size has. */
	private static int length(int level, int size) {
		return size >>> 8 * Math.max(level, 0);
	}

	private byte[] content(TilePath tile) throws IOException {
		int begin = tile.index() * TilePath.FULL;
		if (tile.level() != TilePath.DATA) {
			ByteArrayOutputStream hashes = new ByteArrayOutputStream();
			for (int i = begin; i < begin + tile.width(); i++) {
				hashes.writeBytes(tree.node(8 * tile.level(), i));
			}
			return hashes.toByteArray();
		}
		List<LogEntry> held = new ArrayList<>();
		for (int i = begin; i < begin + tile.width(); i++) {
			held.add(entries.read(i));
		}
		return TileLeaf.tile(held);
	}

}
