package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.DurableFile;

/**
 * Keys in files that are encrypted under a passphrase (see {@link EncryptedKey}). One
 * that is found open is encrypted where it lies: what the holder of the root key makes is
 * not, since it does not have the passphrase.
 */
final class SealedKeys implements KeyCustody {

	static final String SEALED = "ENCRYPTED PRIVATE KEY";

	private static final Logger logger = LoggerFactory.getLogger(SealedKeys.class);

	/** Of ASN.1, with which all that is encrypted begins (RFC 5958, section 3). */
	private static final byte SEQUENCE = 0x30;

	private final char[] passphrase;

	SealedKeys(char[] passphrase) {
		this.passphrase = passphrase.clone();
	}

	@Override
	public PrivateKey key(Path file) {
		return Pem.has(SEALED, file) ? unsealed(file) : sealed(file);
	}

	private PrivateKey unsealed(Path file) {
		try {
			return EncryptedKey.decrypt(Pem.only(SEALED, file), passphrase);
		}
		catch (GeneralSecurityException | IllegalArgumentException wrong) {
			throw unreadable(file, wrong);
		}
	}

	private static CaException unreadable(Path file, Exception wrong) {
		return new CaException(file + " cannot be read with the passphrase of web3.trustchain.key-passphrase-file",
				wrong);
	}

	static boolean isSealed(byte[] kept) {
		return kept.length > 0 && kept[0] == SEQUENCE;
	}

	@Override
	public byte[] sealed(byte[] open) {
		try {
			return EncryptedKey.encrypt(open, passphrase, PassphraseOrigin.CHOSEN, new SecureRandom());
		}
		catch (GeneralSecurityException | IOException failure) {
			throw new CaException("cannot encrypt under the passphrase of web3.trustchain.key-passphrase-file",
					failure);
		}
	}

	@Override
	public byte[] opened(byte[] kept, Path file) {
		try {
			return isSealed(kept) ? EncryptedKey.bytes(kept, passphrase) : kept;
		}
		catch (GeneralSecurityException | IllegalArgumentException wrong) {
			throw unreadable(file, wrong);
		}
	}

	private PrivateKey sealed(Path file) {
		PrivateKey key = Pem.readPrivateKey(file, "EC");
		try {
			byte[] encrypted = EncryptedKey.encrypt(key, passphrase, PassphraseOrigin.CHOSEN, new SecureRandom());
			DurableFile.write(file, Pem.encode(SEALED, encrypted).getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException | IOException failure) {
			throw new CaException("cannot encrypt " + file, failure);
		}
		logger.atInfo().addKeyValue("file", file).log("the key of an intermediate is encrypted from now on");
		return key;
	}

}
