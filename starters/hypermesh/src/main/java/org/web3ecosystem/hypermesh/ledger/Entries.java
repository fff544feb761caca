package org.web3ecosystem.hypermesh.ledger;

import java.util.Optional;

/** Entries of modules with the changes of what is under way before them. */
interface Entries {

	Optional<byte[]> entry(String module, String key);

	/** Sets an entry, or removes it if {@code value} is empty. */
	void change(String module, String key, Optional<byte[]> value);

}
