package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.NamedNode;

/**
 * The authorities that the federation has tainted, as far as this node has read the
 * ledger, and over a restart: what it once knows it does not forget. While it follows, it
 * reads one number every {@link RevokedLeaves#PERIOD}. Where the file of what it knew is
 * damaged it answers nothing, rather than that an authority is not tainted, until it has
 * read all of it in the ledger. Thread-safe; only {@link #look} blocks.
 */
public final class TaintedAuthorities implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final int MAX_FILE = 1 << 20;

	private static final Logger logger = LoggerFactory.getLogger(TaintedAuthorities.class);

	private final CertificateLedger ledger;

	private final TrustAnchors anchors;

	private final RememberedItems file;

	private final InstantSource clock;

	private final Consumer<TaintedAuthorities> news;

	private final Runnable refusals;

	private final Object reading = new Object();

	private final Object recalling = new Object();

	private volatile List<Taint> known = List.of();

	private volatile Instant refusedUntil = Instant.MIN;

	private volatile boolean remembered;

	private volatile @Nullable String damage;

	private volatile @Nullable Instant asOf;

	private volatile @Nullable Thread following;

	/**
	 * @param file where what is known survives a restart
	 * @param news told when authorities were tainted, and at the start of what was before
	 * @param refusals run when the time of some has come
	 */
	public TaintedAuthorities(CertificateLedger ledger, TrustAnchors anchors, Path file, InstantSource clock,
			Consumer<TaintedAuthorities> news, Runnable refusals) {
		this.ledger = ledger;
		this.anchors = anchors;
		this.file = new RememberedItems(file, MAX_FILE);
		this.clock = clock;
		this.news = news;
		this.refusals = refusals;
	}

	/**
	 * All that are known.
	 * @throws UnavailableException if that cannot be told, see {@link #damage}
	 */
	public List<Taint> all() {
		damage().ifPresent(why -> {
			throw new UnavailableException(why);
		});
		return known;
	}

	/** Why nothing can be told, and what to do about it; empty if it can. */
	public Optional<String> damage() {
		recall();
		return remembered ? Optional.empty() : Optional.ofNullable(damage);
	}

	/**
	 * Whether this intermediate is tainted, or the root above it, as far as is known.
	 * @throws UnavailableException if that cannot be told
	 */
	public Optional<Taint> find(X509Certificate intermediate) {
		if (all().isEmpty()) {
			return Optional.empty();
		}
		return exactly(intermediate).or(() -> anchors.issuerOf(intermediate).flatMap(this::exactly));
	}

	/**
	 * Whether it is tainted itself.
	 * @throws UnavailableException if that cannot be told
	 */
	public Optional<Taint> exactly(X509Certificate authority) {
		List<Taint> all = all();
		String digest = Digest.hex(Digest.encoded(authority));
		NodeId owner = NamedNode.in(X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()))
			.orElse(Taint.ROOT);
		return all.stream()
			.filter(taint -> taint.authority().equals(digest) && owner.equals(taint.owner()))
			.findFirst();
	}

	/** When the ledger was last read for them; empty if it was not since the start. */
	public Optional<Instant> asOf() {
		return Optional.ofNullable(asOf);
	}

	/**
	 * How long leaves that are to be replaced have, at least; zero if no time is left.
	 */
	public Duration left() {
		Instant now = clock.instant();
		return all().stream()
			.map(Taint::refusedFrom)
			.filter(end -> end.isAfter(now))
			.min(Instant::compareTo)
			.map(end -> Duration.between(now, end))
			.orElse(Duration.ZERO);
	}

	/** Begins to follow. */
	public synchronized void start() {
		if (following == null) {
			following = Thread.ofVirtual().name("trustchain-taints").start(this::follow);
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

	/**
	 * Reads the ledger now. Blocks.
	 * @throws UnavailableException if it does not answer
	 */
	public void look() {
		synchronized (reading) {
			recall();
			// a root that follows is known before the one it follows is refused
			anchors.look();
			long count = Async.await(ledger.taints(), DEADLINE, "the ledger");
			List<Taint> now = new ArrayList<>(known);
			for (long number = now.size(); number < count; number++) {
				now.add(Async.await(ledger.taint(number), DEADLINE, "the ledger")
					.orElseThrow(() -> new UnavailableException("the ledger does not show an authority it counts")));
			}
			boolean repaired = !remembered;
			int before = known.size();
			if (now.size() > before || repaired) {
				now.subList(before, now.size()).forEach(TaintedAuthorities::tell);
				known = List.copyOf(now);
				remembered = true;
				store();
			}
			if (now.size() > before) {
				news.accept(this);
			}
			asOf = clock.instant();
		}
	}

	private static void tell(Taint taint) {
		logger.atWarn()
			.addKeyValue("authority", taint.authority())
			.addKeyValue("validator", taint.owner().brief())
			.addKeyValue("refusedFrom", taint.refusedFrom())
			.log("an authority is tainted: what it signed is replaced, and then refused");
	}

	private void follow() {
		if (damage().isEmpty() && !known.isEmpty()) {
			news.accept(this);
		}
		while (!Thread.currentThread().isInterrupted()) {
			try {
				if (ledger.isPresent()) {
					look();
				}
				refuseDue();
			}
			catch (UnavailableException notNow) {
				refuseDue();
				logger.atDebug().setCause(notNow).log("the ledger was not read for tainted authorities");
			}
			catch (RuntimeException unexpected) {
				logger.atError().setCause(unexpected).log("following the tainted authorities failed");
			}
			LockSupport.parkNanos(RevokedLeaves.PERIOD.toNanos());
		}
	}

	private void refuseDue() {
		Instant now = clock.instant();
		Instant before = refusedUntil;
		refusedUntil = now;
		if (known.stream().map(Taint::refusedFrom).anyMatch(end -> end.isAfter(before) && !end.isAfter(now))) {
			refusals.run();
		}
	}

	private void store() {
		try {
			file.write(known.stream().map(Taint::encode).toList());
		}
		catch (IOException failure) {
			logger.atError()
				.setCause(failure)
				.log("what is tainted could not be stored, and is read again after a restart");
		}
	}

	private void recall() {
		if (!remembered) {
			synchronized (recalling) {
				if (!remembered) {
					read();
				}
			}
		}
	}

	private void read() {
		try {
			known = file.read().stream().map(Taint::decode).toList();
			remembered = true;
		}
		catch (IOException | CborException | IllegalArgumentException damaged) {
			String why = "it cannot be told which authorities are tainted, so no certificate is accepted: "
					+ Reason.of(damaged) + ". It is written again once the ledger is read. Where that cannot be, "
					+ "restore the file from a backup of this node; or delete it, and until the ledger is read this "
					+ "node accepts what tainted authorities signed";
			if (!why.equals(damage)) {
				damage = why;
				logger.atError().setCause(damaged).log(why);
			}
		}
	}

}
