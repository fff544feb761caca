package org.web3ecosystem.trustchain.monitor;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.path.NamedNode;

/**
 * Names that are somebody's, and what a certificate says of them. A name below a watched
 * one is watched too.
 *
 * @param owners who may be named by certificates for a name; nobody, if it is empty
 */
record Watch(Map<String, Optional<NodeId>> owners) {

	Watch {
		owners = Map.copyOf(owners);
	}

	/**
	 * What is wrong with an entry of somebody else's log; empty if nothing is.
	 * @param leafInput a MerkleTreeLeaf
	 */
	Optional<String> judge(byte[] leafInput) {
		try {
			X509Certificate certificate = Pem.certificate(LogEntry.certificateIn(leafInput));
			Optional<NodeId> subject = NamedNode
				.in(X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
			return names(certificate).stream()
				.filter(name -> isForeign(name, subject))
				.findFirst()
				.map(name -> "a certificate for " + name + " that is not its owner's: serial number "
						+ certificate.getSerialNumber().toString(16));
		}
		catch (CertificateException | IllegalArgumentException unreadable) {
			return Optional.of("an entry that is no certificate");
		}
	}

	private static List<String> names(X509Certificate certificate) throws CertificateException {
		Collection<List<?>> names = certificate.getSubjectAlternativeNames();
		return (names == null) ? List.of()
				: names.stream()
					.filter(name -> name.getFirst().equals(GeneralName.dNSName))
					.map(name -> String.valueOf(name.get(1)))
					.toList();
	}

	private boolean isForeign(String name, Optional<NodeId> subject) {
		for (String rest = name; !rest.isEmpty(); rest = parent(rest)) {
			Optional<NodeId> owner = owners.get(rest);
			if (owner != null) {
				return owner.isEmpty() || !owner.equals(subject);
			}
		}
		return false;
	}

	private static String parent(String name) {
		int dot = name.indexOf('.');
		return (dot < 0) ? "" : name.substring(dot + 1);
	}

}
