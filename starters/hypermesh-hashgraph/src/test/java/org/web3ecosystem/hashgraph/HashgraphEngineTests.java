package org.web3ecosystem.hashgraph;

import org.web3ecosystem.spitest.consensus.ConsensusEngineContract;
import org.web3ecosystem.spitest.consensus.Replicas;

class HashgraphEngineTests extends ConsensusEngineContract {

	@Override
	protected Replicas replicas(int n) {
		return new LocalFederation(n);
	}

}
