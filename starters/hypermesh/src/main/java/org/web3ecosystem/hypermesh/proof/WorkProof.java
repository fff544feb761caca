package org.web3ecosystem.hypermesh.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.web3ecosystem.hypermesh.state.Sha256;

/**
 * Hashcash: a number with which the hash of the claim begins with so many zero bits. It
 * shows that about 2^bits hashes were computed for exactly this claim, not when or by
 * whom.
 */
final class WorkProof {

	private static final byte[] DOMAIN = "web3:work/1\0".getBytes(StandardCharsets.US_ASCII);

	private WorkProof() {
	}

	/** Searches from 0; about 2^bits hashes. */
	static long find(byte[] claim, int bits) {
		MessageDigest digest = Sha256.start();
		ByteBuffer input = input(claim);
		for (long number = 0; number >= 0; number++) {
			if (leadingZeros(hash(digest, input, number)) >= bits) {
				return number;
			}
		}
		throw new IllegalStateException("2^63 numbers without a proof of work");
	}

	/** One hash. */
	static boolean verify(byte[] claim, int bits, long number) {
		return number >= 0 && leadingZeros(hash(Sha256.start(), input(claim), number)) >= bits;
	}

	/** With room for the number at its end. */
	private static ByteBuffer input(byte[] claim) {
		return ByteBuffer.allocate(DOMAIN.length + claim.length + Long.BYTES).put(DOMAIN).put(claim);
	}

	private static byte[] hash(MessageDigest digest, ByteBuffer input, long number) {
		return digest.digest(input.putLong(input.capacity() - Long.BYTES, number).array());
	}

	private static int leadingZeros(byte[] hash) {
		int zeros = 0;
		for (byte next : hash) {
			if (next != 0) {
				return zeros + Integer.numberOfLeadingZeros(next & 0xff) - 24;
			}
			zeros += Byte.SIZE;
		}
		return zeros;
	}

}
