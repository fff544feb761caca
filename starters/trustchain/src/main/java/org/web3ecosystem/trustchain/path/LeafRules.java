package org.web3ecosystem.trustchain.path;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.path.CertificateRules.Signed;

/**
 * What a leaf must be for one purpose and one node. The authority keeps to these rules
 * before it signs, the validator when it judges: what is issued here is accepted here.
 * Any validator's node intermediate may have signed it; what keeps that validator from
 * making itself another node's operator is the {@link Voucher} of that node.
 */
public final class LeafRules {

	/** The most alternative names a leaf may have. */
	public static final int MAX_NAMES = 16;

	/** Letters, digits, hyphens; no wildcard, no underscore, no empty label. */
	private static final Pattern HOST_NAME = Pattern
		.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

	private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(Extension.basicConstraints, Extension.keyUsage,
			Extension.extendedKeyUsage, Extension.subjectAlternativeName);

	/** Who may show what. */
	private record Claim(Signed signed, String zone, Purpose purpose, NodeId node) {

		TBSCertificate leaf() {
			return signed.subject();
		}

		List<GeneralName> names() {
			return Arrays.asList(
					GeneralNames.fromExtensions(CertificateRules.extensions(leaf()), Extension.subjectAlternativeName)
						.getNames());
		}

		List<String> names(int type) {
			return names().stream()
				.filter(name -> name.getTagNo() == type)
				.map(name -> name.getName().toString())
				.toList();
		}

	}

	private static final List<Rule<Claim>> RULES = List.of(
			new Rule<>("has a critical extension that is not understood",
					claim -> CertificateRules.onlyCritical(claim.leaf(), UNDERSTOOD)),
			new Rule<>("is a certificate authority", LeafRules::isNoAuthority),
			new Rule<>("has not the one critical key usage, to sign handshakes", LeafRules::signsHandshakesOnly),
			new Rule<>("has an extended key usage that is not that of its purpose", LeafRules::hasPurpose),
			new Rule<>("has no alternative name, or more than " + MAX_NAMES,
					claim -> !claim.names().isEmpty() && claim.names().size() <= MAX_NAMES),
			new Rule<>("has an alternative name of a kind that is not used here", LeafRules::hasOnlyUsedKinds),
			new Rule<>("has an alternative name that is not a host name",
					claim -> claim.names(GeneralName.dNSName).stream().allMatch(LeafRules::isHostName)),
			new Rule<>("has an alternative name twice",
					claim -> claim.names().stream().distinct().count() == claim.names().size()),
			new Rule<>("has alternative names that are not those of its purpose", LeafRules::hasNamesOfPurpose),
			new Rule<>("is not for this node", LeafRules::namesNode),
			new Rule<>("is an operator's that the node does not vouch for", LeafRules::hasWordOfNode),
			new Rule<>("has name constraints", claim -> CertificateRules.extensions(claim.leaf())
				.getExtension(Extension.nameConstraints) == null));

	private LeafRules() {
	}

	/** All that is wrong with a leaf, signed or not yet. */
	public static List<String> breaches(TBSCertificate leaf, TBSCertificate issuer, String zone, Purpose purpose,
			NodeId node) {
		Signed signed = new Signed(leaf, issuer);
		return java.util.stream.Stream
			.concat(Rule.breaches(CertificateRules.OWN, signed).stream(),
					Rule.breaches(RULES, new Claim(signed, zone, purpose, node)).stream())
			.toList();
	}

	static Optional<String> breach(TBSCertificate leaf, TBSCertificate issuer, String zone, Purpose purpose,
			NodeId node) {
		Signed signed = new Signed(leaf, issuer);
		return Rule.firstBreach(CertificateRules.OWN, signed)
			.or(() -> Rule.firstBreach(RULES, new Claim(signed, zone, purpose, node)));
	}

	/** Whether a name may stand in a certificate: lower case LDH labels, no wildcard. */
	public static boolean isHostName(String name) {
		return HOST_NAME.matcher(name).matches();
	}

	private static boolean isNoAuthority(Claim claim) {
		BasicConstraints constraints = BasicConstraints.fromExtensions(CertificateRules.extensions(claim.leaf()));
		return constraints == null || !constraints.isCA() && constraints.getPathLenConstraint() == null;
	}

	private static boolean signsHandshakesOnly(Claim claim) {
		Extension extension = CertificateRules.extensions(claim.leaf()).getExtension(Extension.keyUsage);
		if (extension == null || !extension.isCritical()) {
			return false;
		}
		int usage = KeyUsage.getInstance(extension.getParsedValue()).getBytes()[0] & 0xff
				| ((KeyUsage.getInstance(extension.getParsedValue()).getBytes().length > 1) ? 0x100 : 0);
		boolean rsa = SubjectKeys.isRsa(claim.leaf().getSubjectPublicKeyInfo());
		return usage == KeyUsage.digitalSignature
				|| rsa && usage == (KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
	}

	private static boolean hasPurpose(Claim claim) {
		Set<KeyPurposeId> wanted = switch (claim.purpose()) {
			case NODE -> Set.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
			case SERVER -> Set.of(KeyPurposeId.id_kp_serverAuth);
			case OPERATOR -> Set.of(KeyPurposeId.id_kp_clientAuth);
		};
		KeyPurposeId[] usages = ExtendedKeyUsage.fromExtensions(CertificateRules.extensions(claim.leaf())).getUsages();
		return usages.length == wanted.size() && wanted.containsAll(Arrays.asList(usages));
	}

	private static boolean hasOnlyUsedKinds(Claim claim) {
		return claim.names().stream().allMatch(name -> switch (name.getTagNo()) {
			case GeneralName.dNSName, GeneralName.uniformResourceIdentifier -> true;
			case GeneralName.iPAddress -> {
				int length = ASN1OctetString.getInstance(name.getName()).getOctets().length;
				yield length == 4 || length == 16;
			}
			default -> false;
		});
	}

	private static boolean hasNamesOfPurpose(Claim claim) {
		List<String> uris = claim.names(GeneralName.uniformResourceIdentifier);
		List<String> addresses = claim.names(GeneralName.iPAddress);
		List<String> hosts = claim.names(GeneralName.dNSName);
		List<String> wanted = SpiffeId.of(claim.zone(), claim.purpose(), claim.node()).stream().toList();
		return uris.equals(wanted) && switch (claim.purpose()) {
			case NODE -> addresses.isEmpty();
			case OPERATOR -> addresses.isEmpty() && hosts.isEmpty();
			case SERVER -> true;
		};
	}

	private static boolean hasWordOfNode(Claim claim) {
		return claim.purpose() != Purpose.OPERATOR || Voucher.in(claim.leaf().getExtensions())
			.filter(voucher -> voucher.holds(claim.node(), claim.zone(), claim.leaf().getSubjectPublicKeyInfo(),
					claim.leaf().getEndDate().getDate().toInstant()))
			.isPresent();
	}

	private static boolean namesNode(Claim claim) {
		return NamedNode.in(claim.leaf().getSubject()).equals(Optional.of(claim.node()));
	}

}
