package org.web3ecosystem.trustchain.path;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * All have one name, so who signed what is told by the key identifier. Thread-safe.
 */
public final class Anchor {

	/** The most intermediates that are remembered to be good. */
	private static final int MAX_SUBORDINATES = 256;

	private final X509Certificate certificate;

	private final TBSCertificate content;

	private final CertificationPath path;

	private final Constraints constraints;

	/** By their digests; there are two or three to a validator. */
	private final Map<String, Subordinate> subordinates = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Subordinate> eldest) {
			return size() > MAX_SUBORDINATES;
		}
	};

	public Anchor(X509Certificate certificate) {
		this.certificate = certificate;
		this.content = Certificate.getInstance(Digest.encoded(certificate)).getTBSCertificate();
		this.path = new CertificationPath(certificate, CertificateRules.SIGNATURES);
		this.constraints = Constraints.of(content);
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

	/**
	 * An intermediate of this root, judged.
	 * @return it, or what is wrong with it, which is not remembered
	 */
	Judged judge(X509Certificate intermediate, Instant now) {
		String digest = Digest.hex(Digest.encoded(intermediate));
		synchronized (subordinates) {
			Subordinate known = subordinates.get(digest);
			if (known != null) {
				return new Judged.Good(known);
			}
		}
		Certificate parsed = Certificate.getInstance(Digest.encoded(intermediate));
		Optional<String> fault = IntermediateRules.breach(parsed.getTBSCertificate(), content)
			.map(breach -> "the intermediate " + breach)
			.or(() -> path.fault(List.of(intermediate), null, now));
		if (fault.isPresent()) {
			return new Judged.Bad(fault.get());
		}
		Subordinate good = new Subordinate(intermediate, path, constraints);
		synchronized (subordinates) {
			subordinates.put(digest, good);
		}
		return new Judged.Good(good);
	}

	/** What came of it. */
	sealed interface Judged {

		/** Nothing is wrong but that it may not be valid at another time. */
		record Good(Subordinate subordinate) implements Judged {
		}

		/** Why not. */
		record Bad(String fault) implements Judged {
		}

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
