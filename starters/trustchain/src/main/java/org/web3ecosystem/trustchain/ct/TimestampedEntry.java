package org.web3ecosystem.trustchain.ct;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * An entry and when it was logged (RFC 6962, section 3.4): what the tree commits to, and,
 * byte for byte, what a timestamp signs (section 3.2).
 *
 * @param timestamp to the millisecond
 * @param entry what was logged
 * @param extensions CtExtensions; since the log has static tiles, the entry's place
 * (c2sp.org/static-ct-api, SCT Extension)
 */
public record TimestampedEntry(Instant timestamp, SignedEntry entry, byte[] extensions) {

	/** Version 1, and timestamped_entry in a leaf or certificate_timestamp signed. */
	private static final short V1 = 0;

	private static final int HEAD = 2 + 8 + 2;

	public TimestampedEntry {
		extensions = extensions.clone();
	}

	/** The one at this place. */
	static TimestampedEntry at(int index, Instant timestamp, SignedEntry entry) {
		return new TimestampedEntry(timestamp, entry, LeafIndex.encode(index));
	}

	@Override
	public byte[] extensions() {
		return extensions.clone();
	}

	/** MerkleTreeLeaf. */
	public byte[] leafInput() {
		byte[] signed = entry.encoded();
		ByteBuffer out = ByteBuffer.allocate(HEAD + signed.length + Vectors.LENGTH_16 + extensions.length);
		out.putShort(V1).putLong(timestamp.toEpochMilli()).putShort(entry.type()).put(signed);
		Vectors.write16(out, extensions);
		return out.array();
	}

	/**
	 * Reads a MerkleTreeLeaf.
	 * @throws IllegalArgumentException if it is none
	 */
	public static TimestampedEntry decode(byte[] leafInput) {
		try {
			ByteBuffer in = ByteBuffer.wrap(leafInput);
			if (in.getShort() != V1) {
				throw new IllegalArgumentException("not a leaf of version 1");
			}
			Instant timestamp = Instant.ofEpochMilli(in.getLong());
			TimestampedEntry read = new TimestampedEntry(timestamp, SignedEntry.read(in.getShort(), in),
					Vectors.read16(in));
			if (in.hasRemaining()) {
				throw new IllegalArgumentException("a leaf is followed by something");
			}
			return read;
		}
		catch (BufferUnderflowException cut) {
			throw new IllegalArgumentException("a leaf is cut", cut);
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TimestampedEntry that && timestamp.equals(that.timestamp) && entry.equals(that.entry)
				&& Arrays.equals(extensions, that.extensions);
	}

	@Override
	public int hashCode() {
		return entry.hashCode();
	}

}
