package org.web3ecosystem.trustchain.path;

import java.util.Optional;

import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * The node that a subject's serial number names: whose a leaf is, and which validator an
 * intermediate belongs to, since the root signed that.
 */
public final class NamedNode {

	private NamedNode() {
	}

	/** Empty unless the name has exactly one serial number and it is a node id. */
	public static Optional<NodeId> in(X500Name subject) {
		RDN[] serials = subject.getRDNs(BCStyle.SERIALNUMBER);
		if (serials.length != 1) {
			return Optional.empty();
		}
		try {
			return Optional.of(new NodeId(IETFUtils.valueToString(serials[0].getFirst().getValue())));
		}
		catch (IllegalArgumentException other) {
			return Optional.empty();
		}
	}

	/** Whose the leaf is. */
	public static Optional<NodeId> subject(CertificateChain chain) {
		return in(X500Name.getInstance(chain.leaf().getSubjectX500Principal().getEncoded()));
	}

	/** The validator whose intermediate signed the leaf of a path that was accepted. */
	public static Optional<NodeId> issuer(CertificateChain chain) {
		return in(X500Name.getInstance(chain.leaf().getIssuerX500Principal().getEncoded()));
	}

}
