package org.web3ecosystem.platform.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** In whose name something is asked of a federation. */
public sealed interface Who {

	/**
	 * The operator of a node, whose certificate lies in the node's home; the node signs.
	 *
	 * @param home the node's home
	 */
	record Operator(Path home) implements Who {
	}

	/**
	 * An owner with a key of its own, who signs here.
	 *
	 * @param key where the key is
	 * @param home of a node on this machine, for its genesis document and address
	 * @param genesis the genesis document, if there is no home
	 * @param nodes HTTPS addresses, if they are not the home's
	 */
	record Owner(KeyFile key, Optional<Path> home, Optional<Path> genesis, List<URI> nodes) implements Who {
	}

	/**
	 * A node that is not asked itself, since it does not serve what is asked for: its key
	 * signs here, as an owner's does.
	 *
	 * @param signing its home
	 * @param home of the node on this machine that is asked
	 */
	record Member(Path signing, Path home) implements Who {
	}

	/**
	 * A key in a PKCS#12 file (RFC 7292).
	 *
	 * @param store the file
	 * @param passphraseFile a file with one line
	 */
	record KeyFile(Path store, Path passphraseFile) {
	}

}
