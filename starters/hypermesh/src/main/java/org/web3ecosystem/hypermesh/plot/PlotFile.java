package org.web3ecosystem.hypermesh.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * A plot on disk: a header, all labels, and the tree from the height up at which a node
 * stands for sixteen labels, an eighth more. The same node on the same chain writes the
 * same bytes, so a lost file is written again and the ledger need not be told.
 * Thread-safe; nothing of it is kept in memory.
 */
public final class PlotFile implements AutoCloseable {

	/** The tree below this height is computed when it is asked for. */
	private static final int STORED_FROM = 4;

	private static final int HEADER = 512;

	private static final int VERSION = 1;

	/** After so many labels it looks whether it should still go on. */
	private static final int LOOK = 4_096;

	private final FileChannel channel;

	private final Plot plot;

	private PlotFile(FileChannel channel, Plot plot) {
		this.channel = channel;
		this.plot = plot;
	}

	/** What others know of it. */
	public Plot plot() {
		return plot;
	}

	/** How many labels fill so many bytes, as a power of two. */
	public static int depth(long bytes) {
		return Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes / Sha256.LENGTH);
	}

	/**
	 * Opens the file if it is a whole plot of this node and size, which takes a hash for
	 * each label; else writes it, which takes two.
	 * @param stop whether it should give up
	 * @throws PlotException if it cannot be written
	 */
	public static PlotFile openOrWrite(Path file, ChainId chain, NodeId owner, int depth, BooleanSupplier stop) {
		try {
			return open(file, chain, owner, depth, stop);
		}
		catch (IOException | PlotException unfit) {
			return write(file, chain, owner, depth, stop);
		}
	}

	private static PlotFile open(Path file, ChainId chain, NodeId owner, int depth, BooleanSupplier stop)
			throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		try (Arena arena = Arena.ofConfined()) {
			Plot plot = plot(channel, chain, owner, depth);
			ByteBuffer tree = map(channel, MapMode.READ_ONLY, depth, arena);
			long end = tree(tree, depth, stop, (place, node) -> {
				if (!Arrays.equals(get(tree, place), node)) {
					throw new PlotException(file + " is damaged");
				}
			});
			if (!Arrays.equals(get(tree, end - 1), plot.root())) {
				throw new PlotException(file + " is damaged");
			}
			return new PlotFile(channel, plot);
		}
		catch (IOException | RuntimeException unfit) {
			channel.close();
			throw unfit;
		}
	}

	private static PlotFile write(Path file, ChainId chain, NodeId owner, int depth, BooleanSupplier stop) {
		Path draft = file.resolveSibling(file.getFileName() + ".draft");
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE,
					StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
					Arena arena = Arena.ofConfined()) {
				ByteBuffer tree = map(channel, MapMode.READ_WRITE, depth, arena);
				label(tree, new Labels(chain, owner, depth), depth, stop);
				long end = tree(tree, depth, stop, (place, node) -> put(tree, place, node));
				channel.write(header(chain, new Plot(owner, depth, get(tree, end - 1))), 0);
				channel.force(true);
			}
			Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
			return new PlotFile(channel, plot(channel, chain, owner, depth));
		}
		catch (PlotException stopped) {
			draft.toFile().delete();
			throw stopped;
		}
		// a page of a mapping for which the disk has no room is an error of the machine
		catch (IOException | InternalError failed) {
			draft.toFile().delete();
			throw new PlotException("the plot " + file + " cannot be written: " + failed, failed);
		}
	}

	private static void label(ByteBuffer tree, Labels labels, int depth, BooleanSupplier stop) {
		byte[] before = labels.first();
		put(tree, 0, before);
		for (long place = 1; place < 1L << depth; place++) {
			look(place, stop);
			before = labels.label(place, before, get(tree, Labels.far(place, before)));
			put(tree, place, before);
		}
	}

	/** What is done with a node that is stored. */
	@FunctionalInterface
	private interface Stored {

		/**
		 * @param place counted from the first label on
		 */
		void is(long place, byte[] node);

	}

	/** Gives how many labels and nodes there are; the last is the root. */
	private static long tree(ByteBuffer tree, int depth, BooleanSupplier stop, Stored stored) {
		long end = 1L << depth;
		for (long first = 0; first < 1L << depth; first += 1 << STORED_FROM) {
			look(first, stop);
			byte[] group = new byte[Sha256.LENGTH << STORED_FROM];
			tree.get((int) (first * Sha256.LENGTH), group);
			stored.is(end++, reduced(group));
		}
		long below = 1L << depth;
		for (int height = STORED_FROM; height < depth; height++) {
			long next = end;
			for (long at = below; at < next; at += 2) {
				stored.is(end++, Opening.node(get(tree, at), get(tree, at + 1)));
			}
			below = next;
		}
		return end;
	}

	private static void look(long place, BooleanSupplier stop) {
		if (place % LOOK == 0 && stop.getAsBoolean()) {
			throw new PlotException("the plot is not needed any more");
		}
	}

	/** The node above so many labels, a power of two. */
	private static byte[] reduced(byte[] labels) {
		byte[][] level = new byte[labels.length / Sha256.LENGTH][];
		Arrays.setAll(level, i -> Opening.at(labels, i));
		for (int size = level.length; size > 1; size /= 2) {
			for (int i = 0; i < size / 2; i++) {
				level[i] = Opening.node(level[2 * i], level[2 * i + 1]);
			}
		}
		return level[0];
	}

	private static ByteBuffer map(FileChannel channel, MapMode mode, int depth, Arena arena) throws IOException {
		long stored = (2L << depth - STORED_FROM) - 1;
		long size = ((1L << depth) + stored) * Sha256.LENGTH;
		if (mode == MapMode.READ_ONLY && channel.size() != HEADER + size) {
			throw new PlotException("the plot is not whole");
		}
		return channel.map(mode, HEADER, size, arena).asByteBuffer();
	}

	private static byte[] get(ByteBuffer tree, long place) {
		byte[] node = new byte[Sha256.LENGTH];
		tree.get((int) (place * Sha256.LENGTH), node);
		return node;
	}

	private static void put(ByteBuffer tree, long place, byte[] node) {
		tree.put((int) (place * Sha256.LENGTH), node);
	}

	private static ByteBuffer header(ChainId chain, Plot plot) {
		byte[] encoded = Cbor
			.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("chainId", Cbor.of(chain.value())),
					Map.entry("owner", Cbor.of(plot.owner().bytes())), Map.entry("plot", Cbor.of(plot.encode())))
			.encode();
		return ByteBuffer.allocate(HEADER).putShort((short) encoded.length).put(encoded).rewind();
	}

	private static Plot plot(FileChannel channel, ChainId chain, NodeId owner, int depth) throws IOException {
		ByteBuffer header = read(channel, 0, HEADER);
		try {
			byte[] encoded = new byte[Math.clamp(header.getShort(), 0, HEADER - Short.BYTES)];
			header.get(encoded);
			Cbor.Struct map = Cbor.decodeStruct(encoded, HEADER).only("v", "chainId", "owner", "plot");
			Plot plot = Plot.decode(owner, map.bytes("plot"));
			if (map.integer("v") == VERSION && map.text("chainId").equals(chain.value())
					&& Arrays.equals(map.bytes("owner"), owner.bytes()) && plot.depth() == depth) {
				return plot;
			}
		}
		catch (CborException malformed) {
			throw new PlotException("not a plot: " + malformed.getMessage(), malformed);
		}
		throw new PlotException("the plot is another's, or of another size");
	}

	/**
	 * Shows what is asked for; some three hundred reads.
	 * @throws PlotException if the file cannot be read any more
	 */
	public Opening open(Challenge challenge) {
		try {
			ByteArrayOutputStream labels = new ByteArrayOutputStream();
			TreeSet<Long> level = new TreeSet<>();
			for (long place : challenge.places(plot.depth())) {
				byte[] before = node(0, place - 1);
				long far = Labels.far(place, before);
				labels.writeBytes(before);
				labels.writeBytes(node(0, far));
				level.add(place - 1);
				level.add(far);
				level.add(place);
			}
			return new Opening(labels.toByteArray(), beside(level));
		}
		catch (IOException unreadable) {
			throw new PlotException("the plot cannot be read: " + unreadable, unreadable);
		}
	}

	private byte[] beside(TreeSet<Long> shown) throws IOException {
		ByteArrayOutputStream hashes = new ByteArrayOutputStream();
		TreeSet<Long> level = shown;
		for (int height = 0; height < plot.depth(); height++) {
			TreeSet<Long> above = new TreeSet<>();
			for (long place : level) {
				if (!level.contains(place ^ 1)) {
					hashes.writeBytes(node(height, place ^ 1));
				}
				above.add(place >> 1);
			}
			level = above;
		}
		return hashes.toByteArray();
	}

	private byte[] node(int height, long place) throws IOException {
		if (height < STORED_FROM) {
			return reduced(read(channel, HEADER + (place << height) * Sha256.LENGTH, Sha256.LENGTH << height).array());
		}
		long before = plot.labels() + (2L << plot.depth() - STORED_FROM) - (2L << plot.depth() - height);
		return read(channel, HEADER + (before + place) * Sha256.LENGTH, Sha256.LENGTH).array();
	}

	private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer, from + buffer.position()) < 0) {
				throw new IOException("it ends early");
			}
		}
		return buffer.flip();
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (IOException ignored) {
			// it was only read
		}
	}

}
