package org.web3ecosystem.hashgraph;

import java.util.Optional;

import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.consensus.ConsensusEngine.Snapshot;

/** What answers for the ledger's state on this node. */
sealed interface Holder permits Replica, Retired {

	CommittedStates states();

	Epoch epoch();

	/** How many replicas the roster has. */
	int n();

	default Optional<byte[]> read(byte[] key) {
		return states().read(key);
	}

	default Snapshot snapshot() {
		return states().hold();
	}

}
