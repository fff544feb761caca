package org.web3ecosystem.trustchain.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.trustchain.path.CertificateRules.Signed;

/**
 * What RFC 5280, sections 4.1 and 4.2, demands of a certificate in a path, whoever made
 * it: of all, of those that sign others, and of the anchor.
 */
final class ProfileRules {

	/**
	 * What the algorithm and these rules look at; anything else that is critical is a no.
	 */
	private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(Extension.basicConstraints, Extension.keyUsage,
			Extension.extendedKeyUsage, Extension.subjectAlternativeName, Extension.nameConstraints,
			Extension.certificatePolicies, Extension.policyMappings, Extension.policyConstraints,
			Extension.inhibitAnyPolicy);

	/**
	 * RFC 1034, section 3.5, as RFC 1123 changed it, and a wildcard for its first label.
	 */
	private static final Pattern PREFERRED_SYNTAX = Pattern
		.compile("(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

	/** Section 4.2.1.10: any name below it is meant anyway, a leading period is none. */
	private static final Pattern CONSTRAINT = Pattern.compile("([A-Za-z0-9-][A-Za-z0-9.-]*)?");

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

	/** Of every certificate. */
	private static final List<Rule<TBSCertificate>> ALL = List.of(
			new Rule<>("has a critical extension that is not understood",
					certificate -> UNDERSTOOD.containsAll(Arrays.asList(criticals(certificate)))),
			new Rule<>("is a certificate authority without a name or key usage for it, or signs without being one",
					ProfileRules::isConsistent),
			new Rule<>("has an extended key usage that is empty", ProfileRules::namesUsages),
			new Rule<>("has no name at all, or one in no critical extension", ProfileRules::isNamed),
			new Rule<>("has an alternative name that is none", ProfileRules::hasNames),
			new Rule<>("has constraints on policies that are not critical",
					certificate -> absentOrCritical(certificate, Extension.policyConstraints)));

	/** Of those that sign others, the anchor included. */
	private static final List<Rule<TBSCertificate>> ISSUERS = List.of(
			new Rule<>("is not a certificate authority", ProfileRules::isAuthority),
			new Rule<>("has name constraints that are not critical",
					certificate -> absentOrCritical(certificate, Extension.nameConstraints)),
			new Rule<>("has name constraints that are none", ProfileRules::hasSoundConstraints),
			new Rule<>("has no subject key identifier",
					certificate -> extension(certificate, Extension.subjectKeyIdentifier).isPresent()));

	/** Of the anchor, where no issuer is beside it. */
	private static final List<Rule<TBSCertificate>> ANCHORS = List.of(
			new Rule<>("is not of version 3", certificate -> certificate.getVersionNumber() == 3),
			new Rule<>("has a serial number that is not 1 to 20 octets and positive",
					certificate -> CertificateRules.isSerial(certificate)),
			new Rule<>("has a key that is not allowed",
					certificate -> SubjectKeys.allowed(certificate.getSubjectPublicKeyInfo())),
			new Rule<>("has an authority key identifier that is critical, or is by another without one",
					ProfileRules::isOfItself));

	private ProfileRules() {
	}

	/** The first thing that is wrong with an anchor. */
	static Optional<String> breach(TBSCertificate anchor) {
		return Rule.firstBreach(ANCHORS, anchor)
			.or(() -> Rule.firstBreach(ALL, anchor))
			.or(() -> Rule.firstBreach(ISSUERS, anchor))
			.map(breach -> "the anchor " + breach);
	}

	/**
	 * The first thing that is wrong below the anchor.
	 * @param path the leaf first, the anchor last
	 */
	static Optional<String> breach(List<TBSCertificate> path, Set<ASN1ObjectIdentifier> signatures,
			@Nullable KeyPurposeId purpose) {
		List<Optional<String>> found = new ArrayList<>();
		for (int i = path.size() - 2; i >= 0; i--) {
			Signed signed = new Signed(path.get(i), path.get(i + 1));
			boolean leaf = i == 0;
			found.add(Rule.firstBreach(CertificateRules.COMMON, signed)
				.or(() -> Rule.firstBreach(List.of(signedWith(signatures)), signed))
				.or(() -> Rule.firstBreach(ALL, signed.subject()))
				.or(() -> leaf ? Rule.firstBreach(List.of(unconstraining()), signed.subject())
						: Rule.firstBreach(ISSUERS, signed.subject()))
				.or(() -> Rule.firstBreach(List.of(meantFor(purpose)), signed.subject()))
				.map(breach -> (leaf ? "the certificate " : "an intermediate ") + breach));
		}
		return found.stream().flatMap(Optional::stream).findFirst();
	}

	static Rule<Signed> signedWith(Set<ASN1ObjectIdentifier> signatures) {
		return new Rule<>("is signed with an algorithm that is not allowed", signed -> {
			ASN1Encodable parameters = signed.subject().getSignature().getParameters();
			return signatures.contains(signed.subject().getSignature().getAlgorithm())
					&& (parameters == null || parameters instanceof DERNull);
		});
	}

	/** Section 4.2.1.10: only a certificate authority constrains names. */
	private static Rule<TBSCertificate> unconstraining() {
		return new Rule<>("has name constraints and is no certificate authority",
				certificate -> extension(certificate, Extension.nameConstraints).isEmpty() || isAuthority(certificate));
	}

	/** Section 4.2.1.12; for issuers as everybody reads it who looks at all. */
	private static Rule<TBSCertificate> meantFor(@Nullable KeyPurposeId purpose) {
		return new Rule<>("is meant for something else",
				certificate -> purpose == null
						|| extension(certificate, Extension.extendedKeyUsage).map(Extension::getParsedValue)
							.map(ExtendedKeyUsage::getInstance)
							.map(usage -> usage.hasKeyPurposeId(purpose)
									|| usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage))
							.orElse(true));
	}

