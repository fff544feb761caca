package org.web3ecosystem.trustchain.path;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

	/**
	 * Leaf and intermediate; a third certificate leads to a root that was there before,
	 * for who does not know the one that has taken its place.
	 */
	private static final int PATH_LENGTH = 2;

	private final Supplier<List<Anchor>> anchors;

	private final String zone;

	private final InstantSource clock;

	private final AcceptedPaths accepted = new AcceptedPaths();

	/** For a federation that has one root. */
	public Validator(X509Certificate root, String zone, InstantSource clock) {
		this(List.of(new Anchor(root)), zone, clock);
	}

	private Validator(List<Anchor> anchors, String zone, InstantSource clock) {
		this(() -> anchors, zone, clock);
	}

	/**
	 * @param anchors the roots that are trusted now
	 */
	public Validator(Supplier<List<Anchor>> anchors, String zone, InstantSource clock) {
		this.anchors = anchors;
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
	 * Why an intermediate is not fit to issue for {@code purpose} now, under this root;
	 * empty if it is.
	 */
	public Optional<String> fault(X509Certificate intermediate, Purpose purpose) {
		try {
			Optional<Anchor> anchor = anchor(intermediate);
			if (anchor.isEmpty()) {
				return Optional.of("is not by a root that is trusted here");
			}
			TBSCertificate content = Certificate.getInstance(Digest.encoded(intermediate)).getTBSCertificate();
			return IntermediateRules.breach(content, anchor.get().content())
				.or(() -> IntermediateRules.breach(content, purpose))
				.or(() -> anchor.get().path().fault(List.of(intermediate), null, clock.instant()));
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
		List<X509Certificate> shown = chain.certificates();
		if (chain.isSelfIssued()) {
			return Optional.of("the certificate is self-signed");
		}
		if (shown.size() != PATH_LENGTH && !(shown.size() == PATH_LENGTH + 1 && crosses(shown.getLast()))) {
			return Optional.of("a path has " + PATH_LENGTH + " certificates below the root, not " + shown.size());
		}
		if (shown.stream().anyMatch(each -> Digest.encoded(each).length > MAX_CERTIFICATE)) {
			return Optional.of("a certificate has more than " + MAX_CERTIFICATE + " bytes");
		}
		try {
			return way(shown).map(way -> fault(shown, way, new Claim(purpose, subject, now, marked)))
				.orElse(Optional
					.of("the path does not lead to the federation's root: the intermediate's key identifier is not its issuer's"));
		}
		catch (RuntimeException malformed) {
			return Optional.of("a certificate is malformed");
		}
	}

	/**
	 * What a chain is shown for.
	 */
	private record Claim(Purpose purpose, NodeId subject, Instant now, boolean marked) {
	}

	/**
	 * Which root a chain leads to, and by which of its certificates: by a third only
	 * where the second does not lead there itself.
	 */
	private record Way(Anchor anchor, List<X509Certificate> path) {
	}

	private Optional<Way> way(List<X509Certificate> shown) {
		List<X509Certificate> two = shown.subList(0, PATH_LENGTH);
		Optional<Way> direct = anchor(two.getLast()).map(anchor -> new Way(anchor, two));
		return (direct.isPresent() || shown.size() == PATH_LENGTH) ? direct
				: anchor(shown.getLast()).map(anchor -> new Way(anchor, shown));
	}

	/**
	 * A root's own certificate for the root that follows it: the same name, so that it
	 * takes no place in the path (RFC 5280, section 4.2.1.9).
	 */
	private static boolean crosses(X509Certificate shown) {
		return shown.getSubjectX500Principal().equals(shown.getIssuerX500Principal()) && !Anchor.isIssuer(shown, shown);
	}

	private Optional<Anchor> anchor(X509Certificate below) {
		return anchors.get().stream().filter(each -> each.isIssuerOf(below)).findFirst();
	}

	private Optional<String> fault(List<X509Certificate> shown, Way way, Claim claim) {
		return (way.path().size() == PATH_LENGTH) ? below(way.anchor(), shown, claim) : across(shown, way, claim);
	}

	/** The usual way: the intermediate was seen with other leaves before. */
	private Optional<String> below(Anchor anchor, List<X509Certificate> shown, Claim claim) {
		return switch (anchor.judge(shown.get(1), claim.now())) {
			case Anchor.Judged.Bad(String fault) -> Optional.of(fault);
			case Anchor.Judged.Good(Subordinate intermediate) -> {
				Certificate leaf = Certificate.getInstance(Digest.encoded(shown.getFirst()));
				TBSCertificate content = content(leaf, claim);
				yield breach(leaf, content, intermediate.content(), claim)
					.or(() -> intermediate.fault(shown.getFirst(), content, claim.now()));
			}
		};
	}

	/** By a root's certificate for the root that follows it. */
	private Optional<String> across(List<X509Certificate> shown, Way way, Claim claim) {
		Certificate leaf = Certificate.getInstance(Digest.encoded(shown.getFirst()));
		TBSCertificate intermediate = Certificate.getInstance(Digest.encoded(shown.get(1))).getTBSCertificate();
		TBSCertificate cross = Certificate.getInstance(Digest.encoded(shown.getLast())).getTBSCertificate();
		return IntermediateRules.breach(intermediate, cross)
			.map(breach -> "the intermediate " + breach)
			.or(() -> breach(leaf, content(leaf, claim), intermediate, claim))
			.or(() -> way.anchor().path().fault(way.path(), null, claim.now(), claim.marked()));
	}

	private static TBSCertificate content(Certificate leaf, Claim claim) {
		return claim.marked() ? CertificationPath.unmarked(leaf.getTBSCertificate()) : leaf.getTBSCertificate();
	}

	private Optional<String> breach(Certificate leaf, TBSCertificate content, TBSCertificate intermediate,
			Claim claim) {
		if (!CertificationPath.hasOneAlgorithm(leaf)) {
			return Optional.of("a certificate names two signature algorithms");
		}
		return IntermediateRules.breach(intermediate, claim.purpose())
			.map(breach -> "the intermediate " + breach)
			.or(() -> LeafRules.breach(content, intermediate, zone, claim.purpose(), claim.subject())
				.map(breach -> "the certificate " + breach));
	}

	/** What is remembered ends with the first of them, and with any root. */
	private Instant begin(CertificateChain chain) {
		return Stream.concat(chain.certificates().stream(), anchors.get().stream().map(Anchor::certificate))
			.map(each -> each.getNotBefore().toInstant())
			.max(Instant::compareTo)
			.orElse(Instant.MAX);
	}

	private Instant end(CertificateChain chain) {
		return Stream.concat(chain.certificates().stream(), anchors.get().stream().map(Anchor::certificate))
			.map(each -> each.getNotAfter().toInstant())
			.min(Instant::compareTo)
			.orElse(Instant.MIN);
	}

}
