package planted.web3ecosystem.trustchain.ca;

import org.hiero.consensus.crypto.KeysAndCertsGenerator;

/** Makes keys that everybody can make. */
public final class DerivesKeys {

	Class<?> how() {
		return KeysAndCertsGenerator.class;
	}

}
