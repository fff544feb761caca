package org.web3ecosystem.trustchain.ct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.trustchain.Digest;

/**
 * From a draft to the certificate with its timestamp and back (RFC 6962, sections 3.1 and
 * 3.3): all three differ in one extension, the last. What is signed by the issuer itself
 * is enough here; there are no precertificate signing certificates.
 */
public final class Precertificates {

	/** Marks what is not a certificate: critical, so that nobody takes it for one. */
	public static final ASN1ObjectIdentifier POISON = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3");

	/** The list of timestamps. */
	public static final ASN1ObjectIdentifier TIMESTAMPS = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

	private Precertificates() {
	}

	/** The draft, marked. */
	public static TBSCertificate poisoned(TBSCertificate draft) {
		return with(draft, new Extension(POISON, true, new DEROctetString(encoded(DERNull.INSTANCE))));
	}

	/** The draft with the timestamp of its entry. */
	public static TBSCertificate stamped(TBSCertificate draft, SignedTimestamp timestamp) {
		return with(draft,
				new Extension(TIMESTAMPS, false, new DEROctetString(encoded(new DEROctetString(timestamp.asList())))));
	}

	/** What a log is told of a draft. */
	public static SignedEntry.Precert entry(TBSCertificate draft, Certificate issuer) {
		return new SignedEntry.Precert(Digest.sha256(encoded(issuer.getSubjectPublicKeyInfo())), encoded(draft));
	}

	/**
	 * The entry to a precertificate or to a certificate that was made of one: without
	 * mark and timestamps.
	 * @throws IllegalArgumentException if it is none that could be
	 */
	public static SignedEntry.Precert entryOf(byte[] certificate, byte[] issuer) {
		return entry(without(parsed(certificate).getTBSCertificate()), parsed(issuer));
	}

	/** The timestamps in a certificate; empty if it has none that can be read. */
	public static List<SignedTimestamp> timestamps(byte[] certificate) {
		try {
			Extensions extensions = parsed(certificate).getTBSCertificate().getExtensions();
			return Optional.ofNullable(extensions)
				.map(all -> all.getExtension(TIMESTAMPS))
				.map(found -> SignedTimestamp.list(ASN1OctetString.getInstance(found.getParsedValue()).getOctets()))
				.orElse(List.of());
		}
		catch (IllegalArgumentException malformed) {
			return List.of();
		}
	}

	/** Whether it is marked as a precertificate, properly. */
	public static boolean isPoisoned(TBSCertificate certificate) {
		Extension mark = (certificate.getExtensions() != null) ? certificate.getExtensions().getExtension(POISON)
				: null;
		return mark != null && mark.isCritical()
				&& Arrays.equals(mark.getExtnValue().getOctets(), encoded(DERNull.INSTANCE));
	}

	/** Without mark and timestamps. */
	public static TBSCertificate without(TBSCertificate certificate) {
		List<Extension> kept = new ArrayList<>();
		for (ASN1ObjectIdentifier type : extensions(certificate).getExtensionOIDs()) {
			if (!type.equals(POISON) && !type.equals(TIMESTAMPS)) {
				kept.add(certificate.getExtensions().getExtension(type));
			}
		}
		return with(certificate, kept);
	}

	/**
	 * Parses one.
	 * @throws IllegalArgumentException if it is none, or not in DER
	 */
	public static Certificate parsed(byte[] der) {
		Certificate certificate = Certificate.getInstance(der);
		if (!Arrays.equals(encoded(certificate), der)) {
			throw new IllegalArgumentException("a certificate is not in DER");
		}
		return certificate;
	}

	private static TBSCertificate with(TBSCertificate certificate, Extension added) {
		List<Extension> all = new ArrayList<>();
		for (ASN1ObjectIdentifier type : extensions(certificate).getExtensionOIDs()) {
			all.add(certificate.getExtensions().getExtension(type));
		}
		all.add(added);
		return with(certificate, all);
	}

	private static TBSCertificate with(TBSCertificate from, List<Extension> extensions) {
		return new TBSCertificate(from.getVersion(), from.getSerialNumber(), from.getSignature(), from.getIssuer(),
				from.getValidity(), from.getSubject(), from.getSubjectPublicKeyInfo(), from.getIssuerUniqueId(),
				from.getSubjectUniqueId(), new Extensions(extensions.toArray(Extension[]::new)));
	}

	private static Extensions extensions(TBSCertificate certificate) {
		if (certificate.getExtensions() == null) {
			throw new IllegalArgumentException("a certificate has no extensions");
		}
		return certificate.getExtensions();
	}

	private static byte[] encoded(ASN1Object object) {
		try {
			return object.getEncoded(ASN1Encoding.DER);
		}
		catch (IOException impossible) {
			throw new IllegalStateException("encoding in memory", impossible);
		}
	}

}
