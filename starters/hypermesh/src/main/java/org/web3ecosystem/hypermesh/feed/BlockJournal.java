package org.web3ecosystem.hypermesh.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The newest blocks, on disk. Each height is there once; there may be gaps, which can be
 * filled later. It is not synced with every block: what a power failure takes from its
 * end is a gap like any other. Thread-safe.
 */
final class BlockJournal {

	/** Files at most; gaps make more of them than blocks do. */
	private static final int MAX_SEGMENTS = 256;

	/** How many files a full journal without a gap has. */
	private static final int PARTS = 16;

	private final Path directory;

	private final int maxBlocks;

	private final long maxBytes;

	private final NavigableMap<Long, BlockSegment> segments = new TreeMap<>();

	private long blocks;

	private long bytes;

	/** Up to there blocks were let go, or would be at once. */
	private long letGo;

	private BlockJournal(Path directory, FeedLimits limits) {
		this.directory = directory;
		this.maxBlocks = limits.blocks();
		this.maxBytes = limits.bytes();
	}

	/** Opens what there is, or begins. */
	static BlockJournal open(Path directory, FeedLimits limits) throws IOException {
		Files.createDirectories(directory);
		BlockJournal journal = new BlockJournal(directory, limits);
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter(each -> BlockSegment.isName(each.getFileName().toString()))
				.sorted()
				.toList()) {
				journal.load(file);
			}
		}
		journal.trim();
		if (4 * journal.blocks > 3L * journal.maxBlocks || 4 * journal.bytes > 3 * journal.maxBytes) {
			journal.letGo = journal.segments.firstKey() - 1;
		}
		return journal;
	}

	private void load(Path file) throws IOException {
		BlockSegment segment = BlockSegment.open(file).orElse(null);
		if (segment != null) {
			segments.put(segment.first(), segment);
			blocks += segment.count();
			bytes += segment.size();
		}
	}

	/**
	 * Keeps a block, unless that height is there or was let go.
	 * @return whether it was new
	 */
	synchronized boolean add(long height, byte[] block) throws IOException {
		if (height <= letGo || has(height)) {
			return false;
		}
		BlockSegment segment = segmentFor(height);
		long before = segment.size();
		segment.append(block);
		bytes += segment.size() - before;
		blocks++;
		trim();
		return true;
	}

	private BlockSegment segmentFor(long height) throws IOException {
		Map.Entry<Long, BlockSegment> below = segments.floorEntry(height);
		if (below != null && below.getValue().last() + 1 == height) {
			BlockSegment segment = below.getValue();
			if (segment.count() < Math.max(1, maxBlocks / PARTS) && segment.size() < maxBytes / PARTS) {
				return segment;
			}
			segment.force();
		}
		BlockSegment begun = BlockSegment.begin(directory, height);
		segments.put(height, begun);
		bytes += begun.size();
		return begun;
	}

	private void trim() throws IOException {
		while (segments.size() > 1 && (blocks > maxBlocks || bytes > maxBytes || segments.size() > MAX_SEGMENTS)) {
			BlockSegment oldest = segments.pollFirstEntry().getValue();
			blocks -= oldest.count();
			bytes -= oldest.size();
			letGo = Math.max(letGo, oldest.last());
			oldest.delete();
		}
	}

	synchronized boolean has(long height) {
		Map.Entry<Long, BlockSegment> below = segments.floorEntry(height);
		return below != null && below.getValue().last() >= height;
	}

	/** Blocks from a height on, up to the next gap or file; none if it is not there. */
	synchronized List<byte[]> read(long from, int most) throws IOException {
		return has(from) ? segments.floorEntry(from).getValue().read(from, most, FeedLimits.PAGE_BYTES) : List.of();
	}

	/** The lowest height from there on that is there. */
	synchronized OptionalLong next(long from) {
		if (has(from)) {
			return OptionalLong.of(from);
		}
		Long above = segments.ceilingKey(from);
		return above == null ? OptionalLong.empty() : OptionalLong.of(above);
	}

	/** The lowest height from there on that is not there. */
	synchronized long missing(long from) {
		long height = from;
		while (has(height)) {
			height = segments.floorEntry(height).getValue().last() + 1;
		}
		return height;
	}

	/** Up to there blocks were let go, or would be at once. */
	synchronized long letGo() {
		return letGo;
	}

	/** The lowest height; empty without a block. */
	synchronized OptionalLong first() {
		return segments.isEmpty() ? OptionalLong.empty() : OptionalLong.of(segments.firstKey());
	}

	/** The highest height; empty without a block. */
	synchronized OptionalLong last() {
		return segments.isEmpty() ? OptionalLong.empty() : OptionalLong.of(segments.lastEntry().getValue().last());
	}

	synchronized long blocks() {
		return blocks;
	}

	synchronized long bytes() {
		return bytes;
	}

	/** Has the disk have all of it. */
	synchronized void force() throws IOException {
		if (!segments.isEmpty()) {
			segments.lastEntry().getValue().force();
		}
	}

}
