package org.web3ecosystem.trustchain.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.ForeignTrust;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ledger.ForeignFederation;
import org.web3ecosystem.trustchain.ledger.ForeignFederations;
import org.web3ecosystem.trustchain.path.ForeignPath;
import org.web3ecosystem.trustchain.path.ForeignPath.Finding;

/**
 * Follows the bundles of the foreign federations that are admitted, and judges by them. A
 * chain by a root that is not known has the bundle looked at once more, unless it just
 * was. Thread-safe.
 */
public final class ForeignBundles implements ForeignTrust, AutoCloseable {

	/** Between two looks that a stranger's chain can cause. */
	static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

	/**
	 * A bundle that could not be refreshed for so long is not believed: its roots may be
	 * known to others by now.
	 */
	static final Duration LONGEST_AGE = Duration.ofDays(7);

	private static final Duration PERIOD = Duration.ofSeconds(2);

	/** Intervals after which a bundle is called stale. */
	private static final int STALE_AFTER = 3;

	private static final Logger logger = LoggerFactory.getLogger(ForeignBundles.class);

	private final ForeignFederations federations;

	private final BundleClient client;

	private final Path directory;

	private final InstantSource clock;

	private final Executor executor;

	private final Map<String, FollowedBundle> followed = new LinkedHashMap<>();

	/** Looks that failed, of those that are not followed any more. */
	private final AtomicLong formerFailures = new AtomicLong();

	private @Nullable Thread following;

	/**
	 * One of them, for those who look after this node.
	 *
	 * @param federation what the ledger has of it
	 * @param roots those that are trusted now; empty before the first bundle was had
	 * @param sequence of the bundle
	 * @param asOf when it was last had; empty if it never was
	 * @param stale whether it should have been refreshed some time ago
	 * @param failure why the last look brought nothing; empty if it did
	 */
	public record Known(ForeignFederation federation, List<X509Certificate> roots, Optional<Long> sequence,
			Optional<Instant> asOf, boolean stale, Optional<String> failure) {

		public Known {
			roots = List.copyOf(roots);
		}

	}

	/**
	 * @param directory where bundles survive a restart; need not exist
	 */
	public ForeignBundles(ForeignFederations federations, BundleClient client, Path directory, InstantSource clock,
			Executor executor) {
		this.federations = federations;
		this.client = client;
		this.directory = directory;
		this.clock = clock;
		this.executor = executor;
	}

	/** Begins to follow. */
	public synchronized void start() {
		if (following == null) {
			following = Thread.ofVirtual().name("trustchain-foreign").start(this::follow);
		}
	}

	@Override
	public synchronized void close() {
		Thread thread = following;
		following = null;
		if (thread != null) {
			thread.interrupt();
		}
	}

	@Override
	public Set<String> domains() {
		Set<String> domains = new TreeSet<>();
		federations.all().forEach(each -> domains.add(each.domain()));
		return domains;
	}

	@Override
	public CompletionStage<Verdict> validate(String trustDomain, CertificateChain chain, Use use) {
		return Async.call(executor, () -> judge(trustDomain, chain, use));
	}

	/** All that are admitted, as this node knows them. */
	public List<Known> all() {
		return federations.all().stream().map(this::following).map(this::known).toList();
	}

	/** Age of the oldest bundle; empty if there is none. */
	public Optional<Duration> oldest() {
		Instant now = clock.instant();
		return all().stream()
			.flatMap(each -> each.asOf().stream())
			.min(Instant::compareTo)
			.map(oldest -> Duration.between(oldest, now));
	}

	/** How many looks brought nothing, since the start. */
	public long failures() {
		synchronized (followed) {
			return formerFailures.get() + followed.values().stream().mapToLong(FollowedBundle::failures).sum();
		}
	}

	private Known known(FollowedBundle bundle) {
		Optional<HeldBundle> held = bundle.held();
		return new Known(bundle.federation(), held.map(each -> each.bundle().anchors()).orElse(List.of()),
				held.flatMap(each -> each.bundle().sequence()), held.map(HeldBundle::asOf),
				held.map(this::isStale).orElse(true), bundle.failure());
	}

