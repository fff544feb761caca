package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.security.PrivateKey;

/** Keys in files that are not encrypted. */
final class OpenKeys implements KeyCustody {

	@Override
	public PrivateKey key(Path file) {
		if (Pem.has(SealedKeys.SEALED, file)) {
			throw new CaException(
					file + " is encrypted: web3.trustchain.key-passphrase-file has to say where its passphrase is");
		}
		return Pem.readPrivateKey(file, "EC");
	}

}
