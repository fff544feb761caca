package org.web3ecosystem.trustchain.revocation;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ledger.CertificateCommand;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.LeafEntry;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;

/**
 * Takes leaves back, in this node's name: what it issued, and what names it. The ledger
 * decides whether it may. Blocks.
 */
public final class Revoker {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(Revoker.class);

	private final NodeId self;

	private final List<NodeId> issuers;

	private final CertificateLedger ledger;

	private final RevokedLeaves revoked;

	private final Function<byte[], List<byte[]>> compromised;

	/**
	 * @param compromised told of each leaf whose key others know, by its SHA-256; answers
	 * which others this node issued for that key
	 */
	Revoker(NodeId self, List<Validator> issuers, CertificateLedger ledger, RevokedLeaves revoked,
			Function<byte[], List<byte[]>> compromised) {
		this.self = self;
		this.issuers = issuers.stream().map(Validator::id).toList();
		this.ledger = ledger;
		this.revoked = revoked;
		this.compromised = compromised;
	}

	/** What the ledger has of a leaf, told by whoever issued it. */
	public List<LeafEntry> find(byte[] fingerprint) {
		return issuers.stream()
			.map(issuer -> Async.await(ledger.leaf(fingerprint, issuer), DEADLINE, "the ledger"))
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * Takes a leaf back, wherever the ledger has it in a way that lets this node do so.
	 * One that was taken back before keeps its first reason.
	 * @return what the ledger has of it now
	 * @throws RejectedException if there is no such leaf, it has ended, or it is not for
	 * this node to take it back
	 * @throws UnavailableException if the ledger does not answer in time; it may be done
	 * or not, and can be asked again
	 */
	public List<LeafEntry> revoke(byte[] fingerprint, Reason reason) {
		List<LeafEntry> known = find(fingerprint);
		if (known.isEmpty()) {
			throw RejectedException.of("trustchain:no-such-leaf", "the ledger has no such certificate, or no more");
		}
		// whoever recorded another's leaf as its own must not stand in the way
		List<LeafEntry> own = known.stream()
			.filter(leaf -> leaf.issuer().equals(self) || leaf.node().equals(self))
			.toList();
		if (own.isEmpty()) {
			throw RejectedException.of("trustchain:not-own-leaf",
					"this certificate is another node's, issued by another validator: ask one of the two");
		}
		List<LeafEntry> now = own.stream().map(leaf -> revoke(fingerprint, leaf.issuer(), reason)).toList();
		if (reason == Reason.KEY_COMPROMISE) {
			compromised.apply(fingerprint).forEach(this::revokeSibling);
		}
		revoked.look();
		return now;
	}

	/** What is not ordered yet, or has ended meanwhile, does not undo the rest. */
	private void revokeSibling(byte[] fingerprint) {
		try {
			revoke(fingerprint, self, Reason.KEY_COMPROMISE);
		}
		catch (RejectedException refused) {
			logger.atWarn()
				.addKeyValue("leaf", HexFormat.of().formatHex(fingerprint))
				.addKeyValue("reason", refused.getMessage())
				.log("a certificate with a key that others know could not be revoked");
		}
	}

	private LeafEntry revoke(byte[] fingerprint, NodeId issuer, Reason reason) {
		CertificateCommand command = new CertificateCommand.Revoked(fingerprint, issuer, reason);
		if (Async.await(ledger.submit(command), DEADLINE, "the ledger")
			.verdict() instanceof Verdict.Rejected(String why, boolean revoked)) {
			throw RejectedException.of("trustchain:not-revoked", why);
		}
		LeafEntry now = Async.await(ledger.leaf(fingerprint, issuer), DEADLINE, "the ledger")
			.orElseThrow(() -> new UnavailableException("the ledger does not show the leaf any more"));
		logger.atInfo()
			.addKeyValue("serial", now.serialHex())
			.addKeyValue("purpose", now.purpose())
			.addKeyValue("leafOf", now.node().brief())
			.addKeyValue("reason", reason)
			.log("a certificate was revoked");
		return now;
	}

}
