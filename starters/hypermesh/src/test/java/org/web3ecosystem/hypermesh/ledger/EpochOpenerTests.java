package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Protocols;

import static org.web3ecosystem.hypermesh.TestFederation.await;

/** The first block of an epoch. */
class EpochOpenerTests {

	private static final Duration OFTEN = Duration.ofMillis(5);

	private final TestFederation federation = new TestFederation(1).start();

	private final Member member = federation.member(0);

	private final AtomicInteger asked = new AtomicInteger();

	/** No proof can be made at first, and it is said at once. */
	private final ConsensusProvider consensus = new ConsensusProvider() {

		private final ConsensusProvider sound = member.consensus(Mode.QUORUM);

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			if (asked.getAndIncrement() == 0) {
				throw new IllegalStateException("not yet");
			}
			return sound.prove(operation);
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			return sound.validate(bundle, operation, prover);
		}

	};

	@AfterEach
	void close() {
		federation.close();
	}

	@Test
	void anEpochIsOpenedLaterIfNoProofCanBeMadeAtFirst() {
		Optional<Epoch> begun = Optional.of(member.ledger().epoch().next());
		long height = member.ledger().height().number();
		Protocols known = new Protocols(Genesis.PROTOCOL_VERSION, Genesis.PROTOCOL_VERSION);
		try (EpochOpener opener = new EpochOpener(member.ledger(), () -> begun, consensus, known,
				federation.scheduler(), OFTEN)) {
			opener.start();
			await(() -> member.ledger().height().number() > height, () -> "asked for proofs: " + asked);
		}
	}

}
