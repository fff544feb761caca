package org.web3ecosystem.trustchain.ct;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import org.web3ecosystem.trustchain.Digest;

/**
 * SignedCertificateTimestamp of RFC 6962, section 3.2: a log's word that it has an entry.
 *
 * @param logId SHA-256 of the log's key
 * @param timestamp when it was logged
 * @param extensions CtExtensions
 * @param signature a digitally-signed struct
 */
public record SignedTimestamp(byte[] logId, Instant timestamp, byte[] extensions, byte[] signature) {

	private static final byte V1 = 0;

	private static final int HEAD = 1 + Digest.LENGTH + 8 + Vectors.LENGTH_16;

	/** The most in one list. */
	private static final int MAX_LIST = 8;

	public SignedTimestamp {
		logId = logId.clone();
		extensions = extensions.clone();
		signature = signature.clone();
	}

	/** Of an entry that is durable. */
	static SignedTimestamp of(TimestampedEntry entry, TimestampKey key) {
		return new SignedTimestamp(key.logId(), entry.timestamp(), entry.extensions(), key.sign(entry.leafInput()));
	}

	@Override
	public byte[] logId() {
		return logId.clone();
	}

	@Override
	public byte[] extensions() {
		return extensions.clone();
	}

	@Override
	public byte[] signature() {
		return signature.clone();
	}

	/** The place it speaks of, if it does. */
	public OptionalLong index() {
		return LeafIndex.in(extensions);
	}

	/** The entry that it is the timestamp of, if it is that of what was signed. */
	public TimestampedEntry stamped(SignedEntry entry) {
		return new TimestampedEntry(timestamp, entry, extensions);
	}

	/** Whether the log of this key gave it for this entry. */
	public boolean verify(SignedEntry entry, PublicKey key) {
		return Arrays.equals(logId, TimestampKey.logId(key))
				&& TimestampKey.verify(key, stamped(entry).leafInput(), signature);
	}

	/** SignedCertificateTimestampList, section 3.3, of this one alone. */
	public byte[] asList() {
		byte[] encoded = encode();
		int length = Vectors.LENGTH_16 + encoded.length;
		ByteBuffer out = ByteBuffer.allocate(Vectors.LENGTH_16 + length).putShort((short) length);
		Vectors.write16(out, encoded);
		return out.array();
	}

	private byte[] encode() {
		ByteBuffer out = ByteBuffer.allocate(HEAD + extensions.length + signature.length);
		out.put(V1).put(logId).putLong(timestamp.toEpochMilli());
		Vectors.write16(out, extensions);
		return out.put(signature).array();
	}

	/**
	 * Reads a SignedCertificateTimestampList, of which those of an unknown version are
	 * left out.
	 * @throws IllegalArgumentException if it is none
	 */
	public static List<SignedTimestamp> list(byte[] encoded) {
		try {
			ByteBuffer outer = ByteBuffer.wrap(encoded);
			ByteBuffer in = ByteBuffer.wrap(Vectors.read16(outer));
			List<SignedTimestamp> read = new ArrayList<>();
			int count = 0;
			while (in.hasRemaining()) {
				byte[] each = Vectors.read16(in);
				if (each.length == 0 || ++count > MAX_LIST) {
					throw new IllegalArgumentException("an empty timestamp, or more than " + MAX_LIST);
				}
				if (each[0] == V1) {
					read.add(decode(ByteBuffer.wrap(each, 1, each.length - 1)));
				}
			}
			if (outer.hasRemaining() || count == 0) {
				throw new IllegalArgumentException("not a list of timestamps");
			}
			return read;
		}
		catch (BufferUnderflowException cut) {
			throw new IllegalArgumentException("a timestamp is cut", cut);
		}
	}

	private static SignedTimestamp decode(ByteBuffer in) {
		byte[] logId = new byte[Digest.LENGTH];
		in.get(logId);
		Instant timestamp = Instant.ofEpochMilli(in.getLong());
		byte[] extensions = Vectors.read16(in);
		byte[] signature = new byte[in.remaining()];
		in.get(signature);
		return new SignedTimestamp(logId, timestamp, extensions, signature);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SignedTimestamp that && Arrays.equals(encode(), that.encode());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(signature);
	}

}
