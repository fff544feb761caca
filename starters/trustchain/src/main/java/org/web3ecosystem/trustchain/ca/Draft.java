package org.web3ecosystem.trustchain.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.trustchain.Digest;

/**
 * A certificate in the making (RFC 5280, section 4.1): everything but the signature, so
 * that it can be judged before it is signed.
 */
final class Draft {

	private static final int MAX_COMMON_NAME = 64;

	private final ExtensionsGenerator extensions = new ExtensionsGenerator();

	private final X500Name issuer;

	private final X500Name subject;

	private final SubjectPublicKeyInfo subjectKey;

	private final Instant notBefore;

	private final Instant notAfter;

	private Draft(X500Name issuer, X500Name subject, SubjectPublicKeyInfo subjectKey, Instant notBefore,
			Instant notAfter) {
		this.issuer = issuer;
		this.subject = subject;
		this.subjectKey = subjectKey;
		this.notBefore = notBefore;
		this.notAfter = notAfter;
	}

	static Draft of(X500Name issuer, SubjectPublicKeyInfo issuerKey, X500Name subject, SubjectPublicKeyInfo subjectKey,
			Instant notBefore, Instant notAfter) {
		Draft draft = new Draft(issuer, subject, subjectKey, notBefore, notAfter);
		draft.with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyId(issuerKey)));
		draft.with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(subjectKey)));
		return draft;
	}

	Draft with(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
		try {
			extensions.addExtension(type, critical, value);
			return this;
		}
		catch (IOException impossible) {
			throw new IllegalStateException("encoding an extension in memory", impossible);
		}
	}

	TBSCertificate unsigned(BigInteger serial) {
		V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
		generator.setSerialNumber(new ASN1Integer(serial));
		generator.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
		generator.setIssuer(issuer);
		generator.setSubject(subject);
		generator.setStartDate(new Time(Date.from(notBefore)));
		generator.setEndDate(new Time(Date.from(notAfter)));
		generator.setSubjectPublicKeyInfo(subjectKey);
		generator.setExtensions(extensions.generate());
		return generator.generateTBSCertificate();
	}

	static SubjectPublicKeyInfo keyInfo(PublicKey key) {
		return SubjectPublicKeyInfo.getInstance(key.getEncoded());
	}

	/** RFC 7093, section 2, method 1: the leftmost 160 bits of SHA-256 over the key. */
	static byte[] keyId(SubjectPublicKeyInfo key) {
		DERBitString bits = (DERBitString) DERBitString.getInstance(key.getPublicKeyData());
		return Arrays.copyOf(Digest.sha256(bits.getBytes()), 20);
	}

	/** What someone is called as something, within X.520's bound. */
	static String commonName(String name, String role) {
		return name.substring(0, Math.min(name.length(), MAX_COMMON_NAME - 1 - role.length())) + " " + role;
	}

	/** A name that says which node; an id is exactly X.520's bound of 64. */
	static X500Name name(String organization, String commonName, NodeId node) {
		return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, organization)
			.addRDN(BCStyle.CN, commonName)
			.addRDN(BCStyle.SERIALNUMBER, node.hex())
			.build();
	}

}
