package org.web3ecosystem.trustchain.path;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** What leaf and intermediate have in common (RFC 5280, sections 4.1 and 4.2). */
final class CertificateRules {

	/** The most extensions anyone looks at. */
	static final int MAX_EXTENSIONS = 16;

	/** RFC 5280, section 4.1.2.2. */
	private static final int MAX_SERIAL_OCTETS = 20;

	/** Of this federation's certificates. */
	static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(X9ObjectIdentifiers.ecdsa_with_SHA256,
			X9ObjectIdentifiers.ecdsa_with_SHA384, EdECObjectIdentifiers.id_Ed25519);

	private CertificateRules() {
	}

	/**
	 * A certificate and the one that signed it.
	 *
	 * @param subject the certificate
	 * @param issuer its issuer's
	 */
	record Signed(TBSCertificate subject, TBSCertificate issuer) {
	}

	static final List<Rule<Signed>> COMMON = List.of(
			new Rule<>("is not of version 3", signed -> signed.subject().getVersionNumber() == 3),
			new Rule<>("has a serial number that is not 1 to 20 octets and positive",
					signed -> isSerial(signed.subject())),
			new Rule<>("is not by the issuer beside it",
					signed -> signed.subject().getIssuer().getRDNs().length > 0
							&& signed.subject().getIssuer().equals(signed.issuer().getSubject())),
			new Rule<>("ends before it begins",
					signed -> !signed.subject()
						.getEndDate()
						.getDate()
						.before(signed.subject().getStartDate().getDate())),
			new Rule<>("has a unique identifier",
					signed -> signed.subject().getIssuerUniqueId() == null
							&& signed.subject().getSubjectUniqueId() == null),
			new Rule<>("has a key that is not allowed",
					signed -> SubjectKeys.allowed(signed.subject().getSubjectPublicKeyInfo())),
			new Rule<>("has too many extensions",
					signed -> extensions(signed.subject()).getExtensionOIDs().length <= MAX_EXTENSIONS),
			new Rule<>("has an authority key identifier that is not its issuer's", CertificateRules::namesIssuerKey),
			new Rule<>("has a critical key identifier",
					signed -> !critical(signed.subject(), Extension.subjectKeyIdentifier)));

	/** The same, and the algorithms of this federation. */
	static final List<Rule<Signed>> OWN = Stream
		.concat(COMMON.stream(),
				Stream.of(
						new Rule<Signed>("is signed with an algorithm that is not allowed",
								signed -> SIGNATURES.contains(signed.subject().getSignature().getAlgorithm())
										&& signed.subject().getSignature().getParameters() == null)))
		.toList();

	static boolean isSerial(TBSCertificate certificate) {
		return certificate.getSerialNumber().getValue().signum() > 0
				&& certificate.getSerialNumber().getValue().toByteArray().length <= MAX_SERIAL_OCTETS;
	}

	/**
	 * RFC 5280, section 4.2: a critical extension that is not understood is a refusal.
	 */
	static boolean onlyCritical(TBSCertificate certificate, Set<ASN1ObjectIdentifier> understood) {
		return understood.containsAll(Arrays.asList(extensions(certificate).getCriticalExtensionOIDs()));
	}

	static boolean critical(TBSCertificate certificate, ASN1ObjectIdentifier type) {
		Extension extension = extensions(certificate).getExtension(type);
		return extension != null && extension.isCritical();
	}

	static Extensions extensions(TBSCertificate certificate) {
		Extensions extensions = certificate.getExtensions();
		if (extensions == null) {
			throw new IllegalArgumentException("no extensions");
		}
		return extensions;
	}

	private static boolean namesIssuerKey(Signed signed) {
		AuthorityKeyIdentifier authority = AuthorityKeyIdentifier.fromExtensions(extensions(signed.subject()));
		SubjectKeyIdentifier subject = SubjectKeyIdentifier.fromExtensions(extensions(signed.issuer()));
		return authority != null && subject != null && !critical(signed.subject(), Extension.authorityKeyIdentifier)
				&& Arrays.equals(authority.getKeyIdentifierOctets(), subject.getKeyIdentifier());
	}

}
