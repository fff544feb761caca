package org.web3ecosystem.trustchain.rotation;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.AnchorVotes;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Anchored;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Tainted;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.CertificatesModule;
import org.web3ecosystem.trustchain.ledger.CriticalOrder;
import org.web3ecosystem.trustchain.ledger.TaintVotes;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;

/**
 * Says in this node's name that an authority's key is known to others, or that another
 * root is to be trusted. Both are critical operations: whoever has the consensus seat
 * proves them, and the ledger decides. Blocks.
 */
public final class Tainter {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(Tainter.class);

	private final CertificateLedger ledger;

	private final CriticalOrder order;

	private final TaintedAuthorities tainted;

	/**
	 * @param consensus the seat
	 */
	public Tainter(NodeId self, CertificateLedger ledger, ConsensusProvider consensus, TaintedAuthorities tainted) {
		this.ledger = ledger;
		this.order = new CriticalOrder(self, ledger, consensus);
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
		order.submit(command, CertificatesModule.operation(command));
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

	/**
	 * Wants a root to be trusted. Said again, it changes nothing.
	 * @param root self-signed
	 * @param cross its key, certified by a root that is trusted
	 * @return who wants so by now
	 * @throws RejectedException if it is not fit
	 * @throws UnavailableException as {@link #taint}
	 */
	public AnchorVotes anchor(X509Certificate root, X509Certificate cross) {
		Anchored command = new Anchored(Digest.encoded(root), Digest.encoded(cross));
		order.submit(command, CertificatesModule.operation(command));
		AnchorVotes votes = Async.await(ledger.anchorVotes(command.rootHex()), DEADLINE, "the ledger");
		logger.atWarn()
			.addKeyValue("root", command.rootHex())
			.addKeyValue("decided", votes.decided())
			.log("the operator wants a root to be trusted");
		tainted.look();
		return votes;
	}

}
