package org.web3ecosystem.trustchain.renewal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.SeatListener;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spi.trust.RevocationListener;

/**
 * Obtains a certificate for one purpose from the certificate seat: at start, when the
 * seat changes hands, after two thirds of its life, when it was revoked, and some time
 * before what signed it is refused. Every certificate has a fresh key, but for an
 * operator's.
 */
public final class IdentityRenewal implements SeatListener, RevocationListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IdentityRenewal.class);

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

	private static final int MAX_DOUBLINGS = 6;

	private final Node node;

	private final CertificateProvider certificates;

	private final Purpose purpose;

	private final Consumer<IssuedIdentity> sink;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("identity-renewal").factory());

	private @Nullable Future<?> next;

	private volatile @Nullable CertificateChain shown;

	private volatile Predicate<CertificateChain> distrusted = chain -> false;

	private final AtomicBoolean underWay = new AtomicBoolean();

	/**
	 * An operator's key lies in a file beside the certificate and people read one after
	 * the other, so it stays the same until it is revoked.
	 */
	private volatile @Nullable KeyPair lasting;

	private final Optional<IssuedIdentity> before;

	/** Obtained, but not counted yet by those who will be shown it. */
	private volatile @Nullable CertificateChain waiting;

	/**
	 * @param before what an earlier process was given last, if that is known
	 * @param sink is given every certificate, on a thread of the seat's; if it throws, it
	 * will be given another
	 */
	public IdentityRenewal(Node node, CertificateProvider certificates, Purpose purpose,
			Optional<IssuedIdentity> before, Consumer<IssuedIdentity> sink, InstantSource clock,
			RandomGenerator random) {
		this.node = node;
		this.certificates = certificates;
		this.purpose = purpose;
		this.before = before;
		this.shown = before.map(IssuedIdentity::chain).orElse(null);
		this.sink = sink;
		this.clock = clock;
		this.random = random;
	}

	public void start() {
		schedule(Duration.ZERO, 0);
	}

	@Override
	public void seated(Class<?> seat, List<String> offers) {
		if (seat == CertificateProvider.class) {
			schedule(Duration.ZERO, 0);
		}
	}

	@Override
	public void revoked() {
		CertificateChain now = shown;
		if (now != null) {
			certificates.validate(now, purpose, node.id()).thenAccept(verdict -> renewUnlessGood(now.leaf(), verdict));
		}
	}

	@Override
	public void distrusted(Predicate<CertificateChain> below, Duration within) {
		distrusted = below;
		CertificateChain now = shown;
		if (now != null && below.test(now)) {
			long left = within.toMillis();
			logger.warn("certificate is by a tainted authority and is replaced: purpose={} within={}", purpose, within);
			schedule(Duration.ofMillis((left <= 1) ? 0 : random.nextLong(left)), 0);
		}
	}

	private void renewUnlessGood(X509Certificate leaf, Verdict verdict) {
		if (verdict instanceof Verdict.Rejected(String reason, boolean revoked)) {
			logger.warn("certificate is no longer good and is replaced: purpose={} serial={} because={}", purpose,
					leaf.getSerialNumber().toString(16), reason);
			lasting = (purpose == Purpose.OPERATOR) ? freshKeys() : null;
			shown = null;
			schedule(Duration.ZERO, 0);
		}
	}

	@Override
	public void close() {
		timer.shutdownNow();
	}

	/** What begins at once must not find the one before in its own place. */
	private synchronized void schedule(Duration pause, int failures) {
		if (timer.isShutdown()) {
			return;
		}
		if (next != null) {
			next.cancel(false);
		}
		next = timer.schedule(() -> renew(failures), pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void renew(int failures) {
		if (!underWay.compareAndSet(false, true)) {
			schedule(FIRST_PAUSE, failures);
			return;
		}
		keys().thenCompose(keys -> obtain(keys).thenCompose(this::counting).thenAccept(chain -> accept(keys, chain)))
			.toCompletableFuture()
			.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((done, failure) -> {
				underWay.set(false);
				if (failure != null) {
					retry(failure, failures);
				}
			});
	}

	/** Never the key of a certificate that was taken back. */
	private CompletionStage<KeyPair> keys() {
		if (purpose != Purpose.OPERATOR) {
			return CompletableFuture.completedFuture(freshKeys());
		}
		KeyPair known = lasting;
		if (known != null) {
			return CompletableFuture.completedFuture(known);
		}
		CompletionStage<KeyPair> decided = before
			.map(identity -> certificates.validate(identity.chain(), purpose, node.id())
				.thenApply(verdict -> switch (verdict) {
					case Verdict.Accepted _ -> new KeyPair(identity.chain().leaf().getPublicKey(), identity.key());
					case Verdict.Rejected _ -> {
						shown = null;
						yield freshKeys();
					}
					case Verdict.Unavailable(String reason) -> throw new UnavailableException(reason);
				}))
			.orElseGet(() -> CompletableFuture.completedFuture(freshKeys()));
		return decided.thenApply(keys -> lasting = keys);
	}

	private CompletionStage<CertificateChain> obtain(KeyPair keys) {
		CertificateChain obtained = waiting;
		if (obtained != null && obtained.leaf().getPublicKey().equals(keys.getPublic())) {
			return CompletableFuture.completedFuture(obtained);
		}
		return certificates.certificate(new CertificateRequest(keys, purpose, node.id(), names(), false));
	}

	/**
	 * An operator shows a certificate to the node that obtained it, and the one before is
	 * as good until the new one counts. Where there is none before, one that is on its
	 * way is better than none.
	 */
	private CompletionStage<CertificateChain> counting(CertificateChain chain) {
		if (purpose != Purpose.OPERATOR) {
			return CompletableFuture.completedFuture(chain);
		}
		return certificates.validate(chain, purpose, node.id()).thenApply(verdict -> {
			boolean early = verdict instanceof Verdict.Unavailable && shown != null;
			waiting = early ? chain : null;
			if (verdict instanceof Verdict.Rejected(String reason, boolean revoked)) {
				throw new RejectedException(reason);
			}
			if (early) {
				throw new UnavailableException(((Verdict.Unavailable) verdict).reason());
			}
			return chain;
		});
	}

	private void accept(KeyPair keys, CertificateChain chain) {
		sink.accept(new IssuedIdentity(keys.getPrivate(), chain));
		shown = chain;
		Duration left = Duration.between(clock.instant(), chain.leaf().getNotAfter().toInstant());
		logger.info("certificate: purpose={} issuer={} notAfter={}", purpose, chain.leaf().getIssuerX500Principal(),
				chain.leaf().getNotAfter().toInstant());
		Duration pause = distrusted.test(chain) ? LONGEST_PAUSE : left.multipliedBy(2).dividedBy(3);
		// a clock that is wrong must not make this a busy loop
		schedule(pause.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : pause, 0);
	}

	private void retry(Throwable failure, int failures) {
		logger.debug("no certificate yet: purpose={}", purpose, failure);
		Duration most = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
		long bound = Math.min(most.toMillis(), LONGEST_PAUSE.toMillis());
		schedule(Duration.ofMillis(random.nextLong(1, bound + 1)), failures + 1);
	}

	private List<String> names() {
		if (purpose != Purpose.SERVER) {
			return List.of();
		}
		List<String> names = new ArrayList<>(
				List.of("localhost", node.name() + ".node." + node.genesis().zone(), "127.0.0.1", "::1"));
		node.endpoints().addresses().stream().filter(address -> !names.contains(address)).forEach(names::add);
		return names;
	}

	private static KeyPair freshKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has P-256", impossible);
		}
	}

}
