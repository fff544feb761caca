package org.web3ecosystem.hashgraph;

import java.io.ByteArrayInputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import com.hedera.hapi.node.base.ServiceEndpoint;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import org.web3ecosystem.spi.consensus.Roster.Member;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;

/** A roster as the engine knows it. */
final class Rosters {

	private Rosters() {
	}

	/**
	 * @throws IllegalArgumentException if a certificate is not what the engine can tell
	 * its owner by
	 */
	static Roster of(org.web3ecosystem.spi.consensus.Roster roster) {
		Set<Object> subjects = new HashSet<>();
		for (Member member : roster.members()) {
			Validator validator = member.validator();
			if (!subjects.add(certificate(validator).getSubjectX500Principal())) {
				// the engine takes the issuer's name of a TLS certificate for the peer
				throw new IllegalArgumentException(
						"two gossip certificates have the subject of " + validator.name() + "'s");
			}
		}
		return new Roster(roster.members()
			.stream()
			.map(Rosters::entry)
			.sorted(Comparator.comparingLong(RosterEntry::nodeId))
			.toList());
	}

	/** The one address that replicas gossip with a node at: its preferred one. */
	static InetAddress address(Endpoints endpoints) {
		return endpoints.inetAddresses().getFirst();
	}

	private static RosterEntry entry(Member member) {
		Validator validator = member.validator();
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
			.weight(member.weight())
			.gossipCaCertificate(Bytes.wrap(validator.gossipCertificate()))
			.gossipEndpoint(endpoint.build())
			.build();
	}

	/** The entry of a replica, if the roster has one. */
	static Optional<RosterEntry> entry(Roster roster, long engineId) {
		return roster.rosterEntries().stream().filter(entry -> entry.nodeId() == engineId).findFirst();
	}

	/**
	 * A validator's gossip certificate: Ed25519, signed by itself.
	 * @throws IllegalArgumentException if it is not
	 */
	static X509Certificate certificate(Validator validator) {
		return certificate(validator.name(), validator.gossipCertificate());
	}

	/**
	 * The same of an entry of a roster.
	 * @throws IllegalArgumentException if it is not
	 */
	static X509Certificate certificate(RosterEntry entry) {
		return certificate("engine id " + entry.nodeId(), entry.gossipCaCertificate().toByteArray());
	}

	/**
	 * The same of what somebody drew.
	 * @throws IllegalArgumentException if it is not
	 */
	static X509Certificate certificate(String name, byte[] encoded) {
		try {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(encoded));
			if (!certificate.getPublicKey().getAlgorithm().matches("Ed25519|EdDSA")) {
				throw new IllegalArgumentException("the gossip certificate of " + name + " is not Ed25519");
			}
			certificate.verify(certificate.getPublicKey());
			return certificate;
		}
		catch (GeneralSecurityException malformed) {
			throw new IllegalArgumentException("the gossip certificate of " + name + " is not valid", malformed);
		}
	}

}
