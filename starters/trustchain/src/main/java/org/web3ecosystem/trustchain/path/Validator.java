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
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ct.Precertificates;

/**
 * Judges a chain against the genesis root. Our own rules come first, since they are cheap
 * and bound the work that follows; then RFC 5280's path validation by Bouncy Castle, with
 * the root's name constraints handed over explicitly, because validators ignore those of
 * an anchor. Thread-safe.
 */
public final class Validator {

	/** The largest certificate anyone looks at, in bytes. */
	public static final int MAX_CERTIFICATE = 8192;

	/** Leaf and intermediate: a path through this root has no other length. */
	private static final int PATH_LENGTH = 2;

	private static final String NAME_CONSTRAINTS = "2.5.29.30";

	private static final Provider PROVIDER = new BouncyCastleProvider();

	private final X509Certificate root;

	private final TBSCertificate rootContent;

	private final TrustAnchor anchor;

	private final String zone;

	private final InstantSource clock;

	private final AcceptedPaths accepted = new AcceptedPaths();

	public Validator(X509Certificate root, String zone, InstantSource clock) {
		this.root = root;
		this.rootContent = Certificate.getInstance(Digest.encoded(root)).getTBSCertificate();
		this.anchor = new TrustAnchor(root, nameConstraints(root));
		this.zone = zone;
		this.clock = clock;
	}

	/**
	 * Whether {@code subject} may show this chain for {@code purpose} now. Accepted or
	 * rejected, never anything else.
	 */
	public Verdict validate(CertificateChain chain, Purpose purpose, NodeId subject) {
		Instant now = clock.instant();
		AcceptedPaths.Key key = AcceptedPaths.Key.of(chain, purpose, subject);
		if (accepted.contains(key, now)) {
			return Verdict.accepted();
		}
		Optional<String> fault = fault(chain, purpose, subject, now, false);
		if (fault.isPresent()) {
			return Verdict.rejected(fault.get());
		}
		accepted.add(key, begin(chain), end(chain));
		return Verdict.accepted();
	}

	/**
	 * Whether the certificate that would be made of this precertificate (RFC 6962,
	 * section 3.1) might be shown so. The mark alone is overlooked.
	 */
	public Verdict validatePrecertificate(CertificateChain chain, Purpose purpose, NodeId subject) {
		return fault(chain, purpose, subject, clock.instant(), true).map(Verdict::rejected).orElse(Verdict.accepted());
	}

	private Optional<String> fault(CertificateChain chain, Purpose purpose, NodeId subject, Instant now,
			boolean marked) {
		if (chain.isSelfIssued()) {
			return Optional.of("the certificate is self-signed");
		}
		if (chain.certificates().size() != PATH_LENGTH) {
			return Optional
				.of("a path has " + PATH_LENGTH + " certificates below the root, not " + chain.certificates().size());
		}
		return policy(chain, purpose, subject, marked).or(() -> validity(chain, now))
			.or(() -> path(chain, now, marked));
	}

	private Optional<String> policy(CertificateChain chain, Purpose purpose, NodeId subject, boolean marked) {
		List<byte[]> encoded = chain.certificates().stream().map(Digest::encoded).toList();
		if (encoded.stream().anyMatch(bytes -> bytes.length > MAX_CERTIFICATE)) {
			return Optional.of("a certificate has more than " + MAX_CERTIFICATE + " bytes");
		}
		try {
			Certificate leaf = Certificate.getInstance(encoded.getFirst());
			Certificate intermediate = Certificate.getInstance(encoded.getLast());
			if (!sameAlgorithms(leaf) || !sameAlgorithms(intermediate)) {
				return Optional.of("a certificate names two signature algorithms");
			}
			return IntermediateRules.breach(intermediate.getTBSCertificate(), rootContent, purpose)
				.map(breach -> "the intermediate " + breach)
				.or(() -> LeafRules
					.breach(marked ? unmarked(leaf.getTBSCertificate()) : leaf.getTBSCertificate(),
							intermediate.getTBSCertificate(), zone, purpose, subject)
					.map(breach -> "the certificate " + breach));
		}
		catch (RuntimeException malformed) {
			return Optional.of("a certificate is malformed");
		}
	}

	private static TBSCertificate unmarked(TBSCertificate precertificate) {
		if (!Precertificates.isPoisoned(precertificate)) {
			throw new IllegalArgumentException("not a precertificate");
		}
		return Precertificates.without(precertificate);
	}

	/** RFC 5280, section 4.1.1.2: the outer algorithm is the signed one. */
	private static boolean sameAlgorithms(Certificate certificate) {
		return certificate.getSignatureAlgorithm().equals(certificate.getTBSCertificate().getSignature());
	}

	private Optional<String> validity(CertificateChain chain, Instant now) {
		if (now.isBefore(begin(chain))) {
			return Optional.of("the path is not valid before " + begin(chain));
		}
		if (now.isAfter(end(chain))) {
			return Optional.of("the path is not valid after " + end(chain));
		}
		return Optional.empty();
	}

	private Optional<String> path(CertificateChain chain, Instant now, boolean marked) {
		try {
			PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
			parameters.setRevocationEnabled(false);
			parameters.setDate(Date.from(now));
			if (marked) {
				parameters.addCertPathChecker(new Overlooked(Precertificates.POISON.getId()));
			}
			CertPathValidator.getInstance("PKIX", PROVIDER)
				.validate(CertificateFactory.getInstance("X.509", PROVIDER).generateCertPath(chain.certificates()),
						parameters);
			return Optional.empty();
		}
		catch (CertPathValidatorException | CertificateException | InvalidAlgorithmParameterException wanting) {
			return Optional.of("the path does not lead to the federation's root: " + wanting.getMessage());
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("Bouncy Castle has PKIX", impossible);
		}
	}

	private Instant begin(CertificateChain chain) {
		Instant begin = root.getNotBefore().toInstant();
		for (X509Certificate certificate : chain.certificates()) {
			Instant own = certificate.getNotBefore().toInstant();
			begin = own.isAfter(begin) ? own : begin;
		}
		return begin;
	}

	private Instant end(CertificateChain chain) {
		Instant end = root.getNotAfter().toInstant();
		for (X509Certificate certificate : chain.certificates()) {
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
