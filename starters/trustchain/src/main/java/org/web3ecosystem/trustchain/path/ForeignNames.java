package org.web3ecosystem.trustchain.path;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.trustchain.Digest;

/**
 * What certificates of another federation may name: hosts at or below its zone and SPIFFE
 * IDs of its trust domain. Addresses, mail and other kinds of names are nobody's to give.
 * The leaf is one as SPIFFE has it (X509-SVID, sections 2 to 4), but a server may do
 * without a SPIFFE ID.
 */
final class ForeignNames {

	/** SPIFFE-ID, section 2.4. */
	private static final int MAX_ID = 2048;

	/** SPIFFE-ID, section 2.2. */
	private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");

	private ForeignNames() {
	}

	/** Whether a root's name constraints leave it any name of this zone. */
	static boolean permits(X509Certificate root, String domain) {
		NameConstraints constraints = NameConstraints.getInstance(Extensions.getExtensionParsedValue(
				CertificateRules.extensions(Certificate.getInstance(Digest.encoded(root)).getTBSCertificate()),
				Extension.nameConstraints));
		GeneralSubtree[] permitted = (constraints != null) ? constraints.getPermittedSubtrees() : null;
		return permitted == null || Stream.of(GeneralName.dNSName, GeneralName.uniformResourceIdentifier)
			.anyMatch(kind -> permits(permitted, kind, domain));
	}

	/** What has no constraint of its kind is free (RFC 5280, section 4.2.1.10). */
	private static boolean permits(GeneralSubtree[] permitted, int kind, String domain) {
		List<String> bases = Arrays.stream(permitted)
			.map(GeneralSubtree::getBase)
			.filter(base -> base.getTagNo() == kind)
			.map(base -> text(base).toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
			.toList();
		return bases.isEmpty() || bases.stream()
			.anyMatch(base -> base.isEmpty() || base.equals(domain) || base.endsWith("." + domain)
					|| domain.endsWith("." + base));
	}

	/** What is wrong with a path, the leaf first; empty if nothing is. */
	static Optional<String> fault(List<TBSCertificate> path, String domain, boolean client) {
		for (TBSCertificate above : path.subList(1, path.size())) {
			Optional<String> outside = names(above).stream()
				.filter(name -> !isWithin(name, domain) && !isTrustDomain(name, domain))
				.findFirst()
				.map(name -> "an intermediate names something that is not of " + domain);
			if (outside.isPresent()) {
				return outside;
			}
		}
		return leafFault(path.getFirst(), domain, client);
	}

	private static Optional<String> leafFault(TBSCertificate leaf, String domain, boolean client) {
		List<GeneralName> names = names(leaf);
		List<GeneralName> ids = names.stream()
			.filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
			.toList();
		if (names.stream().anyMatch(name -> !isWithin(name, domain) && !isId(name, domain))) {
			return Optional.of("the certificate names something that is not of " + domain);
		}
		if (ids.size() > 1 || client && ids.isEmpty() || names.isEmpty()) {
			return Optional.of("the certificate has not one SPIFFE ID");
		}
		return endFault(leaf);
	}

	/** It signs handshakes, and nothing else. */
	private static Optional<String> endFault(TBSCertificate leaf) {
		BasicConstraints constraints = BasicConstraints.fromExtensions(CertificateRules.extensions(leaf));
		KeyUsage usage = KeyUsage.fromExtensions(CertificateRules.extensions(leaf));
		return constraints != null && constraints.isCA() || usage == null || !usage.hasUsages(KeyUsage.digitalSignature)
				|| usage.hasUsages(KeyUsage.keyCertSign) || usage.hasUsages(KeyUsage.cRLSign)
						? Optional.of("the certificate is not one of an end") : Optional.empty();
	}

	/** What is wrong with the certificate of an endpoint; empty if nothing is. */
	static Optional<String> endpointFault(TBSCertificate leaf, String host, Optional<InetAddress> address,
			Optional<String> endpointId) {
		boolean known = endpointId.isPresent()
				? names(leaf).stream()
					.filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
					.map(ForeignNames::text)
					.toList()
					.equals(List.of(endpointId.get()))
				: names(leaf).stream().anyMatch(name -> isHost(name, host, address));
		return known ? endFault(leaf) : Optional.of("the endpoint's certificate is not for " + endpointId.orElse(host));
	}

	private static boolean isHost(GeneralName name, String host, Optional<InetAddress> address) {
		return switch (name.getTagNo()) {
			case GeneralName.dNSName -> address.isEmpty() && text(name).equalsIgnoreCase(host);
			case GeneralName.iPAddress -> address.isPresent() && Arrays
				.equals(ASN1OctetString.getInstance(name.getName()).getOctets(), address.get().getAddress());
			default -> false;
		};
	}

	private static boolean isWithin(GeneralName name, String domain) {
		String host = text(name).toLowerCase(Locale.ROOT);
		return name.getTagNo() == GeneralName.dNSName && (host.equals(domain) || host.endsWith("." + domain));
	}

	private static boolean isId(GeneralName name, String domain) {
		String id = text(name);
		String authority = "spiffe://" + domain;
		return name.getTagNo() == GeneralName.uniformResourceIdentifier && id.length() <= MAX_ID
				&& id.startsWith(authority + "/") && PATH.matcher(id.substring(authority.length())).matches();
	}

	/** The SPIFFE ID of a trust domain itself, which those that sign may have. */
	private static boolean isTrustDomain(GeneralName name, String domain) {
		return name.getTagNo() == GeneralName.uniformResourceIdentifier && text(name).equals("spiffe://" + domain);
	}

	private static List<GeneralName> names(TBSCertificate certificate) {
		Extension extension = CertificateRules.extensions(certificate).getExtension(Extension.subjectAlternativeName);
		return (extension == null) ? List.of()
				: Arrays.asList(GeneralNames.getInstance(extension.getParsedValue()).getNames());
	}

	private static String text(GeneralName name) {
		return name.getName().toString();
	}

}
