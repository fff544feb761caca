package org.web3ecosystem.trustchain.ct;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.web3ecosystem.trustchain.Digest;

/** What a log promises to show: {@code signed_entry} of RFC 6962, section 3.2. */
public sealed interface SignedEntry {

	/** RFC 6962's bound is 2^24-1; nothing here comes near it. */
	int MAX_BYTES = 1 << 16;

	/** LogEntryType, section 3.1. */
	short type();

	/** As it stands in a leaf, without its type. */
	byte[] encoded();

	/** Tells it from every other entry. */
	default byte[] identity() {
		return Digest.sha256(new byte[] { (byte) type() }, encoded());
	}

	/**
	 * A certificate.
	 *
	 * @param certificate DER
	 */
	record X509(byte[] certificate) implements SignedEntry {

		public X509 {
			certificate = bounded(certificate);
		}

		@Override
		public byte[] certificate() {
			return certificate.clone();
		}

		@Override
		public short type() {
			return 0;
		}

		@Override
		public byte[] encoded() {
			return prefixed(new byte[0], certificate);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof X509 that && Arrays.equals(certificate, that.certificate);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(certificate);
		}

	}

	/**
	 * A certificate that is about to be issued.
	 *
	 * @param issuerKeyHash SHA-256 of the issuer's SubjectPublicKeyInfo
	 * @param tbsCertificate what will be signed, without timestamps, DER
	 */
	record Precert(byte[] issuerKeyHash, byte[] tbsCertificate) implements SignedEntry {

		public Precert {
			issuerKeyHash = issuerKeyHash.clone();
			tbsCertificate = bounded(tbsCertificate);
			if (issuerKeyHash.length != Digest.LENGTH) {
				throw new IllegalArgumentException("the hash of an issuer's key has " + Digest.LENGTH + " bytes");
			}
		}

		@Override
		public byte[] issuerKeyHash() {
			return issuerKeyHash.clone();
		}

		@Override
		public byte[] tbsCertificate() {
			return tbsCertificate.clone();
		}

		@Override
		public short type() {
			return 1;
		}

		@Override
		public byte[] encoded() {
			return prefixed(issuerKeyHash, tbsCertificate);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Precert that && Arrays.equals(issuerKeyHash, that.issuerKeyHash)
					&& Arrays.equals(tbsCertificate, that.tbsCertificate);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(tbsCertificate);
		}

	}

	/**
	 * Reads one.
	 * @throws IllegalArgumentException if there is none of this type
	 */
	static SignedEntry read(short type, ByteBuffer in) {
		return switch (type) {
			case 0 -> new X509(Vectors.read24(in));
			case 1 -> {
				byte[] hash = new byte[Digest.LENGTH];
				in.get(hash);
				yield new Precert(hash, Vectors.read24(in));
			}
			default -> throw new IllegalArgumentException("not an entry of a known type: " + type);
		};
	}

	private static byte[] prefixed(byte[] before, byte[] content) {
		ByteBuffer out = ByteBuffer.allocate(before.length + Vectors.LENGTH_24 + content.length).put(before);
		Vectors.write24(out, content);
		return out.array();
	}

	private static byte[] bounded(byte[] content) {
		if (content.length == 0 || content.length > MAX_BYTES) {
			throw new IllegalArgumentException("a certificate has 1 to " + MAX_BYTES + " bytes, not " + content.length);
		}
		return content.clone();
	}

}
