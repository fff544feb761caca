package org.web3ecosystem.trustchain.monitor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.trustchain.ct.SignedEntry;
import org.web3ecosystem.trustchain.ct.TimestampedEntry;
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
			TBSCertificate certificate = content(TimestampedEntry.decode(leafInput).entry());
			Optional<NodeId> subject = NamedNode.in(certificate.getSubject());
			return names(certificate).stream()
				.filter(name -> isForeign(name, subject))
				.findFirst()
				.map(name -> "a certificate for " + name + " that is not its owner's: serial number "
						+ certificate.getSerialNumber().getValue().toString(16));
		}
		catch (RuntimeException | StackOverflowError unreadable) {
			return Optional.of("an entry that is no certificate");
		}
	}

	private static TBSCertificate content(SignedEntry entry) {
		return switch (entry) {
			case SignedEntry.X509(byte[] certificate) -> Certificate.getInstance(certificate).getTBSCertificate();
			case SignedEntry.Precert(byte[] _, byte[] tbsCertificate) -> TBSCertificate.getInstance(tbsCertificate);
		};
	}

	private static List<String> names(TBSCertificate certificate) {
		GeneralNames names = GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName);
		return (names == null) ? List.of()
				: Arrays.stream(names.getNames())
					.filter(name -> name.getTagNo() == GeneralName.dNSName)
					.map(name -> String.valueOf(name.getName()))
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
