package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.trustchain.path.LeafRules;
import org.web3ecosystem.trustchain.path.Signed;
import org.web3ecosystem.trustchain.path.SubjectKeys;
import org.web3ecosystem.trustchain.path.Voucher;

/**
 * A PKCS#10 request (RFC 2986) whose proof of possession holds. Of what it asks for only
 * the key, the names and a voucher are looked at; who may have which names, and whether
 * the voucher is good, is decided elsewhere.
 *
 * @param key the subject's public key, of an allowed kind
 * @param names DNS names and IP literals asked for
 * @param voucher a node's word that the key is its operator's
 */
public record SigningRequest(SubjectPublicKeyInfo key, List<String> names, Optional<Voucher> voucher) {

	/** The largest request anyone reads, in bytes. */
	public static final int MAX_BYTES = 8192;

	private static final Map<String, String> SIGNATURES = Map.of("EC", "SHA256withECDSA", "EdDSA", "Ed25519", "Ed25519",
			"Ed25519", "RSA", "SHA256withRSA");

	public SigningRequest {
		names = List.copyOf(names);
	}

	/**
	 * A request over this pair, DER.
	 * @param names DNS names and IP literals to ask for
	 */
	public static byte[] create(KeyPair keys, List<String> names) {
		return sign(keys, names.isEmpty() ? List.of() : List.of(wanting(Extension.subjectAlternativeName,
				new GeneralNames(names.stream().map(SigningRequest::generalName).toArray(GeneralName[]::new)))));
	}

	/** A request over an operator's pair, which {@code node} vouches for, DER. */
	public static byte[] forOperator(KeyPair keys, NodeKey node, String zone, Instant now) {
		Voucher voucher = Voucher.sign(node, zone, Draft.keyInfo(keys.getPublic()), now);
		return sign(keys, List.of(wanting(Voucher.EXTENSION, voucher.toAsn1())));
	}

	private static byte[] sign(KeyPair keys, List<Extension> wanted) {
		try {
			String algorithm = SIGNATURES.get(keys.getPrivate().getAlgorithm());
			if (algorithm == null) {
				throw new RejectedException("no certificate for a key of " + keys.getPrivate().getAlgorithm());
			}
			JcaPKCS10CertificationRequestBuilder builder = new JcaPKCS10CertificationRequestBuilder(
					new X500Name(new RDN[0]), keys.getPublic());
			if (!wanted.isEmpty()) {
				builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
						new Extensions(wanted.toArray(Extension[]::new)));
			}
			return builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())).getEncoded();
		}
		catch (IOException | OperatorCreationException failure) {
			throw new CaException("could not make a certificate request", failure);
		}
	}

	/**
	 * Reads and verifies; bounds and key first, the signature last.
	 * @throws RejectedException naming what is wrong
	 */
	public static SigningRequest parse(byte[] der) {
		if (der.length > MAX_BYTES) {
			throw new RejectedException("a certificate request has at most " + MAX_BYTES + " bytes, not " + der.length);
		}
		try {
			PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
			SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
			if (!SubjectKeys.allowed(key)) {
				throw new RejectedException(
						"the request's key is not P-256, P-384, Ed25519 or RSA of 2048 to 4096 bits");
			}
			if (!Signed.by(key, request.getSignatureAlgorithm(),
					request.toASN1Structure().getCertificationRequestInfo().getEncoded(ASN1Encoding.DER),
					request.getSignature())) {
				throw new RejectedException("the request does not prove possession of its key");
			}
			Extensions wanted = request.getRequestedExtensions();
			return new SigningRequest(key, namesOf(request.getSubject(), namesOf(wanted)), Voucher.in(wanted));
		}
		catch (RejectedException known) {
			throw known;
		}
		catch (IOException | RuntimeException malformed) {
			throw new RejectedException("not a certificate request (PKCS#10)", malformed);
		}
	}

	private static Extension wanting(ASN1ObjectIdentifier type, ASN1Encodable value) {
		try {
			return new Extension(type, false, value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
		}
		catch (IOException impossible) {
			throw new IllegalStateException("encoding an extension in memory", impossible);
		}
	}

	/** A DNS name, or an IP literal; asks no resolver. */
	static GeneralName generalName(String name) {
		if (isAddress(name)) {
			try {
				return new GeneralName(GeneralName.iPAddress, new DEROctetString(IpLiteral.parse(name).getAddress()));
			}
			catch (IllegalArgumentException malformed) {
				throw new RejectedException("not an IP address: '" + name + "'", malformed);
			}
		}
		if (!LeafRules.isHostName(name)) {
			throw new RejectedException("not a host name: '" + name + "'");
		}
		return new GeneralName(GeneralName.dNSName, name);
	}

	/** Whether an IP literal; a name whose last label is a number is none that exists. */
	public static boolean isAddress(String name) {
		return name.indexOf(':') >= 0 || name.matches("[0-9.]+");
	}

	/**
	 * A common name that is a host's is asked for as well (RFC 8555, section 7.4); alone
	 * it is not enough.
	 */
	private static List<String> namesOf(X500Name subject, List<String> names) {
		List<String> common = Arrays.stream(subject.getRDNs(BCStyle.CN))
			.flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
			.filter(part -> part.getType().equals(BCStyle.CN))
			.map(part -> IETFUtils.valueToString(part.getValue()).toLowerCase(Locale.ROOT))
			.filter(name -> name.indexOf('.') >= 0 && LeafRules.isHostName(name))
			.filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
			.toList();
		return names.isEmpty() ? names : Stream.concat(names.stream(), common.stream()).toList();
	}

	private static List<String> namesOf(@Nullable Extensions extensions) {
		GeneralNames names = (extensions != null)
				? GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName) : null;
		if (names == null) {
			return List.of();
		}
		if (names.getNames().length > LeafRules.MAX_NAMES) {
			throw new RejectedException("a certificate has at most " + LeafRules.MAX_NAMES + " names");
		}
		return Arrays.stream(names.getNames()).flatMap(SigningRequest::text).toList();
	}

	private static Stream<String> text(GeneralName name) {
		return switch (name.getTagNo()) {
			case GeneralName.dNSName -> Stream.of(name.getName().toString());
			case GeneralName.iPAddress -> Stream.of(address(ASN1OctetString.getInstance(name.getName()).getOctets()));
			default -> throw new RejectedException("a request asks for DNS names and IP addresses only");
		};
	}

	private static String address(byte[] octets) {
		try {
			return InetAddress.getByAddress(octets).getHostAddress();
		}
		catch (UnknownHostException malformed) {
			throw new RejectedException("an IP address has 4 or 16 octets", malformed);
		}
	}

}
