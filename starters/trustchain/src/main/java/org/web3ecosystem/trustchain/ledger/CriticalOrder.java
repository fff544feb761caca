package org.web3ecosystem.trustchain.ledger;

import java.time.Duration;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.trustchain.Async;

/**
 * Has a critical command ordered in this node's name: whoever has the consensus seat
 * proves it, and the ledger decides. Blocks.
 */
public final class CriticalOrder {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final NodeId self;

	private final CertificateLedger ledger;

	private final ConsensusProvider consensus;

	/**
	 * @param consensus the seat
	 */
	public CriticalOrder(NodeId self, CertificateLedger ledger, ConsensusProvider consensus) {
		this.self = self;
		this.ledger = ledger;
		this.consensus = consensus;
	}

	/**
	 * Submits it and waits.
	 * @throws RejectedException if it is not taken
	 * @throws UnavailableException if the ledger or the consensus seat does not answer;
	 * it may be done or not, and can be said again
	 */
	public void submit(CertificateCommand command, Operation operation) {
		ProofBundle bundle = Async.await(consensus.prove(operation), DEADLINE, "the consensus seat");
		require(Async.await(consensus.validate(bundle, operation, self), DEADLINE, "the consensus seat"));
		require(Async.await(ledger.submit(command, bundle), DEADLINE, "the ledger").verdict());
	}

	private static void require(Verdict verdict) {
		switch (verdict) {
			case Verdict.Accepted _ -> {
			}
			case Verdict.Rejected(String reason, boolean revoked) ->
				throw RejectedException.of("trustchain:not-ordered", reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		}
	}

}
