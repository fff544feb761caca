package org.web3ecosystem.trustchain.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ledger.ForeignFederation;
import org.web3ecosystem.trustchain.path.ForeignPath;
import org.web3ecosystem.trustchain.path.ForeignPath.Finding;

/**
 * The bundle of one foreign federation, which is looked at again and again. It is taken
 * from an endpoint whose chain leads to a root that is trusted so far, the pinned ones at
 * first, and from nobody else: so a new root counts once an old one has vouched for who
 * shows it. The last good one is on disk before it is used. Thread-safe; only
 * {@link #refreshAfter} blocks, and one at a time is under way.
 */
final class FollowedBundle {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private static final int MAX_DOUBLINGS = 5;

	private static final Logger logger = LoggerFactory.getLogger(FollowedBundle.class);

	private final ForeignFederation federation;

	private final Place place;

	private final BundleClient client;

	private final Path file;

	private final InstantSource clock;

	private final ReentrantLock looking = new ReentrantLock();

	private volatile Optional<HeldBundle> held;

	private volatile Optional<String> failure = Optional.empty();

	private volatile @Nullable Instant looked;

	private volatile long looks;

	private volatile long failures;

	private int failedInRow;

	private volatile Instant due = Instant.MIN;

	/**
	 * @param file where the bundle survives a restart
	 */
	FollowedBundle(ForeignFederation federation, BundleClient client, Path file, InstantSource clock) {
		this.federation = federation;
		this.place = Place.of(federation.endpoint());
		this.client = client;
		this.file = file;
		this.clock = clock;
		this.held = read();
	}

	ForeignFederation federation() {
		return federation;
	}

	/** The last good one; empty if there was none yet. */
	Optional<HeldBundle> held() {
		return held;
	}

	/** Why the last look brought nothing; empty if it did. */
	Optional<String> failure() {
		return failure;
	}

	/** How many looks brought nothing, since the start. */
	long failures() {
		return failures;
	}

	/** Whether it is time to look, and nobody does. */
	boolean isDue() {
		return !looking.isLocked() && !clock.instant().isBefore(due);
	}

	/**
	 * Looks, unless the last look is younger than {@code pause}; who comes while another
	 * one looks waits for it.
	 * @return whether there was a look since the call
	 */
	boolean refreshAfter(Duration pause) {
		long before = looks;
		looking.lock();
		try {
			if (looks != before) {
				return true;
			}
			Instant now = clock.instant();
			Instant last = looked;
			if (last != null && now.isBefore(last.plus(pause))) {
				return false;
			}
			looked = now;
			look(now);
			looks++;
			return true;
		}
		finally {
			looking.unlock();
		}
	}

	private void look(Instant now) {
		try {
			HeldBundle next = HeldBundle.of(client.fetch(place, this::judge), now);
			held.flatMap(before -> before.faultOf(next.bundle())).ifPresent(fault -> {
				throw new IllegalArgumentException(fault);
			});
			boolean news = held.map(before -> !before.bundle().anchors().equals(next.bundle().anchors())).orElse(true);
			store(next);
			held = Optional.of(next);
			failure = Optional.empty();
			failedInRow = 0;
			due = now.plus(next.refresh());
			if (news) {
				tell(next);
			}
		}
		catch (UnavailableException | RejectedException | IllegalArgumentException notHad) {
			failure = Optional.of(String.valueOf(notHad.getMessage()));
			failures++;
			due = now.plus(pause());
			failedInRow++;
			logger.atWarn()
				.addKeyValue("domain", federation.domain())
				.addKeyValue("reason", notHad.getMessage())
				.log("the bundle of a foreign federation was not refreshed");
		}
	}

	private Duration pause() {
		Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failedInRow, MAX_DOUBLINGS));
		return (doubled.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : doubled;
	}

	private Optional<String> judge(List<X509Certificate> shown) {
		List<X509Certificate> roots = held.map(before -> before.bundle().anchors()).orElse(federation.roots());
		return switch (new ForeignPath(roots).judgeEndpoint(shown, place.host(), place.address(),
				federation.endpointId(), clock.instant())) {
			case Finding.Good _ -> Optional.empty();
			case Finding.Unknown _ -> Optional.of("the endpoint's certificate is by no root that is trusted of "
					+ federation.domain() + ": if all of them were replaced, pin the new ones");
			case Finding.Bad(String reason) -> Optional.of(reason);
		};
	}

	private void tell(HeldBundle next) {
		logger.atInfo()
			.addKeyValue("domain", federation.domain())
			.addKeyValue("roots", next.bundle().anchors().size())
			.addKeyValue("sequence", next.bundle().sequence().map(String::valueOf).orElse("none"))
			.log("a foreign federation's roots are known");
	}

	private void store(HeldBundle next) {
		try {
			DurableFile.write(file, next.encode(federation));
		}
		catch (IOException notKept) {
			throw new UnavailableException("the bundle could not be kept on disk: " + notKept.getMessage(), notKept);
		}
	}

	private Optional<HeldBundle> read() {
		try {
			return HeldBundle.decode(Files.readAllBytes(file), federation);
		}
		catch (NoSuchFileException none) {
			return Optional.empty();
		}
		catch (IOException | IllegalArgumentException damaged) {
			logger.atError().addKeyValue("file", file).setCause(damaged).log("a bundle could not be read");
			return Optional.empty();
		}
	}

}
