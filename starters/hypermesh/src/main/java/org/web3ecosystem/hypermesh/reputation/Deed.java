package org.web3ecosystem.hypermesh.reputation;

import java.util.Locale;

/** What another node did to this one. None of it convicts: an honest node may be ill. */
public enum Deed {

	/** It gave an answer that could be verified. */
	USEFUL,
	/** It gave no answer in time. */
	SILENCE,
	/** It gave a proof or a signature that is wrong, over an authenticated connection. */
	INVALID_PROOF,
	/** The clocks of more than two thirds contradict its own. */
	ODD_CLOCK,
	/** It signed another state of a height than this node has. */
	DISAGREEMENT,
	/** It signed a second transaction with a bundle, and so a nonce, that was used. */
	REPLAYED_NONCE;

	/** As in settings and reports. */
	public String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
