package org.web3ecosystem.trustchain.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.ledger.LeafQueue.Bounds;
import org.web3ecosystem.trustchain.ledger.LeafQueue.Item;

/**
 * The leaves that the federation took back and that have not ended, as far as this node
 * has read the ledger. While it follows, it reads one number every {@link #PERIOD}, and
 * the rest only when that has changed. What it once knows it does not forget, also when
 * the ledger cannot be read. Thread-safe; only {@link #look} blocks.
 */
public final class RevokedLeaves implements AutoCloseable {

	/** How often the ledger is asked for news. */
	public static final Duration PERIOD = Duration.ofMillis(1500);

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(RevokedLeaves.class);

	private final List<NodeId> issuers;

	private final CertificateLedger ledger;

	private final InstantSource clock;

	private final Runnable news;

	private final Object reading = new Object();

	private volatile View view = new View(Optional.empty(), 0, Map.of());

	private volatile @Nullable Thread following;

	/**
	 * What was read.
	 *
	 * @param asOf when the ledger was read last, empty if never
	 * @param count how many leaves had been taken back by then, ever
	 * @param issuers by issuer
	 */
	private record View(Optional<Instant> asOf, long count, Map<NodeId, Leaves> issuers) {

		Leaves of(NodeId issuer) {
			return issuers.getOrDefault(issuer, Leaves.NONE);
		}

	}

	/**
	 * One issuer's.
	 *
	 * @param next number of the next item to read
	 * @param entries those that had not ended, by digest
	 */
	private record Leaves(long next, Map<String, LeafEntry> entries) {

		static final Leaves NONE = new Leaves(0, Map.of());

	}

	/**
	 * What one issuer has taken back.
	 *
	 * @param asOf when the ledger was read
	 * @param count changes when there is news, of any issuer
	 * @param leaves in no order
	 */
	public record OfIssuer(Instant asOf, long count, Collection<LeafEntry> leaves) {
	}

	/**
	 * @param news run after leaves were read that were not known before
	 */
	public RevokedLeaves(List<Validator> issuers, CertificateLedger ledger, InstantSource clock, Runnable news) {
		this.issuers = issuers.stream().map(Validator::id).toList();
		this.ledger = ledger;
		this.clock = clock;
		this.news = news;
	}

	/** Whether this issuer's leaf was taken back, as far as is known. */
	public Optional<Revocation> find(byte[] fingerprint, NodeId issuer) {
		return Optional.ofNullable(view.of(issuer).entries().get(HexFormat.of().formatHex(fingerprint)))
			.flatMap(LeafEntry::revocation);
	}

	/** What is known of one issuer's; empty if the ledger was never read. */
	public Optional<OfIssuer> of(NodeId issuer) {
		View now = view;
		return now.asOf().map(asOf -> new OfIssuer(asOf, now.count(), now.of(issuer).entries().values()));
	}

	/** How many are known that have not ended. */
	public int size() {
		return view.issuers().values().stream().mapToInt(leaves -> leaves.entries().size()).sum();
	}

	/** Begins to follow. */
	public synchronized void start() {
		if (following == null && ledger.isPresent()) {
			following = Thread.ofVirtual().name("trustchain-revocations").start(this::follow);
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
			Instant asOf = clock.instant();
			View before = view;
			long count = Async.await(ledger.revocations(), DEADLINE, "the ledger");
			Map<NodeId, Leaves> now = before.issuers();
			if (count != before.count()) {
				now = issuers.stream()
					.collect(Collectors.toMap(issuer -> issuer, issuer -> read(issuer, before, asOf)));
			}
			view = new View(Optional.of(asOf), count, now);
			if (count != before.count()) {
				news.run();
			}
		}
	}

	private Leaves read(NodeId issuer, View before, Instant now) {
		Map<String, LeafEntry> entries = new HashMap<>(before.of(issuer).entries());
		entries.values().removeIf(leaf -> leaf.notAfter().isBefore(now.minus(CertificatesModule.GRACE)));
		Bounds bounds = Async.await(ledger.revoked(issuer), DEADLINE, "the ledger");
		for (long i = Math.max(bounds.head(), before.of(issuer).next()); i < bounds.tail(); i++) {
			Async.await(ledger.revoked(issuer, i), DEADLINE, "the ledger")
				.map(Item::leaf)
				.ifPresent(leaf -> read(issuer, leaf).ifPresent(entry -> entries.put(leaf, entry)));
		}
		return new Leaves(bounds.tail(), Map.copyOf(entries));
	}

	/** Gone if its issuer wrote again long after it ended. */
	private Optional<LeafEntry> read(NodeId issuer, String leaf) {
		return Async.await(ledger.leaf(HexFormat.of().parseHex(leaf), issuer), DEADLINE, "the ledger")
			.filter(entry -> entry.revocation().isPresent());
	}

	private void follow() {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				look();
			}
			catch (UnavailableException notNow) {
				logger.atDebug().setCause(notNow).log("the ledger was not read for leaves that were taken back");
			}
			catch (RuntimeException unexpected) {
				logger.atError().setCause(unexpected).log("following the leaves that were taken back failed");
			}
			LockSupport.parkNanos(PERIOD.toNanos());
		}
	}

}
