package org.web3ecosystem.platform.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Encrypts a file in blocks, each authenticated with its number and whether it is the
 * last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that
 * nothing is believed before it was verified and blocks cannot be changed, moved, left
 * out or cut off. AES-256-GCM; the key is derived from a passphrase by scrypt (RFC 7914)
 * with a salt that is new for every file, therefore no nonce is used twice.
 */
final class Seal {

	/** Begins a sealed file; the last byte is the version and fixes every parameter. */
	static final byte[] MAGIC = "WEB3BAK\1".getBytes(StandardCharsets.US_ASCII);

	static final int SALT_BYTES = 16;

	/** Content of every block but the last, which has less or as much. */
	static final int BLOCK_BYTES = 64 * 1024;

	static final int TAG_BYTES = 16;

	/** 64 MiB and about 0.2 s for each guess. */
	private static final int COST = 1 << 16;

	private static final int BLOCK_SIZE = 8;

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private final SecretKey key;

	private final byte[] header;

	/** Takes a while. */
	Seal(String passphrase, byte[] salt) {
		byte[] secret = passphrase.getBytes(StandardCharsets.UTF_8);
		byte[] derived = SCrypt.generate(secret, salt, COST, BLOCK_SIZE, 1, KEY_BYTES);
		this.key = new SecretKeySpec(derived, "AES");
		Arrays.fill(derived, (byte) 0);
		Arrays.fill(secret, (byte) 0);
		this.header = ByteBuffer.allocate(MAGIC.length + salt.length).put(MAGIC).put(salt).array();
	}

	/** What stands before the first block, and is authenticated with every block. */
	byte[] header() {
		return header.clone();
	}

	byte[] seal(long number, boolean last, byte[] content, int length) {
		try {
			return cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(content, 0, length);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has AES-GCM", impossible);
		}
	}

	/**
	 * @throws BackupException if it is not that block of a file sealed by this passphrase
	 */
	byte[] open(long number, boolean last, byte[] sealed, int length) {
		try {
			return cipher(Cipher.DECRYPT_MODE, number, last).doFinal(sealed, 0, length);
		}
		catch (AEADBadTagException wrong) {
			throw new BackupException(number == 0 ? "the passphrase is wrong, or the file was changed at its beginning"
					: "the file was changed or cut off in block " + number + ", at byte "
							+ (header.length + number * (BLOCK_BYTES + TAG_BYTES)),
					wrong);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has AES-GCM", impossible);
		}
	}

	private Cipher cipher(int mode, long number, boolean last) throws GeneralSecurityException {
		byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).put((byte) (last ? 1 : 0)).position(4).putLong(number).array();
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
		cipher.updateAAD(header);
		return cipher;
	}

}
