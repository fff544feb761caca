package org.web3ecosystem.hypermesh.proof;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.ConsensusProviderContract;

import static org.web3ecosystem.hypermesh.TestFederation.await;

/** The same laws for a process that has no replica, whose time others attest. */
class ObserverProofsContractTests extends ConsensusProviderContract {

	private final TestFederation federation = new TestFederation(4).start();

	private final Member observer = federation.observer("node5");

	@BeforeEach
	void follow() {
		observer.ledger().start();
		await(() -> observer.ledger().readiness().isAccepted(), () -> observer.ledger().readiness().toString());
	}

	@AfterEach
	void close() {
		observer.ledger().close();
		federation.close();
	}

	@Override
	protected ConsensusProvider provider() {
		return new FourProofs(Mode.QUORUM, observer.proofs());
	}

	@Override
	protected NodeId prover() {
		return observer.node().id();
	}

	@Override
	protected ConsensusProvider onAnotherChain() {
		Genesis own = federation.genesis();
		Genesis other = new Genesis(new ChainId("local-fedcba9876543210"), own.federation(), own.zone(),
				own.createdAt(), own.protocolVersion(), own.modules(), own.validators(), own.root());
		NodeKey key = observer.node().key();
		Prover prover = new Prover(key, other,
				new FixedTime(List.of(key, NodeKey.generate()), () -> Instant.EPOCH).sources(new StakeWitness()),
				new SecureRandom(), Runnable::run);
		return new FourProofs(Mode.QUORUM,
				new FourProofs.Shared(prover, new BundleVerifier(other, new ProofVerifier(other)), () -> Height.GENESIS,
						Runnable::run, new ProofStatistics()));
	}

}