	private static boolean isAuthority(TBSCertificate certificate) {
		BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
		return constraints != null && constraints.isCA() && absentOrCritical(certificate, Extension.basicConstraints);
	}

	/** Sections 4.1.2.6, 4.2.1.3 and 4.2.1.9. */
	private static boolean isConsistent(TBSCertificate certificate) {
		Extensions extensions = certificate.getExtensions();
		BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
		KeyUsage usage = KeyUsage.fromExtensions(extensions);
		boolean authority = constraints != null && constraints.isCA();
		boolean signs = usage != null && usage.hasUsages(KeyUsage.keyCertSign);
		boolean named = certificate.getSubject().getRDNs().length > 0;
		return authority ? signs && named
				: !signs && (constraints == null || constraints.getPathLenConstraint() == null);
	}

	private static boolean namesUsages(TBSCertificate certificate) {
		return extension(certificate, Extension.extendedKeyUsage)
			.map(found -> ExtendedKeyUsage.getInstance(found.getParsedValue()).size() > 0)
			.orElse(true);
	}

	/** Section 4.1.2.6: an empty subject has its name in a critical extension. */
	private static boolean isNamed(TBSCertificate certificate) {
		return certificate.getSubject().getRDNs().length > 0
				|| CertificateRules.critical(certificate, Extension.subjectAlternativeName);
	}

	private static boolean hasNames(TBSCertificate certificate) {
		Optional<Extension> extension = extension(certificate, Extension.subjectAlternativeName);
		if (extension.isEmpty()) {
			return true;
		}
		GeneralName[] names = GeneralNames.getInstance(extension.get().getParsedValue()).getNames();
		return names.length > 0 && Arrays.stream(names)
			.filter(name -> name.getTagNo() == GeneralName.dNSName)
			.map(name -> name.getName().toString())
			.allMatch(name -> PREFERRED_SYNTAX.matcher(name).matches() && !ADDRESS.matcher(name).matches());
	}

	private static boolean hasSoundConstraints(TBSCertificate certificate) {
		Optional<Extension> extension = extension(certificate, Extension.nameConstraints);
		if (extension.isEmpty()) {
			return true;
		}
		NameConstraints constraints = NameConstraints.getInstance(extension.get().getParsedValue());
		List<GeneralSubtree> subtrees = new ArrayList<>();
		subtrees.addAll(subtrees(constraints.getPermittedSubtrees()));
		subtrees.addAll(subtrees(constraints.getExcludedSubtrees()));
		return !subtrees.isEmpty() && subtrees.stream().allMatch(ProfileRules::isSound);
	}

	private static List<GeneralSubtree> subtrees(GeneralSubtree @Nullable [] given) {
		return (given != null) ? Arrays.asList(given) : List.of();
	}

	/** Section 4.2.1.10. */
	private static boolean isSound(GeneralSubtree subtree) {
		boolean whole = subtree.getMinimum().signum() == 0 && subtree.getMaximum() == null;
		return whole && (subtree.getBase().getTagNo() != GeneralName.dNSName
				|| CONSTRAINT.matcher(subtree.getBase().getName().toString()).matches());
	}

	/** Section 4.2.1.1: only who signed itself may leave it out. */
	private static boolean isOfItself(TBSCertificate certificate) {
		return !CertificateRules.critical(certificate, Extension.authorityKeyIdentifier)
				&& (AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions()) != null
						|| certificate.getIssuer().equals(certificate.getSubject()));
	}

	private static boolean absentOrCritical(TBSCertificate certificate, ASN1ObjectIdentifier type) {
		return extension(certificate, type).map(Extension::isCritical).orElse(true);
	}

	private static Optional<Extension> extension(TBSCertificate certificate, ASN1ObjectIdentifier type) {
		return Optional.ofNullable(CertificateRules.extensions(certificate).getExtension(type));
	}

	private static ASN1ObjectIdentifier[] criticals(TBSCertificate certificate) {
		return CertificateRules.extensions(certificate).getCriticalExtensionOIDs();
	}

}
