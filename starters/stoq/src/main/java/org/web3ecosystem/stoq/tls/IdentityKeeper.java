package org.web3ecosystem.stoq.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.KeyPair;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.SeatListener;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.PublishedIdentity;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spi.trust.RevocationListener;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Keeps the node's identity fresh: obtains one at start, again when the seat changed
 * hands, when a peer refused the self-signed one, when two thirds of the leaf's life are
 * over, when it was revoked, and some time before what signed it is refused. Every
 * identity is probed before it is published; one that fails the probe is refused and the
 * published one stays. A node whose leaf ended while nobody renewed it goes to the door
 * again.
 */
public final class IdentityKeeper implements SeatListener, RevocationListener, PublishedIdentity {

	private static final Logger LOG = System.getLogger(IdentityKeeper.class.getName());

	private static final Duration FIRST_RETRY = Duration.ofMillis(200);

	private static final Duration LAST_RETRY = Duration.ofSeconds(30);

	/** A peer that lies about what it does not accept is not heard more often. */
	private static final Duration REFUSALS_HEARD = Duration.ofMinutes(1);

	private static final double RENEW_AFTER = 2.0 / 3;

	/** Renewals of nodes that started together spread over this part of a leaf's life. */
	private static final double JITTER = 0.05;

	private final Node node;

	private final CertificateProvider seat;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Publication publication;

	private final Readmission readmission;

	private volatile @Nullable Distrust distrust;

	private @Nullable ScheduledExecutorService worker;

	private @Nullable ScheduledFuture<?> next;

	private boolean provisionalRefused;

	/** The generation that a peer has refused; 0 if none. */
	private long refusedGeneration;

	private Instant refusalHeard = Instant.EPOCH;

	private boolean busy;

	private boolean again;

	private int failures;

	private String lastFailure = "";

	/**
	 * @param door whether joiners may knock once an issued identity is shown, asked at
	 * each publication
	 * @param readmission asked when the seat gives nothing and nothing is left to show
	 */
	public IdentityKeeper(Node node, CertificateProvider seat, BooleanSupplier door, Readmission readmission,
			InstantSource clock, RandomGenerator random, Tally tally) {
		this.node = node;
		this.seat = seat;
		this.readmission = readmission;
		this.clock = clock;
		this.random = random;
		this.publication = new Publication(node, door, clock, tally);
	}

	/** Is told each identity after it was published. */
	public void subscribe(Consumer<Generation> subscriber) {
		publication.subscribe(subscriber);
	}

	/**
	 * Obtains and publishes the first identity.
	 * @param worker where obtaining and renewing runs
	 */
	public CompletionStage<Void> start(ScheduledExecutorService worker) {
		synchronized (this) {
			this.worker = worker;
		}
		if (resumes()) {
			renewInTime();
			return CompletableFuture.completedFuture(null);
		}
		synchronized (this) {
			this.busy = true;
		}
		return obtain().whenComplete((done, failure) -> {
			synchronized (this) {
				busy = false;
			}
			if (failure == null) {
				renewInTime();
			}
		});
	}

	private boolean resumes() {
		try {
			return publication.resume();
		}
		catch (UnusableIdentityException unusable) {
			note(unusable);
			return false;
		}
	}

	public synchronized void stop() {
		worker = null;
		if (next != null) {
			next.cancel(false);
		}
	}

	/** What connections begun now show. */
	public Optional<Generation> generation() {
		return publication.current();
	}

	@Override
	public Optional<CertificateChain> current() {
		return generation().map(generation -> generation.identity().chain());
	}

	@Override
	public Optional<PrivateKeyEntry> issued() {
		return generation().map(Generation::identity)
			.filter(identity -> !identity.isProvisional())
			.map(identity -> new PrivateKeyEntry(identity.keys().getPrivate(),
					identity.chain().certificates().toArray(X509Certificate[]::new)));
	}

	public Exporters exporters() {
		return publication.exporters();
	}

	/** Why the last attempt failed; empty if it did not. */
	public synchronized String lastFailure() {
		return lastFailure;
	}

	@Override
	public void seated(Class<?> changed, List<String> offers) {
		if (changed == CertificateProvider.class) {
			refresh(Duration.ZERO);
		}
	}

