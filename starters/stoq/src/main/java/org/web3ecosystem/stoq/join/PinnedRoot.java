package org.web3ecosystem.stoq.join;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.SignedGenesis;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.stoq.tls.NodeUri;

/** The root that a token pins, and what must lead to it. */
final class PinnedRoot {

	/** id-kp-serverAuth, RFC 5280 section 4.2.1.12. */
	private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

	private final String fingerprint;

	/**
	 * @param fingerprint SHA-256 in hexadecimal, colons and case do not matter
	 */
	PinnedRoot(String fingerprint) {
		this.fingerprint = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * @throws TransportException.RefusedIdentity if this is not the pinned federation's
	 * door
	 */
	void verifyDoor(byte[] root, CertificateChain shown) {
		verifyRoot(root);
		X509Certificate leaf = verifyChain(root, shown);
		boolean node = NodeUri.in(leaf)
			.filter(uri -> uri.matches("spiffe://[a-z0-9.-]+/node/[0-9a-f]{64}"))
			.isPresent();
		if (!node || !usages(leaf).contains(SERVER_AUTH)) {
			throw refused("the door shows a certificate that is not a node's");
		}
	}

	/**
	 * @throws TransportException.RefusedIdentity if what the door gave is not good for
	 * the joiner
	 */
	void verifyAdmission(Admission admission, JoinRequest request) {
		try {
			SignedGenesis genesis = SignedGenesis.decode(admission.genesis());
			byte[] root = genesis.genesis().root();
			verifyRoot(root);
			X509Certificate leaf = verifyChain(root, admission.chain());
			NodeId self = NodeId.of(NodeKey.decodePublic(request.nodeKey()));
			if (!NodeUri.in(leaf).equals(Optional.of(NodeUri.of(genesis.genesis().zone(), self)))) {
				throw refused("the certificate from the door does not name " + self.brief());
			}
		}
		catch (IllegalArgumentException malformed) {
			throw refused("the door gave a wrong genesis document: " + malformed.getMessage());
		}
	}

	private void verifyRoot(byte[] root) {
		try {
			String seen = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(root));
			if (!seen.equals(fingerprint)) {
				throw refused("the door belongs to another federation: its root is " + seen + ", the token pins "
						+ fingerprint);
			}
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	private static X509Certificate verifyChain(byte[] root, CertificateChain chain) {
		try {
			PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(JoinCodec.certificate(root), null)));
			parameters.setRevocationEnabled(false);
			CertPathValidator.getInstance("PKIX")
				.validate(CertificateFactory.getInstance("X.509").generateCertPath(chain.certificates()), parameters);
			return chain.leaf();
		}
		catch (GeneralSecurityException unfit) {
			throw refused("a certificate chain does not lead to the pinned root: " + unfit.getMessage());
		}
	}

	private static List<String> usages(X509Certificate leaf) {
		try {
			List<String> usages = leaf.getExtendedKeyUsage();
			return (usages == null) ? List.of() : usages;
		}
		catch (GeneralSecurityException malformed) {
			return List.of();
		}
	}

	private static TransportException refused(String why) {
		return new TransportException.RefusedIdentity(why, false);
	}

}
