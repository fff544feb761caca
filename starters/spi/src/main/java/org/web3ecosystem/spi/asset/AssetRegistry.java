package org.web3ecosystem.spi.asset;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.consensus.Ledger;

/** The federation's assets, agreed through the ledger. */
public interface AssetRegistry {

	/** Registers an asset owned by this node and completes when it was ordered. */
	CompletionStage<Ledger.Receipt> register(String id, AssetKind kind, String description);

	CompletionStage<Optional<Asset>> find(String id);

	/**
	 * In the order of their registration.
	 * @param offset how many to leave out first
	 * @param limit 1 to 1000
	 */
	CompletionStage<List<Asset>> list(long offset, int limit);

}
