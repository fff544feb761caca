package org.web3ecosystem.hypermesh.plot;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * Labels that a {@link Challenge} asks for, with what leads from them to the root. For
 * each of its places the label before and the far one are here; that of the place itself
 * follows, and has to be in the tree as well. So a plot with wrong labels is found out,
 * and nobody has to have seen the whole.
 *
 * @param labels two for each place, in the order of the places
 * @param hashes beside the ways to the root: from the labels up, on each height from the
 * left
 */
public record Opening(byte[] labels, byte[] hashes) {

	/** The most hashes: one on each height for each label. */
	private static final int MAX_HASHES = 3 * Challenge.PLACES * Plot.MAX_DEPTH;

	/** More bytes than one has. */
	public static final int MAX_BYTES = (2 * Challenge.PLACES + MAX_HASHES) * Sha256.LENGTH;

	private static final byte[] NODE = { 1 };

	public Opening {
		labels = labels.clone();
		hashes = hashes.clone();
		if (labels.length != 2 * Challenge.PLACES * Sha256.LENGTH || hashes.length % Sha256.LENGTH != 0
				|| hashes.length > MAX_HASHES * Sha256.LENGTH) {
			throw new CborException("not labels of a plot");
		}
	}

	@Override
	public byte[] labels() {
		return labels.clone();
	}

	@Override
	public byte[] hashes() {
		return hashes.clone();
	}

	/** An inner node of the tree over the labels. */
	static byte[] node(byte[] left, byte[] right) {
		return Sha256.of(NODE, left, right);
	}

	/**
	 * Some three hundred hashes.
	 * @throws PlotException if these are not the labels asked for, or not in the plot
	 */
	public void verify(Plot plot, ChainId chain, Challenge challenge) {
		TreeMap<Long, byte[]> level = shown(plot, chain, challenge);
		Hashes beside = new Hashes(hashes);
		for (int height = 0; height < plot.depth(); height++) {
			level = above(level, beside);
		}
		if (!beside.areUsedUp() || !Arrays.equals(level.firstEntry().getValue(), plot.root())) {
			throw new PlotException("the labels shown are not in the plot of node " + plot.owner().brief());
		}
	}

	private TreeMap<Long, byte[]> shown(Plot plot, ChainId chain, Challenge challenge) {
		Labels all = new Labels(chain, plot.owner(), plot.depth());
		TreeMap<Long, byte[]> shown = new TreeMap<>();
		long[] places = challenge.places(plot.depth());
		for (int i = 0; i < places.length; i++) {
			byte[] before = at(labels, 2 * i);
			byte[] far = at(labels, 2 * i + 1);
			put(shown, places[i] - 1, before);
			put(shown, Labels.far(places[i], before), far);
			put(shown, places[i], all.label(places[i], before, far));
		}
		return shown;
	}

	private static void put(Map<Long, byte[]> shown, long place, byte[] label) {
		byte[] known = shown.putIfAbsent(place, label);
		if (known != null && !Arrays.equals(known, label)) {
			throw new PlotException("two labels are shown for one place");
		}
	}

	private static TreeMap<Long, byte[]> above(TreeMap<Long, byte[]> level, Hashes beside) {
		TreeMap<Long, byte[]> above = new TreeMap<>();
		level.forEach((place, hash) -> {
			if (!above.containsKey(place >> 1)) {
				// the left one of two comes first, so what is missing here is not to come
				byte[] known = level.get(place ^ 1);
				byte[] other = known != null ? known : beside.next();
				above.put(place >> 1, (place & 1) == 0 ? node(hash, other) : node(other, hash));
			}
		});
		return above;
	}

	static byte[] at(byte[] hashes, int index) {
		return Arrays.copyOfRange(hashes, index * Sha256.LENGTH, (index + 1) * Sha256.LENGTH);
	}

	/** In the order in which they are needed. */
	private static final class Hashes implements Iterator<byte[]> {

		private final byte[] all;

		private int used;

		Hashes(byte[] all) {
			this.all = all;
		}

		@Override
		public boolean hasNext() {
			return !areUsedUp();
		}

		boolean areUsedUp() {
			return used * Sha256.LENGTH == all.length;
		}

		@Override
		public byte[] next() {
			if (areUsedUp()) {
				throw new PlotException("there are fewer hashes than lead to a root");
			}
			return at(all, used++);
		}

	}

}
