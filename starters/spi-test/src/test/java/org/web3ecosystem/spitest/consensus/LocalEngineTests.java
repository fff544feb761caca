package org.web3ecosystem.spitest.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.NodeKey;

class LocalEngineTests extends ConsensusEngineContract {

	@Override
	protected Replicas replicas(int n) {
		return new LocalReplicas(new ArrayList<>(LocalEngine.cluster(n)));
	}

	private record LocalReplicas(List<LocalEngine> engines) implements Replicas {

		@Override
		public Roster roster() {
			return new Roster(LongStream.rangeClosed(1, engines.size())
				.mapToObj(id -> new Validator("node" + id, id, NodeKey.generate().publicKey().getEncoded(), new byte[0],
						new Endpoints(List.of("127.0.0.1"), 1, 2, 3, 4, 5), 1))
				.map(validator -> new Roster.Member(validator, validator.stake()))
				.toList());
		}

		@Override
		public LocalEngine reopen(int index) {
			engines.set(index, engines.get(index).reopen());
			return engines.get(index);
		}

		@Override
		public void close() {
			engines.forEach(LocalEngine::close);
		}

	}

}