	private boolean isStale(HeldBundle held) {
		return clock.instant().isAfter(held.asOf().plus(held.refresh().multipliedBy(STALE_AFTER)));
	}

	private boolean isTooOld(HeldBundle held) {
		return clock.instant().isAfter(held.asOf().plus(LONGEST_AGE));
	}

	private Verdict judge(String trustDomain, CertificateChain chain, Use use) {
		Optional<ForeignFederation> federation = federations.find(trustDomain);
		if (federation.isEmpty()) {
			return Verdict.rejected("no foreign federation of the zone " + trustDomain + " is admitted");
		}
		FollowedBundle bundle = following(federation.get());
		Optional<HeldBundle> held = bundle.held();
		boolean looked = (held.isEmpty() || isTooOld(held.get())) && bundle.refreshAfter(SHORTEST_PAUSE);
		Finding finding = find(bundle, chain, use);
		if (finding instanceof Finding.Unknown && !looked && bundle.refreshAfter(SHORTEST_PAUSE)) {
			finding = find(bundle, chain, use);
		}
		Optional<HeldBundle> now = bundle.held();
		if (now.isEmpty() || isTooOld(now.get())) {
			return Verdict.unavailable("no bundle of " + trustDomain + " was had"
					+ (now.isEmpty() ? " yet" : " for " + LONGEST_AGE.toDays() + " days")
					+ bundle.failure().map(why -> ": " + why).orElse(""));
		}
		return switch (finding) {
			case Finding.Good _ -> Verdict.accepted();
			case Finding.Bad(String reason) -> Verdict.rejected(reason);
			case Finding.Unknown _ ->
				Verdict.rejected("no root in the bundle of " + trustDomain + " signed this, which was had at "
						+ now.get().asOf() + bundle.failure().map(why -> ", and not later: " + why).orElse(""));
		};
	}

	private Finding find(FollowedBundle bundle, CertificateChain chain, Use use) {
		List<X509Certificate> roots = bundle.held().map(each -> each.bundle().anchors()).orElse(List.of());
		return new ForeignPath(roots).judge(chain.certificates(), bundle.federation().domain(), use == Use.CLIENT,
				clock.instant());
	}

	/** Another one as soon as the federation is pinned otherwise. */
	private FollowedBundle following(ForeignFederation federation) {
		synchronized (followed) {
			FollowedBundle known = followed.get(federation.domain());
			if (known == null || !known.federation().equals(federation)) {
				if (known != null) {
					formerFailures.addAndGet(known.failures());
				}
				known = new FollowedBundle(federation, client, directory.resolve(federation.domain()), clock);
				followed.put(federation.domain(), known);
			}
			return known;
		}
	}

	private void follow() {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				if (federations.hasLedger()) {
					federations.look();
				}
			}
			catch (UnavailableException notNow) {
				logger.atDebug().setCause(notNow).log("the ledger was not read for foreign federations");
			}
			catch (RuntimeException unexpected) {
				logger.atError().setCause(unexpected).log("following foreign federations failed");
			}
			refreshDue();
			LockSupport.parkNanos(PERIOD.toNanos());
		}
	}

	/** Each on a thread of its own: one that is slow holds up nobody. */
	void refreshDue() {
		forgetRemoved();
		federations.all().stream().map(this::following).filter(FollowedBundle::isDue).forEach(each -> {
			try {
				executor.execute(() -> each.refreshAfter(SHORTEST_PAUSE));
			}
			catch (RejectedExecutionException closed) {
				logger.atDebug().setCause(closed).log("TrustChain is closed");
			}
		});
	}

	private void forgetRemoved() {
		Set<String> domains = domains();
		synchronized (followed) {
			followed.values().removeIf(each -> {
				boolean removed = !domains.contains(each.federation().domain());
				if (removed) {
					formerFailures.addAndGet(each.failures());
					delete(directory.resolve(each.federation().domain()));
				}
				return removed;
			});
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException failure) {
			logger.atWarn()
				.addKeyValue("file", file)
				.setCause(failure)
				.log("a bundle of nobody's could not be deleted");
		}
	}

}
