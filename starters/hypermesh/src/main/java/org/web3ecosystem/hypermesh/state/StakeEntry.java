package org.web3ecosystem.hypermesh.state;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.usage.Economy;

/**
 * Where a node's bonded stake stands: with the economy, if the federation has one, since
 * there it is bonded and unbonded; else in the ledger's own module, as the genesis
 * document has it.
 *
 * @param module whose entry it is
 * @param key its key
 */
public record StakeEntry(String module, String key) {

	public static StakeEntry of(Genesis genesis, NodeId node) {
		return hasEconomy(genesis) ? new StakeEntry(Economy.MODULE, Economy.stakeKey(node)) : inGenesis(node);
	}

	/** What a node had when the federation began. */
	public static StakeEntry inGenesis(NodeId node) {
		return new StakeEntry(GenesisState.LEDGER, GenesisState.stakeKey(node));
	}

	/** Whether stake can change. */
	public static boolean hasEconomy(Genesis genesis) {
		return genesis.modules().contains(Economy.MODULE);
	}

	/** Whether an entry is this one. */
	public boolean is(ProvenEntry entry) {
		return entry.module().equals(module) && entry.key().equals(key);
	}

}
