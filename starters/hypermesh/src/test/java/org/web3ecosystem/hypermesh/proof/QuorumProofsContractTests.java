package org.web3ecosystem.hypermesh.proof;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.ConsensusProviderContract;

class QuorumProofsContractTests extends ConsensusProviderContract {

	private final NodeKey key = NodeKey.generate();

	private final List<NodeKey> keys = List.of(key, NodeKey.generate());

	private final Genesis genesis = TestFederation.genesis(keys);

	private final ConsensusProvider provider = provider(genesis);

	private ConsensusProvider provider(Genesis genesis) {
		Node node = TestFederation.node(genesis, key, "node1", TestFederation.endpoints(0));
		Prover prover = new Prover(node.key(), node.genesis(),
				new FixedTime(keys, () -> Instant.EPOCH).sources(new StakeWitness()), new SecureRandom(),
				Runnable::run);
		BundleVerifier verifier = new BundleVerifier(genesis, new ProofVerifier(genesis));
		return new FourProofs(Mode.QUORUM,
				new FourProofs.Shared(prover, verifier, () -> Height.GENESIS, Runnable::run, new ProofStatistics()));
	}

	@Override
	protected ConsensusProvider provider() {
		return provider;
	}

	@Override
	protected NodeId prover() {
		return key.id();
	}

	@Override
	protected ConsensusProvider onAnotherChain() {
		return provider(new Genesis(new ChainId("local-fedcba9876543210"), genesis.federation(), genesis.zone(),
				genesis.createdAt(), genesis.protocolVersion(), genesis.modules(), genesis.validators(),
				genesis.root()));
	}

}
