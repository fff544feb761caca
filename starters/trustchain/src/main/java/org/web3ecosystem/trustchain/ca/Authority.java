package org.web3ecosystem.trustchain.ca;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.path.SpiffeId;
import org.web3ecosystem.trustchain.path.Voucher;

/**
 * Issues leaves: drafts, lints, logs, signs with the log's timestamp, checks its own
 * signature, and only then hands out (see {@link Certification}). Node and operator
 * leaves come from the node intermediate, server leaves from the server intermediate. An
 * operator's has the {@link Voucher} of its node, or lint refuses it. Thread-safe.
 */
public final class Authority {

	/** The longest that a leaf lives. */
	public static final Duration MAX_LIFE = Lint.MAX_LIFE;

	/** How far back a leaf's validity begins, for clocks that are behind. */
	private static final Duration CLOCK_ALLOWANCE = Duration.ofMinutes(10);

	private final Issuer nodes;

	private final Issuer servers;

	private final String federation;

	private final String zone;

	private final Publication publication;

	private final TransparencyLog log;

	private final Duration life;

	private final InstantSource clock;

	private final Consumer<TransparencyLog.Logged> issued;

	private final Predicate<X509Certificate> tainted;

	private final Predicate<SubjectPublicKeyInfo> compromised;

	private final LongAdder refusals = new LongAdder();

	/**
	 * @param publication where clients of this authority's leaves find what they need
	 * @param life life of a leaf, at most 24 hours
	 * @param issued told of every leaf once it may be ordered, or will not come after
	 * all; must not block
	 * @param tainted whether an intermediate must not sign any more
	 * @param compromised whether a key must not be certified
	 */
	public Authority(Generation intermediates, String federation, String zone, Publication publication,
			TransparencyLog log, Duration life, InstantSource clock, Consumer<TransparencyLog.Logged> issued,
			Predicate<X509Certificate> tainted, Predicate<SubjectPublicKeyInfo> compromised) {
		this(intermediates.nodes(), intermediates.servers(), federation, zone, publication, log, life, clock, issued,
				tainted, compromised);
	}

	/** One whose intermediates are good for ever. */
	public Authority(Issuer nodes, Issuer servers, String federation, String zone, Publication publication,
			TransparencyLog log, Duration life, InstantSource clock, Consumer<TransparencyLog.Logged> issued) {
		this(nodes, servers, federation, zone, publication, log, life, clock, issued, intermediate -> false,
				key -> false);
	}

	private Authority(Issuer nodes, Issuer servers, String federation, String zone, Publication publication,
			TransparencyLog log, Duration life, InstantSource clock, Consumer<TransparencyLog.Logged> issued,
			Predicate<X509Certificate> tainted, Predicate<SubjectPublicKeyInfo> compromised) {
		if (life.compareTo(Lint.MAX_LIFE) > 0 || life.compareTo(CLOCK_ALLOWANCE.multipliedBy(2)) < 0) {
			throw new IllegalArgumentException("a leaf lives 20 min to 24 h, not " + life);
		}
		this.nodes = nodes;
		this.servers = servers;
		this.federation = federation;
		this.zone = zone;
		this.publication = publication;
		this.log = log;
		this.life = life;
		this.clock = clock;
		this.issued = issued;
		this.tainted = tainted;
		this.compromised = compromised;
	}

	/**
	 * Issues. Completes when the leaf is durably logged.
	 * @throws RejectedException if it would not be a clean certificate, or others are
	 * known to have its key
	 * @throws UnavailableException if the intermediate is tainted
	 */
	public CompletionStage<CertificateChain> issue(Order order) {
		Issuer issuer = issuer(Ca.of(order.purpose()));
		if (tainted.test(issuer.certificate())) {
			throw new UnavailableException("this validator's intermediate is tainted, so it signs nothing");
		}
		if (compromised.test(order.request().key())) {
			refusals.increment();
			throw new RejectedException("this key was said to be known to others: make another one");
		}
		TBSCertificate draft = draft(order, issuer);
		return new Certification(log, each -> refuseFaults(each, issuer, order), issued).certify(draft, issuer, order)
			.thenApply(leaf -> new CertificateChain(Stream.concat(Stream.of(leaf), issuer.chain().stream()).toList()));
	}