	/** What peers refuse is not shown until its time for renewal has come. */
	@Override
	public void revoked() {
		generation().filter(shown -> !shown.identity().isProvisional()).ifPresent(this::judge);
	}

	private void judge(Generation shown) {
		seat.validate(shown.identity().chain(), Purpose.NODE, node.id()).thenAccept(verdict -> {
			if (verdict instanceof Verdict.Rejected(String reason, boolean revoked)) {
				LOG.log(Level.WARNING, "identity is no longer good and is replaced generation={0} reason={1}",
						shown.number(), reason);
				refresh(Duration.ZERO);
			}
		});
	}

	/**
	 * What is not to be shown for long.
	 *
	 * @param below whether a chain is meant
	 * @param by when it should have been replaced
	 */
	private record Distrust(Predicate<CertificateChain> below, Instant by) {
	}

	@Override
	public void distrusted(Predicate<CertificateChain> below, Duration within) {
		distrust = new Distrust(below, clock.instant().plus(within));
		generation().filter(shown -> isDistrusted(shown.identity().chain())).ifPresent(shown -> {
			LOG.log(Level.WARNING, "identity is by a tainted authority and is replaced generation={0} within={1}",
					shown.number(), within);
			refresh(untilReplaced());
		});
	}

	private boolean isDistrusted(CertificateChain chain) {
		Distrust told = distrust;
		return told != null && !chain.isSelfIssued() && told.below().test(chain);
	}

	/** A moment of its own in the time there is, so that not all nodes ask at once. */
	private Duration untilReplaced() {
		Distrust told = distrust;
		long left = (told == null) ? 0 : Duration.between(clock.instant(), told.by()).toMillis();
		return (left <= 1) ? Duration.ZERO : Duration.ofMillis(random.nextLong(left));
	}

	/** A peer that is who it should be does not accept the self-signed identity. */
	public void provisionalRefused() {
		if (generation().filter(shown -> shown.identity().isProvisional()).isPresent()) {
			boolean known;
			synchronized (this) {
				known = provisionalRefused;
				provisionalRefused = true;
			}
			// every peer says so again and again; the attempts have a pace of their own
			if (!known) {
				refresh(Duration.ZERO);
			}
		}
	}

	/**
	 * A peer that is who it should be does not accept the issued identity, though it has
	 * not ended: what signed it was tainted while this node was off, say. A node that
	 * joined then goes to the door where nobody else hears it; a validator has an
	 * authority of its own.
	 */
	public void issuedRefused() {
		Generation shown = generation().orElse(null);
		if (shown == null || shown.identity().isProvisional() || node.isValidator()) {
			return;
		}
		synchronized (this) {
			Instant now = clock.instant();
			if (refusedGeneration == shown.number() || now.isBefore(refusalHeard.plus(REFUSALS_HEARD))) {
				return;
			}
			refusedGeneration = shown.number();
			refusalHeard = now;
		}
		LOG.log(Level.WARNING, "identity is refused by a peer and is replaced generation={0}", shown.number());
		refresh(Duration.ZERO);
	}

