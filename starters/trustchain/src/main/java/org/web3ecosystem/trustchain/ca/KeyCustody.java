package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.security.PrivateKey;

/**
 * Who keeps the private keys of a validator's intermediates. What signs gets a handle
 * from here, of which nothing more is asked than that {@link java.security.Signature}
 * takes it: a token of PKCS#11, whose keys never leave it, can stand behind this as a
 * file does.
 */
public interface KeyCustody {

	/** Files that only their owner may read, not encrypted. */
	KeyCustody OPEN = new OpenKeys();

	/**
	 * The key that a key file has, or speaks of.
	 * @param file {@code <name>.key}
	 * @throws CaException if it cannot be had; the message has nothing of the key
	 */
	PrivateKey key(Path file);

	/**
	 * Secrets of another form than a key file, as they are to be kept in a file of their
	 * own.
	 * @param open the secrets; do not begin with a SEQUENCE of ASN.1
	 */
	byte[] sealed(byte[] open);

	/**
	 * What {@link #sealed} was given. What lies open is given as it is.
	 * @param file where that was kept
	 * @throws CaException if it cannot be had; the message has nothing of it
	 */
	byte[] opened(byte[] kept, Path file);

	/** Files encrypted under a passphrase, see {@link SealedKeys}. */
	static KeyCustody sealed(char[] passphrase) {
		return new SealedKeys(passphrase);
	}

}
