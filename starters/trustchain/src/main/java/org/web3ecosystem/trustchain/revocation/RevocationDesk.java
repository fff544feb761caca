package org.web3ecosystem.trustchain.revocation;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.offer.Issuing;

/**
 * What a node does about revocation towards the outside.
 *
 * @param revoker takes leaves back
 * @param lists this validator's revocation lists
 * @param responder this validator's OCSP responder
 */
public record RevocationDesk(Revoker revoker, RevocationLists lists, Responder responder) {

	/**
	 * @param issuing what this node issues with, empty while it cannot
	 * @param compromised told of each leaf whose key others know, by its SHA-256; answers
	 * which others this node issued for that key
	 */
	public static RevocationDesk of(Node node, CertificateLedger ledger, RevokedLeaves revoked,
			Supplier<Optional<Issuing>> issuing, Function<byte[], List<byte[]>> compromised, InstantSource clock) {
		Statements statements = new Statements(revoked, node.id(), issuing, clock);
		return new RevocationDesk(new Revoker(node.id(), node.genesis().validators(), ledger, revoked, compromised),
				new RevocationLists(statements), new Responder(statements, issuing, clock));
	}

}