	private synchronized void refresh(Duration delay) {
		if (worker == null) {
			return;
		}
		if (busy) {
			again = again || delay.isZero();
			return;
		}
		if (next != null) {
			next.cancel(false);
		}
		next = worker.schedule(this::run, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void run() {
		synchronized (this) {
			if (busy) {
				again = true;
				return;
			}
			busy = true;
		}
		obtain().whenComplete((done, failure) -> settle(failure));
	}

	private void settle(@Nullable Throwable failure) {
		boolean repeat;
		synchronized (this) {
			busy = false;
			repeat = again;
			again = false;
		}
		if (repeat) {
			refresh(Duration.ZERO);
		}
		else if (failure == null) {
			renewInTime();
		}
		else {
			refresh(backoff());
		}
	}

	private CompletableFuture<Void> obtain() {
		KeyPair keys = SelfSignedLeaf.keys();
		List<String> names = List.of(node.name() + ".node." + node.genesis().zone());
		CertificateRequest request = new CertificateRequest(keys, Purpose.NODE, node.id(), names, mustBeIssued());
		CompletableFuture<CertificateChain> obtained = new CompletableFuture<>();
		Thread.startVirtualThread(() -> ask(request, obtained));
		return obtained.thenApply(this::requireUnrefused)
			.exceptionallyCompose(failure -> readmit(keys, failure))
			.thenAccept(chain -> accept(keys, chain))
			.whenComplete((done, failure) -> note(failure));
	}

	/** The seat may have nothing better than what peers refuse. */
	private synchronized CertificateChain requireUnrefused(CertificateChain chain) {
		Generation shown = generation().orElse(null);
		if (shown != null && refusedGeneration == shown.number()
				&& shown.identity().chain().leaf().equals(chain.leaf())) {
			throw new UnusableIdentityException("no certificate to be had but the one that peers refuse");
		}
		return chain;
	}

	/** What the seat said stays the reason if the door says no as well. */
	private CompletionStage<CertificateChain> readmit(KeyPair keys, Throwable failure) {
		if (!hasNothingToShow()) {
			return CompletableFuture.failedFuture(failure);
		}
		return readmission.renew(keys).exceptionallyCompose(also -> {
			failure.addSuppressed(also);
			return CompletableFuture.failedFuture(failure);
		});
	}

	/** What it has ended or is refused, and it cannot make another itself. */
	private synchronized boolean hasNothingToShow() {
		return !node.isValidator() && generation().filter(this::isOfUse).isEmpty();
	}

	private synchronized boolean isOfUse(Generation shown) {
		return refusedGeneration != shown.number()
				&& !shown.identity().chain().leaf().getNotAfter().toInstant().isBefore(clock.instant());
	}

	private void ask(CertificateRequest request, CompletableFuture<CertificateChain> obtained) {
		try {
			seat.certificate(request).whenComplete((chain, failure) -> {
				if (failure == null) {
					obtained.complete(chain);
				}
				else {
					obtained.completeExceptionally(failure);
				}
			});
		}
		catch (RuntimeException failure) {
			obtained.completeExceptionally(failure);
		}
	}

	private synchronized boolean mustBeIssued() {
		return provisionalRefused || generation().filter(shown -> !shown.identity().isProvisional()).isPresent();
	}

	private void accept(KeyPair keys, CertificateChain chain) {
		if (current().filter(shown -> shown.leaf().equals(chain.leaf())).isPresent()) {
			throw new UnusableIdentityException("no new certificate to be had, the previous one stays");
		}
		publish(keys, chain);
	}

	/**
	 * Probes and publishes. Connections begun from now on show it; those that are open
	 * keep what they have.
	 * @throws UnusableIdentityException if it must not be published
	 */
	public void publish(KeyPair keys, CertificateChain chain) {
		publication.publish(keys, chain);
	}

	private void renewInTime() {
		current().ifPresent(
				chain -> refresh(isDistrusted(chain) ? FIRST_RETRY.plus(untilReplaced()) : untilRenewal(chain.leaf())));
	}

	private Duration untilRenewal(X509Certificate leaf) {
		Instant from = leaf.getNotBefore().toInstant();
		Duration life = Duration.between(from, leaf.getNotAfter().toInstant());
		double part = RENEW_AFTER - JITTER * random.nextDouble();
		Duration left = Duration.between(clock.instant(), from.plusMillis((long) (life.toMillis() * part)));
		return (left.compareTo(FIRST_RETRY) > 0) ? left : LAST_RETRY;
	}

	private synchronized void note(@Nullable Throwable failure) {
		if (failure == null) {
			failures = 0;
			lastFailure = "";
			return;
		}
		failures++;
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String reason = String.valueOf(cause.getMessage());
		boolean news = !reason.equals(lastFailure) || Integer.bitCount(failures) == 1;
		lastFailure = reason;
		LOG.log(news ? Level.WARNING : Level.DEBUG, "identity not renewed attempt={0} reason={1}", failures, reason);
	}

	/** 200 ms, doubled each time, full jitter, at most 30 s. */
	private synchronized Duration backoff() {
		long ceiling = Math.min(LAST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(failures - 1, 16));
		return Duration.ofMillis(1 + random.nextLong(ceiling));
	}

}
