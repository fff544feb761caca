package org.web3ecosystem.spi.consensus;

import java.util.List;

/**
 * Which paths of a starter's REST interface answer from the ledger. The one who has the
 * ledger says with each such answer of which height it is.
 *
 * @param paths such as {@code /catalog/packages/**}
 */
public record LedgerReads(List<String> paths) {

	public LedgerReads {
		paths = List.copyOf(paths);
	}

}
