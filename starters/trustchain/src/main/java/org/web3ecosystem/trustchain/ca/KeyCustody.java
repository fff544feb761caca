package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.security.PrivateKey;

/**
 * Who keeps the private keys of a validator's intermediates. What signs gets a handle
 * from here, of which nothing more is asked than that {@link java.security.Signature}
 * takes it: a token of PKCS#11, whose keys never leave it, can stand behind this as a
 * file does.
 */
@FunctionalInterface
public interface KeyCustody {

	/** Files that only their owner may read, not encrypted. */
	KeyCustody OPEN = new OpenKeys();

	/**
	 * The key that a key file has, or speaks of.
	 * @param file {@code <name>.key}
	 * @throws CaException if it cannot be had; the message has nothing of the key
	 */
	PrivateKey key(Path file);

	/** Files encrypted under a passphrase, see {@link SealedKeys}. */
	static KeyCustody sealed(char[] passphrase) {
		return new SealedKeys(passphrase);
	}

}
