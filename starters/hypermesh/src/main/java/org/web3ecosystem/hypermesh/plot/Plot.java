package org.web3ecosystem.hypermesh.plot;

import java.util.Arrays;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What others know of a node's plot.
 *
 * @param owner the node whose labels are in it
 * @param depth it has 2<sup>depth</sup> labels of 32 bytes
 * @param root of the tree over the labels, see {@link Opening}
 */
public record Plot(NodeId owner, int depth, byte[] root) {

	/** The smallest there can be: 1 KiB. */
	public static final int MIN_DEPTH = 5;

	/** The largest: 1 GiB, so that what is shown of it has a limit. */
	public static final int MAX_DEPTH = 25;

	/** More than one has, encoded. */
	private static final int MAX_BYTES = 128;

	public Plot {
		root = root.clone();
		if (depth < MIN_DEPTH || depth > MAX_DEPTH || root.length != Sha256.LENGTH) {
			throw new CborException("a plot has 2^" + MIN_DEPTH + " to 2^" + MAX_DEPTH + " labels and a root");
		}
	}

	@Override
	public byte[] root() {
		return root.clone();
	}

	/** How many labels it has. */
	public long labels() {
		return 1L << depth;
	}

	/** How many bytes these are. */
	public long bytes() {
		return labels() * Sha256.LENGTH;
	}

	/** As it is registered; whose it is says the place where that stands. */
	byte[] encode() {
		return Cbor.struct(Map.entry("depth", Cbor.of(depth)), Map.entry("root", Cbor.of(root))).encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	static Plot decode(NodeId owner, byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("depth", "root");
		return new Plot(owner, depth(map.integer("depth")), map.bytes("root"));
	}

	/**
	 * @throws CborException if no plot is that deep
	 */
	public static int depth(long number) {
		if (number < MIN_DEPTH || number > MAX_DEPTH) {
			throw new CborException("no plot has 2^" + number + " labels");
		}
		return (int) number;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Plot that && owner.equals(that.owner) && depth == that.depth
				&& Arrays.equals(root, that.root);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(root);
	}

	@Override
	public String toString() {
		return "Plot[" + owner.brief() + " 2^" + depth + "]";
	}

}
