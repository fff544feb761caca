package org.web3ecosystem.spi.consensus;

/**
 * Who agrees now, as far as this node knows: what its ledger says, and before that the
 * genesis document. A component that counts validators asks here, each time anew.
 */
@FunctionalInterface
public interface CurrentRoster {

	/** Answers at once. */
	Roster roster();

}
