package org.web3ecosystem.trustchain.ca;

import java.nio.file.Path;
import java.security.PrivateKey;

/** Keys in files that are not encrypted. */
final class OpenKeys implements KeyCustody {

	@Override
	public PrivateKey key(Path file) {
		if (Pem.has(SealedKeys.SEALED, file)) {
			throw encrypted(file);
		}
		return Pem.readPrivateKey(file, "EC");
	}

	@Override
	public byte[] sealed(byte[] open) {
		return open;
	}

	@Override
	public byte[] opened(byte[] kept, Path file) {
		if (SealedKeys.isSealed(kept)) {
			throw encrypted(file);
		}
		return kept;
	}

	private static CaException encrypted(Path file) {
		return new CaException(
				file + " is encrypted: web3.trustchain.key-passphrase-file has to say where its passphrase is");
	}

}
