package org.web3ecosystem.trustchain.path;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.trustchain.Digest;

/**
 * A root of this federation: the one in the genesis document, or one that took its place.
 * All have one name, so who signed what is told by the key identifier.
 */
public final class Anchor {

	private final X509Certificate certificate;

	private final TBSCertificate content;

	private final CertificationPath path;

	public Anchor(X509Certificate certificate) {
		this.certificate = certificate;
		this.content = Certificate.getInstance(Digest.encoded(certificate)).getTBSCertificate();
		this.path = new CertificationPath(certificate, CertificateRules.SIGNATURES);
	}

	/** Its certificate. */
	public X509Certificate certificate() {
		return certificate;
	}

	TBSCertificate content() {
		return content;
	}

	CertificationPath path() {
		return path;
	}

	/** Whether a certificate says that this root signed it. */
	public boolean isIssuerOf(X509Certificate other) {
		return isIssuer(certificate, other);
	}

	static boolean isIssuer(X509Certificate certificate, X509Certificate other) {
		return certificate.getSubjectX500Principal().equals(other.getIssuerX500Principal())
				&& Arrays.equals(subjectKey(certificate), authorityKey(other));
	}

	private static byte[] subjectKey(X509Certificate certificate) {
		return key(certificate, Extension.subjectKeyIdentifier.getId())
			.map(own -> SubjectKeyIdentifier.getInstance(own).getKeyIdentifier())
			.orElse(new byte[0]);
	}

	private static byte[] authorityKey(X509Certificate certificate) {
		return key(certificate, Extension.authorityKeyIdentifier.getId())
			.map(named -> AuthorityKeyIdentifier.getInstance(named).getKeyIdentifierOctets())
			.orElse(new byte[] { 0 });
	}

	private static Optional<byte[]> key(X509Certificate certificate, String extension) {
		return Optional.ofNullable(certificate.getExtensionValue(extension))
			.map(value -> ASN1OctetString.getInstance(value).getOctets());
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Anchor that && certificate.equals(that.certificate);
	}

	@Override
	public int hashCode() {
		return certificate.hashCode();
	}

}
