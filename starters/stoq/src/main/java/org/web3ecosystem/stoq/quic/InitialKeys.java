package org.web3ecosystem.stoq.quic;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.web3ecosystem.stoq.tls.HkdfLabel;

/**
 * The keys of a server's Initial packets (RFC 9001 section 5.2). They are no secret:
 * everybody who saw the id by which the client first called the server, after a Retry the
 * new one, can make them.
 */
final class InitialKeys {

	private static final byte[] SALT = HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");

	private static final byte[] EMPTY = {};

	private static final int SECRET = 32;

	private static final int KEY = 16;

	private static final int NONCE = 12;

	private static final int TAG = 16;

	/** A packet number is sampled as if it were the longest. */
	private static final int LONGEST_NUMBER = 4;

	private static final int SAMPLE = 16;

	private static final int PROTECTED_BITS = 0x0f;

	private static final int NUMBER_LENGTH_BITS = 0x03;

	private final byte[] key;

	private final byte[] nonce;

	private final byte[] header;

	private InitialKeys(byte[] secret, HkdfLabel hkdf) {
		this.key = hkdf.expand(secret, "quic key", EMPTY, KEY);
		this.nonce = hkdf.expand(secret, "quic iv", EMPTY, NONCE);
		this.header = hkdf.expand(secret, "quic hp", EMPTY, KEY);
	}

	/**
	 * @param called the id by which the client calls the server in its Initial packets
	 */
	static InitialKeys ofServer(byte[] called) {
		HkdfLabel hkdf = new HkdfLabel("SHA-256");
		byte[] initial = hkdf.extract(SALT, called);
		return new InitialKeys(hkdf.expand(initial, "server in", EMPTY, SECRET), hkdf);
	}

	/**
	 * What is in a packet.
	 * @return empty if it was not made with these keys
	 */
	Optional<byte[]> open(InitialPacket packet) {
		byte[] bytes = packet.bytes().clone();
		int at = packet.number();
		if (bytes.length < at + LONGEST_NUMBER + SAMPLE) {
			return Optional.empty();
		}
		try {
			byte[] mask = mask(Arrays.copyOfRange(bytes, at + LONGEST_NUMBER, at + LONGEST_NUMBER + SAMPLE));
			bytes[0] ^= (byte) (mask[0] & PROTECTED_BITS);
			int payload = at + 1 + (bytes[0] & NUMBER_LENGTH_BITS);
			byte[] unique = nonce.clone();
			for (int i = at; i < payload; i++) {
				bytes[i] ^= mask[1 + i - at];
				unique[NONCE - payload + i] ^= bytes[i];
			}
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"),
					new GCMParameterSpec(TAG * Byte.SIZE, unique));
			cipher.updateAAD(bytes, 0, payload);
			return Optional.of(cipher.doFinal(bytes, payload, bytes.length - payload));
		}
		catch (GeneralSecurityException foreign) {
			return Optional.empty();
		}
	}

	/** RFC 9001 section 5.4.3. */
	private byte[] mask(byte[] sample) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
		cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(header, "AES"));
		return cipher.doFinal(sample);
	}

}
