package org.web3ecosystem.hypermesh.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The way from the root of the {@link StateTree} to an entry: 256 bits, left is 0.
 * Hashing spreads the entries, so nobody can make the tree deep without making
 * collisions.
 */
final class EntryPath implements Comparable<EntryPath> {

	static final int BITS = 256;

	private static final byte[] DOMAIN = "web3:state-entry/1\0".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SEPARATOR = { 0 };

	private static final byte POSITION = 'n';

	private final byte[] bits;

	EntryPath(byte[] bits) {
		this.bits = bits.clone();
		if (bits.length * Byte.SIZE != BITS) {
			throw new IllegalArgumentException("a path has " + BITS + " bits");
		}
	}

	/** No module name contains a zero byte, so the two parts cannot run together. */
	static EntryPath of(String module, String key) {
		return new EntryPath(Sha256.of(DOMAIN, module.getBytes(StandardCharsets.UTF_8), SEPARATOR,
				key.getBytes(StandardCharsets.UTF_8)));
	}

	byte[] bytes() {
		return bits.clone();
	}

	/** Whether the way turns right below {@code depth}. */
	boolean turnsRight(int depth) {
		return (bits[depth >>> 3] >>> (7 - (depth & 7)) & 1) == 1;
	}

	/** The same way with the other turn below {@code depth}. */
	EntryPath turnedAt(int depth) {
		byte[] other = bits.clone();
		other[depth >>> 3] ^= (byte) (1 << (7 - (depth & 7)));
		return new EntryPath(other);
	}

	/** Whether both ways are the same down to {@code depth}. */
	boolean agreesTo(EntryPath other, int depth) {
		return Arrays.equals(position(depth), other.position(depth));
	}

	/** Where the two ways part: the depth below which one turns left and one right. */
	int partsFrom(EntryPath other) {
		int octet = Arrays.mismatch(bits, other.bits);
		return octet < 0 ? BITS : octet * Byte.SIZE
				+ Integer.numberOfLeadingZeros((bits[octet] ^ other.bits[octet]) & 0xff) - (Integer.SIZE - Byte.SIZE);
	}

	/** The key under which the node at {@code depth} on this way is stored. */
	byte[] position(int depth) {
		int length = (depth + 7) >>> 3;
		ByteBuffer key = ByteBuffer.allocate(3 + length).put(POSITION).putShort((short) depth).put(bits, 0, length);
		int spare = length * Byte.SIZE - depth;
		if (spare > 0) {
			int last = key.position() - 1;
			key.put(last, (byte) (key.get(last) & 0xff << spare));
		}
		return key.array();
	}

	@Override
	public int compareTo(EntryPath other) {
		return Arrays.compareUnsigned(bits, other.bits);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EntryPath that && Arrays.equals(bits, that.bits);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(bits);
	}

	@Override
	public String toString() {
		return HexFormat.of().formatHex(bits);
	}

}
