package org.web3ecosystem.trustchain.path;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ct.Precertificates;

/**
 * RFC 5280's path validation (section 6) together with what sections 4.1 and 4.2 demand
 * of the certificates themselves, which the algorithm leaves to the issuer and libraries
 * therefore to nobody. The anchor is held to the same: its constraints bind, its life
 * counts. Certificate policies and revocation are not looked at. Sizes and counts are
 * checked before any signature. Thread-safe.
 */
public final class CertificationPath {

	/** The most certificates of a path, the anchor's not counted. */
	public static final int MAX_LENGTH = 8;

	/** The largest certificate anyone looks at, in bytes. */
	public static final int MAX_CERTIFICATE = 8192;

	/** What this federation signs with, and RSA with SHA-2 besides. */
	static final Set<ASN1ObjectIdentifier> STRONG = Stream
		.concat(CertificateRules.SIGNATURES.stream(),
				Stream.of(PKCSObjectIdentifiers.sha256WithRSAEncryption, PKCSObjectIdentifiers.sha384WithRSAEncryption))
		.collect(Collectors.toUnmodifiableSet());

	private static final String NAME_CONSTRAINTS = "2.5.29.30";

	private static final Provider PROVIDER = new BouncyCastleProvider();

	private final X509Certificate root;

	private final TBSCertificate anchorContent;

	/** What is wrong with the anchor itself, if anything is. */
	private final Optional<String> anchorFault;

	private final TrustAnchor anchor;

	private final Set<ASN1ObjectIdentifier> signatures;

	CertificationPath(X509Certificate root, Set<ASN1ObjectIdentifier> signatures) {
		this.root = root;
		Certificate parsed = Certificate.getInstance(Digest.encoded(root));
		this.anchorContent = parsed.getTBSCertificate();
		this.anchorFault = anchorFault(parsed);
		this.anchor = new TrustAnchor(root, nameConstraints(root));
		this.signatures = Set.copyOf(signatures);
	}

	private static Optional<String> anchorFault(Certificate anchor) {
		if (!hasOneAlgorithm(anchor)) {
			return Optional.of("the anchor names two signature algorithms");
		}
		return ProfileRules.breach(anchor.getTBSCertificate());
	}

	/**
	 * What is wrong with a path that is shown now; empty if nothing is.
	 * @param path the leaf first, each signed by the next and the last by the anchor
	 * @param purpose what the leaf is to be used for; null if for nothing in particular
	 */
	Optional<String> fault(List<X509Certificate> path, @Nullable KeyPurposeId purpose, Instant now) {
		return fault(path, purpose, now, false);
	}

	/**
	 * The same.
	 * @param marked whether the leaf is a precertificate, whose mark is overlooked
	 */
	Optional<String> fault(List<X509Certificate> path, @Nullable KeyPurposeId purpose, Instant now, boolean marked) {
		if (path.isEmpty() || path.size() > MAX_LENGTH) {
			return Optional.of("a path has 1 to " + MAX_LENGTH + " certificates below its anchor, not " + path.size());
		}
		return profile(path, purpose, marked).or(() -> validity(path, now)).or(() -> algorithm(path, now, marked));
	}

	/** Sections 4.1 and 4.2. */
	private Optional<String> profile(List<X509Certificate> path, @Nullable KeyPurposeId purpose, boolean marked) {
		try {
			List<TBSCertificate> contents = new ArrayList<>();
			for (X509Certificate certificate : path) {
				byte[] encoded = Digest.encoded(certificate);
				if (encoded.length > MAX_CERTIFICATE) {
					return Optional.of("a certificate has more than " + MAX_CERTIFICATE + " bytes");
				}
				Certificate parsed = Certificate.getInstance(encoded);
				if (!hasOneAlgorithm(parsed)) {
					return Optional.of("a certificate names two signature algorithms");
				}
				contents.add((marked && contents.isEmpty()) ? unmarked(parsed.getTBSCertificate())
						: parsed.getTBSCertificate());
			}
			if (anchorFault.isPresent()) {
				return anchorFault;
			}
			contents.add(anchorContent);
			return ProfileRules.breach(contents, signatures, purpose);
		}
		catch (RuntimeException malformed) {
			return Optional.of("a certificate is malformed");
		}
	}

	/** RFC 5280, section 4.1.1.2: the outer algorithm is the signed one. */
	static boolean hasOneAlgorithm(Certificate certificate) {
		return certificate.getSignatureAlgorithm().equals(certificate.getTBSCertificate().getSignature());
	}

	Optional<String> validity(List<X509Certificate> path, Instant now) {
		if (now.isBefore(begin(path))) {
			return Optional.of("the path is not valid before " + begin(path));
		}
		if (now.isAfter(end(path))) {
			return Optional.of("the path is not valid after " + end(path));
		}
		return Optional.empty();
	}

	static TBSCertificate unmarked(TBSCertificate precertificate) {
		if (!Precertificates.isPoisoned(precertificate)) {
			throw new IllegalArgumentException("not a precertificate");
		}
		return Precertificates.without(precertificate);
	}

	/** Section 6.1. */
	private Optional<String> algorithm(List<X509Certificate> path, Instant now, boolean marked) {
		try {
			PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
			parameters.setRevocationEnabled(false);
			parameters.setDate(Date.from(now));
			if (marked) {
				parameters.addCertPathChecker(new Overlooked(Precertificates.POISON.getId()));
			}
			CertPathValidator.getInstance("PKIX", PROVIDER)
				.validate(CertificateFactory.getInstance("X.509", PROVIDER).generateCertPath(path), parameters);
			return Optional.empty();
		}
		catch (CertPathValidatorException | CertificateException | InvalidAlgorithmParameterException wanting) {
			return Optional.of("the path does not lead to the federation's root: " + why(wanting));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("Bouncy Castle has PKIX", impossible);
		}
	}

	/** Where the last signature is the one that is wrong, the reason is further down. */
	private static String why(Exception wanting) {
		Throwable deepest = wanting;
		while (deepest.getCause() != null) {
			deepest = deepest.getCause();
		}
		return deepest == wanting ? Reason.of(wanting) : Reason.of(wanting) + " " + Reason.of(deepest);
	}

	/** When all of it has begun. */
	Instant begin(List<X509Certificate> path) {
		Instant begin = root.getNotBefore().toInstant();
		for (X509Certificate certificate : path) {
			Instant own = certificate.getNotBefore().toInstant();
			begin = own.isAfter(begin) ? own : begin;
		}
		return begin;
	}

	/** When the first of it ends. */
	Instant end(List<X509Certificate> path) {
		Instant end = root.getNotAfter().toInstant();
		for (X509Certificate certificate : path) {
			Instant own = certificate.getNotAfter().toInstant();
			end = own.isBefore(end) ? own : end;
		}
		return end;
	}

	private static byte @Nullable [] nameConstraints(X509Certificate root) {
		byte[] extension = root.getExtensionValue(NAME_CONSTRAINTS);
		return (extension != null) ? ASN1OctetString.getInstance(extension).getOctets() : null;
	}

}
