package org.web3ecosystem.trustchain.ct;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

/**
 * One issued certificate in the log.
 *
 * @param timestamp when it was logged, to the millisecond
 * @param certificate DER, at most {@value #MAX_CERTIFICATE} bytes
 * @param purpose what it was issued for
 * @param node whom it was issued to
 */
public record LogEntry(Instant timestamp, byte[] certificate, Purpose purpose, NodeId node) {

	/** RFC 6962's bound is 2^24-1; nothing here comes near it. */
	public static final int MAX_CERTIFICATE = 1 << 16;

	/** Version, leaf type, timestamp, entry type, and the length of the certificate. */
	private static final int HEAD = 1 + 1 + 8 + 2 + 3;

	/** Length of the empty extensions. */
	private static final int TAIL = 2;

	public LogEntry {
		certificate = certificate.clone();
		if (certificate.length == 0 || certificate.length > MAX_CERTIFICATE) {
			throw new IllegalArgumentException(
					"a certificate has 1 to " + MAX_CERTIFICATE + " bytes, not " + certificate.length);
		}
	}

	@Override
	public byte[] certificate() {
		return certificate.clone();
	}

	/** SHA-256 of the certificate. */
	public byte[] fingerprint() {
		return Digest.sha256(certificate);
	}

	/**
	 * MerkleTreeLeaf of an x509_entry, RFC 6962, section 3.4: what the tree commits to.
	 */
	public byte[] leafInput() {
		ByteBuffer out = ByteBuffer.allocate(HEAD + certificate.length + TAIL);
		out.put((byte) 0).put((byte) 0).putLong(timestamp.toEpochMilli()).putShort((short) 0);
		out.put((byte) (certificate.length >>> 16)).putShort((short) certificate.length).put(certificate);
		return out.putShort((short) 0).array();
	}

	/**
	 * The certificate in a MerkleTreeLeaf, DER.
	 * @throws IllegalArgumentException if it is not that of an x509_entry
	 */
	public static byte[] certificateIn(byte[] leafInput) {
		ByteBuffer in = ByteBuffer.wrap(leafInput);
		if (leafInput.length <= HEAD + TAIL || in.getShort(0) != 0 || in.getShort(10) != 0
				|| leafInput.length - HEAD - TAIL != ((in.get(12) & 0xff) << 16 | in.getShort(13) & 0xffff)) {
			throw new IllegalArgumentException("not an x509_entry");
		}
		return Arrays.copyOfRange(leafInput, HEAD, leafInput.length - TAIL);
	}

	/** What stands beside the leaf and is not in the tree. */
	byte[] extra() {
		return Cbor.struct(Map.entry("purpose", Cbor.of(purpose.name())), Map.entry("node", Cbor.of(node.hex())))
			.encode();
	}

	static LogEntry decode(byte[] leafInput, byte[] extra) {
		Cbor.Struct beside = Cbor.decodeStruct(extra, MAX_CERTIFICATE).only("purpose", "node");
		ByteBuffer in = ByteBuffer.wrap(leafInput);
		in.getShort();
		Instant timestamp = Instant.ofEpochMilli(in.getLong());
		in.getShort();
		byte[] certificate = new byte[Math.min((in.get() & 0xff) << 16 | in.getShort() & 0xffff, in.remaining())];
		in.get(certificate);
		LogEntry entry = new LogEntry(timestamp, certificate, Purpose.valueOf(beside.text("purpose")),
				new NodeId(beside.text("node")));
		if (!Arrays.equals(entry.leafInput(), leafInput)) {
			throw new IllegalArgumentException("not a log entry");
		}
		return entry;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof LogEntry that && Arrays.equals(leafInput(), that.leafInput()) && purpose == that.purpose
				&& node.equals(that.node);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(certificate);
	}

}
