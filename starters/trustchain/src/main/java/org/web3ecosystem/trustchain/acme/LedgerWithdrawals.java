package org.web3ecosystem.trustchain.acme;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;

/**
 * As the ledger says it: leaves that were revoked, also by the operator, and whatever a
 * tainted authority signed, from when it was tainted on and not only once it is refused.
 *
 * @param self who issued them
 * @param revoked what is known of leaves
 * @param tainted what is known of authorities
 */
public record LedgerWithdrawals(NodeId self, RevokedLeaves revoked, TaintedAuthorities tainted) implements Withdrawals {

	@Override
	public Optional<String> find(List<X509Certificate> chain) {
		byte[] leaf = Digest.of(chain.getFirst());
		return revoked.find(leaf, self)
			.map(revocation -> "/trustchain/certificates/" + HexFormat.of().formatHex(leaf))
			.or(() -> tainted.find(chain.get(1)).map(taint -> "/trustchain/authorities"));
	}

}
