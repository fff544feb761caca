package org.web3ecosystem.spitest.consensus;

import java.util.List;

import org.web3ecosystem.spi.consensus.ConsensusEngine;
import org.web3ecosystem.spi.consensus.Roster;

/** The replicas of one federation, as a contract suite handles them. */
public interface Replicas extends AutoCloseable {

	/** The current engine of each replica. */
	List<? extends ConsensusEngine> engines();

	/** The roster of epoch 0, its members in the order of the engines. */
	Roster roster();

	/** Replaces a closed engine by a new one on the same directory, not started. */
	ConsensusEngine reopen(int index);

	/** Closes all engines and removes what they left. */
	@Override
	void close();

}
