package org.web3ecosystem.trustchain.ct;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.web3ecosystem.trustchain.Digest;

/** Entries as data tiles hold them (c2sp.org/static-ct-api, Log entries). */
final class TileLeaf {

	/** Version and type of a leaf, which a TileLeaf leaves out. */
	private static final int LEFT_OUT = 2;

	private TileLeaf() {
	}

	static byte[] encode(LogEntry entry) {
		byte[] leaf = entry.leafInput();
		byte[] precertificate = entry.precertificate();
		boolean marked = precertificate.length > 0;
		List<byte[]> chain = entry.chain();
		ByteBuffer out = ByteBuffer
			.allocate(leaf.length - LEFT_OUT + (marked ? Vectors.LENGTH_24 + precertificate.length : 0)
					+ Vectors.LENGTH_16 + chain.size() * Digest.LENGTH);
		out.put(leaf, LEFT_OUT, leaf.length - LEFT_OUT);
		if (marked) {
			Vectors.write24(out, precertificate);
		}
		out.putShort((short) (chain.size() * Digest.LENGTH));
		chain.forEach(out::put);
		return out.array();
	}

	/** A data tile. */
	static byte[] tile(List<LogEntry> entries) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		entries.forEach(entry -> out.writeBytes(encode(entry)));
		return out.toByteArray();
	}

	/**
	 * The first entries of a data tile.
	 * @throws IllegalArgumentException if it has fewer
	 */
	static byte[] first(byte[] tile, int count) {
		try {
			ByteBuffer in = ByteBuffer.wrap(tile);
			for (int i = 0; i < count; i++) {
				in.getLong();
				SignedEntry entry = SignedEntry.read(in.getShort(), in);
				Vectors.read16(in);
				if (entry instanceof SignedEntry.Precert) {
					Vectors.read24(in);
				}
				Vectors.read16(in);
			}
			return Arrays.copyOf(tile, in.position());
		}
		catch (BufferUnderflowException cut) {
			throw new IllegalArgumentException("a data tile is cut", cut);
		}
	}

}
