package org.web3ecosystem.hashgraph.evidence;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.OptionalLong;

import org.web3ecosystem.spi.consensus.EvidenceVerifier;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * Two events of one validator that cannot both be of one chain, see
 * {@link Contradiction}. An event does not name its chain id: what tells federations
 * apart is that each draws its own gossip keys.
 */
public final class GossipEvidence implements EvidenceVerifier {

	@Override
	public OptionalLong contradiction(Validator accused, byte[] one, byte[] other) {
		if (one.length > MAX_MESSAGE_BYTES || other.length > MAX_MESSAGE_BYTES) {
			return OptionalLong.empty();
		}
		return key(accused).map(key -> Contradiction.between(one, other, accused.engineId(), key))
			.orElseGet(OptionalLong::empty);
	}

	private static Optional<PublicKey> key(Validator accused) {
		try {
			return Optional.of(CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(accused.gossipCertificate()))
				.getPublicKey());
		}
		catch (CertificateException unreadable) {
			return Optional.empty();
		}
	}

}
