package org.web3ecosystem.stoq.falcon;

import java.util.Locale;

/** What was found out about a peer's Falcon signature when a connection was made. */
public enum FalconFinding {

	/** Nobody looked: the setting was off. */
	NOT_LOOKED_AT,
	/** There was none. */
	MISSING,
	/** It is not the certified key's signature over this session. */
	WRONG,
	/** It is. */
	VERIFIED;

	/** As in metrics and health. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
