package org.web3ecosystem.trustchain.path;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.path.CertificateRules.Signed;

/**
 * What an intermediate must be: name-constrained, of path length 0 and of one kind. The
 * kind is in its extended key usage: with client authentication it is a node
 * intermediate, without it a server intermediate, and neither stands in for the other.
 */
final class IntermediateRules {

	private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(Extension.basicConstraints, Extension.keyUsage,
			Extension.nameConstraints, Extension.extendedKeyUsage);

	private static final List<Rule<Signed>> RULES = List.of(
			new Rule<>("has a critical extension that is not understood",
					signed -> CertificateRules.onlyCritical(signed.subject(), UNDERSTOOD)),
			new Rule<>("is not a certificate authority of path length 0", IntermediateRules::endsThePath),
			new Rule<>("may not sign certificates", IntermediateRules::signsCertificates),
			new Rule<>("has no critical name constraints",
					signed -> CertificateRules.critical(signed.subject(), Extension.nameConstraints)),
			new Rule<>("has alternative names", signed -> CertificateRules.extensions(signed.subject())
				.getExtension(Extension.subjectAlternativeName) == null));

	private static final Rule<TBSCertificate> NODES = new Rule<>("is not a node intermediate",
			each -> has(each, KeyPurposeId.id_kp_clientAuth) && has(each, KeyPurposeId.id_kp_serverAuth));

	private static final Rule<TBSCertificate> SERVERS = new Rule<>("is not a server intermediate",
			each -> has(each, KeyPurposeId.id_kp_serverAuth) && !has(each, KeyPurposeId.id_kp_clientAuth)
					&& !has(each, KeyPurposeId.anyExtendedKeyUsage));

	private IntermediateRules() {
	}

	/** Whatever it is for. */
	static Optional<String> breach(TBSCertificate intermediate, TBSCertificate root) {
		Signed signed = new Signed(intermediate, root);
		return Rule.firstBreach(CertificateRules.OWN, signed).or(() -> Rule.firstBreach(RULES, signed));
	}

	/** That it is not of the kind that issues for this purpose. */
	static Optional<String> breach(TBSCertificate intermediate, Purpose purpose) {
		return Rule.firstBreach(List.of(switch (purpose) {
			case NODE, OPERATOR -> NODES;
			case SERVER -> SERVERS;
		}), intermediate);
	}

	private static boolean has(TBSCertificate intermediate, KeyPurposeId purpose) {
		return ExtendedKeyUsage.fromExtensions(CertificateRules.extensions(intermediate)).hasKeyPurposeId(purpose);
	}

	private static boolean endsThePath(Signed signed) {
		BasicConstraints constraints = BasicConstraints.fromExtensions(CertificateRules.extensions(signed.subject()));
		return CertificateRules.critical(signed.subject(), Extension.basicConstraints) && constraints.isCA()
				&& BigInteger.ZERO.equals(constraints.getPathLenConstraint());
	}

	private static boolean signsCertificates(Signed signed) {
		KeyUsage usage = KeyUsage.fromExtensions(CertificateRules.extensions(signed.subject()));
		return CertificateRules.critical(signed.subject(), Extension.keyUsage) && usage.hasUsages(KeyUsage.keyCertSign);
	}

}
