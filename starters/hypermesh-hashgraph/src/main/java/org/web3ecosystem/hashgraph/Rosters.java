package org.web3ecosystem.hashgraph;

import java.io.ByteArrayInputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

import com.hedera.hapi.node.base.ServiceEndpoint;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;

/** The genesis document's validators as the engine knows them. */
final class Rosters {

	private Rosters() {
	}

	/**
	 * @throws IllegalArgumentException if a certificate is not what the engine can tell
	 * its owner by
	 */
	static Roster of(Genesis genesis) {
		Set<Object> subjects = new HashSet<>();
		for (Validator validator : genesis.validators()) {
			if (!subjects.add(certificate(validator).getSubjectX500Principal())) {
				// the engine takes the issuer's name of a TLS certificate for the peer
				throw new IllegalArgumentException(
						"two gossip certificates have the subject of " + validator.name() + "'s");
			}
		}
		return new Roster(genesis.validators()
			.stream()
			.sorted(Comparator.comparingLong(Validator::engineId))
			.map(Rosters::entry)
			.toList());
	}

	/** The one address that replicas gossip with a node at: its preferred one. */
	static InetAddress address(Endpoints endpoints) {
		return endpoints.inetAddresses().getFirst();
	}

	private static RosterEntry entry(Validator validator) {
		InetAddress address = address(validator.endpoints());
		ServiceEndpoint.Builder endpoint = ServiceEndpoint.newBuilder().port(validator.endpoints().gossip());
		if (address instanceof Inet4Address) {
			endpoint.ipAddressV4(Bytes.wrap(address.getAddress()));
		}
		else {
			endpoint.domainName(address.getHostAddress());
		}
		return RosterEntry.newBuilder()
			.nodeId(validator.engineId())
			.weight(validator.stake())
			.gossipCaCertificate(Bytes.wrap(validator.gossipCertificate()))
			.gossipEndpoint(endpoint.build())
			.build();
	}

	/**
	 * A validator's gossip certificate: Ed25519, signed by itself.
	 * @throws IllegalArgumentException if it is not
	 */
	static X509Certificate certificate(Validator validator) {
		try {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(validator.gossipCertificate()));
			if (!certificate.getPublicKey().getAlgorithm().matches("Ed25519|EdDSA")) {
				throw new IllegalArgumentException("the gossip certificate of " + validator.name() + " is not Ed25519");
			}
			certificate.verify(certificate.getPublicKey());
			return certificate;
		}
		catch (GeneralSecurityException malformed) {
			throw new IllegalArgumentException("the gossip certificate of " + validator.name() + " is not valid",
					malformed);
		}
	}

}
