package org.web3ecosystem.spi.asset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.Ledger;

/** The federation's assets, agreed through the ledger. */
public interface AssetRegistry {

	/** Registers an asset owned by this node and completes when it was ordered. */
	CompletionStage<Ledger.Receipt> register(String id, AssetKind kind, String description);

	/**
	 * Leases an asset to this node.
	 * @param after the term of the lease before, 0 if there was none
	 */
	CompletionStage<Ledger.Receipt> lease(String id, long after, Instant until);

	/** Has this node's lease end at another time. */
	CompletionStage<Ledger.Receipt> renew(String id, long term, Instant until);

	/** Ends this node's lease. */
	CompletionStage<Ledger.Receipt> release(String id, long term);

	/**
	 * Gives an asset of this node's to somebody else.
	 * @param revision of the asset as it is now
	 */
	CompletionStage<Ledger.Receipt> transfer(String id, long revision, NodeId owner);

	/** Says which nodes have an asset of this node's now. */
	CompletionStage<Ledger.Receipt> hold(String id, long revision, List<NodeId> holders);

	CompletionStage<Optional<Asset>> find(String id);

	/**
	 * In the order of their registration.
	 * @param offset how many to leave out first
	 * @param limit 1 to 1000
	 */
	CompletionStage<List<Asset>> list(long offset, int limit);

}