	private void refuseFaults(TBSCertificate draft, Issuer issuer, Order order) {
		List<String> faults = Lint.faults(draft, issuer, zone, order.purpose(), order.node());
		if (!faults.isEmpty()) {
			refusals.increment();
			throw new RejectedException("no certificate for " + order.commonName() + ", since it " + faults.getFirst());
		}
	}

	/** How often lint, or what is known of a key, refused. */
	public long refusals() {
		return refusals.sum();
	}

	/** When this authority can no longer issue. */
	public Instant end() {
		return new Generation(nodes, servers).end();
	}

	/** Whether one of its intermediates is tainted. */
	public boolean isTainted() {
		return tainted.test(nodes.certificate()) || tainted.test(servers.certificate());
	}

	/** The intermediate that issues for this purpose. */
	public X509Certificate intermediate(Purpose purpose) {
		return issuer(Ca.of(purpose)).certificate();
	}

	/** What signs what the intermediates say of their leaves. */
	public List<StatusSigner> statuses() {
		return new Generation(nodes, servers).statuses(publication);
	}

	private Issuer issuer(Ca ca) {
		return switch (ca) {
			case NODE -> nodes;
			case SERVER -> servers;
		};
	}

	private TBSCertificate draft(Order order, Issuer issuer) {
		BigInteger serial = Issuer.serial();
		Ca ca = Ca.of(order.purpose());
		SubjectPublicKeyInfo key = order.request().key();
		Instant begin = clock.instant().minus(CLOCK_ALLOWANCE).truncatedTo(ChronoUnit.SECONDS);
		Instant end = begin.plus(life);
		Instant last = issuer.certificate().getNotAfter().toInstant();
		Draft draft = Draft
			.of(issuer.name(), Draft.keyInfo(issuer.certificate().getPublicKey()),
					Draft.name(federation, commonName(order), order.node()), key, begin, end.isAfter(last) ? last : end)
			.with(Extension.basicConstraints, true, new BasicConstraints(false))
			.with(Extension.keyUsage, true, usage(order.purpose(), key))
			.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes(order.purpose())))
			.with(Extension.subjectAlternativeName, false, names(order))
			.with(Extension.cRLDistributionPoints, false, publication.distributionPoint(issuer.name(ca), serial))
			.with(Extension.authorityInfoAccess, false, publication.access(issuer.name(ca)));
		if (order.purpose() == Purpose.OPERATOR) {
			order.request().voucher().ifPresent(voucher -> draft.with(Voucher.EXTENSION, false, voucher.toAsn1()));
		}
		return draft.unsigned(serial);
	}

	/**
	 * A JDK takes a common name that could be a host name for one where no host name is
	 * beside it, and holds it against the name constraints; one with a space could not.
	 */
	private static String commonName(Order order) {
		return order.purpose() == Purpose.OPERATOR ? Draft.commonName(order.commonName(), "operator")
				: order.commonName();
	}

	/** TLS 1.2 with RSA key transport is the one use for enciphering. */
	private static KeyUsage usage(Purpose purpose, SubjectPublicKeyInfo key) {
		boolean enciphers = purpose == Purpose.SERVER
				&& key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
		return new KeyUsage(KeyUsage.digitalSignature | (enciphers ? KeyUsage.keyEncipherment : 0));
	}

	private static KeyPurposeId[] purposes(Purpose purpose) {
		return switch (purpose) {
			case NODE -> new KeyPurposeId[] { KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth };
			case SERVER -> new KeyPurposeId[] { KeyPurposeId.id_kp_serverAuth };
			case OPERATOR -> new KeyPurposeId[] { KeyPurposeId.id_kp_clientAuth };
		};
	}

	private GeneralNames names(Order order) {
		List<GeneralName> names = new ArrayList<>();
		SpiffeId.of(zone, order.purpose(), order.node())
			.ifPresent(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
		order.names().stream().distinct().map(SigningRequest::generalName).forEach(names::add);
		return new GeneralNames(names.toArray(GeneralName[]::new));
	}

}
