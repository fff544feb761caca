package org.web3ecosystem.trustchain.path;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;

/**
 * Judges a chain against the genesis root. Our own rules come first, since they are cheap
 * and bound the work that follows; then RFC 5280's path validation. Thread-safe.
 */
public final class Validator {

	/** The largest certificate anyone looks at, in bytes. */
	public static final int MAX_CERTIFICATE = CertificationPath.MAX_CERTIFICATE;

	/** Leaf and intermediate: a path through this root has no other length. */
	private static final int PATH_LENGTH = 2;

	private final TBSCertificate rootContent;

	private final CertificationPath path;

	private final String zone;

	private final InstantSource clock;

	private final AcceptedPaths accepted = new AcceptedPaths();

	public Validator(X509Certificate root, String zone, InstantSource clock) {
		this.rootContent = Certificate.getInstance(Digest.encoded(root)).getTBSCertificate();
		this.path = new CertificationPath(root, CertificateRules.SIGNATURES);
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
		accepted.add(key, path.begin(chain.certificates()), path.end(chain.certificates()));
		return Verdict.accepted();
	}

	/**
	 * Why an intermediate is not fit to issue for {@code purpose} now, under this root;
	 * empty if it is.
	 */
	public Optional<String> fault(X509Certificate intermediate, Purpose purpose) {
		try {
			TBSCertificate content = Certificate.getInstance(Digest.encoded(intermediate)).getTBSCertificate();
			return IntermediateRules.breach(content, rootContent, purpose)
				.or(() -> path.fault(List.of(intermediate), null, clock.instant()));
		}
		catch (RuntimeException malformed) {
			return Optional.of("is malformed");
		}
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
		return policy(chain, purpose, subject, marked).or(() -> path.fault(chain.certificates(), null, now, marked));
	}

	private Optional<String> policy(CertificateChain chain, Purpose purpose, NodeId subject, boolean marked) {
		List<byte[]> encoded = chain.certificates().stream().map(Digest::encoded).toList();
		if (encoded.stream().anyMatch(bytes -> bytes.length > MAX_CERTIFICATE)) {
			return Optional.of("a certificate has more than " + MAX_CERTIFICATE + " bytes");
		}
		try {
			Certificate leaf = Certificate.getInstance(encoded.getFirst());
			Certificate intermediate = Certificate.getInstance(encoded.getLast());
			if (!CertificationPath.hasOneAlgorithm(leaf) || !CertificationPath.hasOneAlgorithm(intermediate)) {
				return Optional.of("a certificate names two signature algorithms");
			}
			return IntermediateRules.breach(intermediate.getTBSCertificate(), rootContent, purpose)
				.map(breach -> "the intermediate " + breach)
				.or(() -> LeafRules
					.breach(marked ? CertificationPath.unmarked(leaf.getTBSCertificate()) : leaf.getTBSCertificate(),
							intermediate.getTBSCertificate(), zone, purpose, subject)
					.map(breach -> "the certificate " + breach));
		}
		catch (RuntimeException malformed) {
			return Optional.of("a certificate is malformed");
		}
	}

}
