package org.web3ecosystem.trustchain.rotation;

import java.time.Duration;
import java.util.HexFormat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Tainted;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.CertificatesModule;
import org.web3ecosystem.trustchain.ledger.TaintVotes;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;

/**
 * Says in this node's name that an authority's key is known to others. It is a critical
 * operation: whoever has the consensus seat proves it, and the ledger decides. Blocks.
 */
public final class Tainter {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(Tainter.class);

	private final NodeId self;

	private final CertificateLedger ledger;

	private final ConsensusProvider consensus;

	private final TaintedAuthorities tainted;

	/**
	 * @param consensus the seat
	 */
	public Tainter(NodeId self, CertificateLedger ledger, ConsensusProvider consensus, TaintedAuthorities tainted) {
		this.self = self;
		this.ledger = ledger;
		this.consensus = consensus;
		this.tainted = tainted;
	}

	/**
	 * Says it. Said again, it changes nothing.
	 * @return who says so by now, and since when it counts
	 * @throws RejectedException if it is not for this node to say
	 * @throws UnavailableException if the ledger or the consensus seat does not answer;
	 * it may be done or not, and can be said again
	 */
	public TaintVotes taint(byte[] authority, NodeId owner, Duration within) {
		Tainted command = new Tainted(authority, owner, within);
		Operation operation = CertificatesModule.operation(command);
		ProofBundle bundle = Async.await(consensus.prove(operation), DEADLINE, "the consensus seat");
		require(Async.await(consensus.validate(bundle, operation, self), DEADLINE, "the consensus seat"));
		require(Async.await(ledger.submit(command, bundle), DEADLINE, "the ledger").verdict());
		TaintVotes votes = Async.await(ledger.votes(owner, HexFormat.of().formatHex(authority)), DEADLINE,
				"the ledger");
		logger.atWarn()
			.addKeyValue("authority", HexFormat.of().formatHex(authority))
			.addKeyValue("validator", owner.brief())
			.addKeyValue("decided", votes.taint().isPresent())
			.log("the operator says that an authority is tainted");
		tainted.look();
		return votes;
	}

	private static void require(Verdict verdict) {
		switch (verdict) {
			case Verdict.Accepted _ -> {
			}
			case Verdict.Rejected(String reason) -> throw RejectedException.of("trustchain:not-tainted", reason);
			case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
		}
	}

}
