package org.web3ecosystem.spitest.consensus;

import java.util.ArrayList;
import java.util.List;

class LocalEngineTests extends ConsensusEngineContract {

	@Override
	protected Replicas replicas(int n) {
		return new LocalReplicas(new ArrayList<>(LocalEngine.cluster(n)));
	}

	private record LocalReplicas(List<LocalEngine> engines) implements Replicas {

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
