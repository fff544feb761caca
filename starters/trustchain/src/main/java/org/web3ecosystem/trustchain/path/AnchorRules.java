package org.web3ecosystem.trustchain.path;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.CertificateRules.Signed;

/**
 * What a root must be to take the place of the genesis document's, and what its cross
 * certificate. Every replica judges the same: Bouncy Castle parses and verifies, whatever
 * JDK there is, and no clock is asked.
 */
public final class AnchorRules {

	private static final Provider PROVIDER = new BouncyCastleProvider();

	/** Of a cross certificate, which is bound by the constraints of who signed it. */
	private static final List<ASN1ObjectIdentifier> CROSS = List.of(Extension.basicConstraints, Extension.keyUsage);

	private static final List<ASN1ObjectIdentifier> ROOT = List.of(Extension.basicConstraints, Extension.keyUsage,
			Extension.nameConstraints);

	private AnchorRules() {
	}

	/**
	 * Reads a certificate.
	 * @throws IllegalArgumentException if it is none
	 */
	public static X509Certificate parse(byte[] der) {
		try {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", PROVIDER)
				.generateCertificate(new ByteArrayInputStream(der));
			if (certificate == null || !Arrays.equals(Digest.encoded(certificate), der)) {
				throw new IllegalArgumentException("not a certificate in DER");
			}
			return certificate;
		}
		catch (CertificateException | RuntimeException malformed) {
			throw new IllegalArgumentException("not a certificate", malformed);
		}
	}

	/**
	 * What is wrong with a next root; empty if nothing is.
	 * @param next the root, self-signed
	 * @param cross the same key, signed by a root that is trusted
	 * @param first the genesis document's, whose name and constraints they have
	 */
	public static Optional<String> fault(X509Certificate next, X509Certificate cross, X509Certificate first) {
		TBSCertificate root = content(next);
		TBSCertificate crossing = content(cross);
		TBSCertificate genesis = content(first);
		if (!hasSame(ROOT, root, genesis) || !hasSame(CROSS, crossing, genesis)) {
			return Optional.of("it has not the name, constraints and usage of the first root");
		}
		if (!root.getSubjectPublicKeyInfo().equals(crossing.getSubjectPublicKeyInfo())
				|| root.getSubjectPublicKeyInfo().equals(genesis.getSubjectPublicKeyInfo())) {
			return Optional.of("the two certificates are not for one new key");
		}
		Optional<String> breach = Rule.firstBreach(CertificateRules.OWN, new Signed(root, root));
		if (breach.isPresent()) {
			return breach.map(why -> "it " + why);
		}
		return isSignedBy(next, next) ? Optional.empty() : Optional.of("it is not signed by itself");
	}

	/** Whether {@code issuer} signed {@code certificate}. */
	public static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
		try {
			if (Rule.firstBreach(CertificateRules.OWN, new Signed(content(certificate), content(issuer))).isPresent()) {
				return false;
			}
			certificate.verify(AnchorRules.parse(Digest.encoded(issuer)).getPublicKey(), PROVIDER);
			return true;
		}
		catch (GeneralSecurityException | RuntimeException notSigned) {
			return false;
		}
	}

	private static boolean hasSame(List<ASN1ObjectIdentifier> types, TBSCertificate certificate,
			TBSCertificate genesis) {
		return certificate.getSubject().equals(genesis.getSubject())
				&& certificate.getIssuer().equals(genesis.getSubject())
				&& types.stream()
					.allMatch(type -> CertificateRules.critical(certificate, type) && certificate.getExtensions()
						.getExtensionParsedValue(type)
						.toASN1Primitive()
						.equals(genesis.getExtensions().getExtensionParsedValue(type).toASN1Primitive()));
	}

	private static TBSCertificate content(X509Certificate certificate) {
		return Certificate.getInstance(Digest.encoded(certificate)).getTBSCertificate();
	}

}
