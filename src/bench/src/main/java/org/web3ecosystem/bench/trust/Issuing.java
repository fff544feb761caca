package org.web3ecosystem.bench.trust;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * Leaves a second, each from its request to the chain that may be given away: linted,
 * logged as a precertificate, durable, stamped, verified, kept. In it are three
 * signatures, of the precertificate, the timestamp and the leaf, and three verifications,
 * of the request and of both certificates.
 */
final class Issuing {

	static final String OURS = "leaves issued, durable and logged";

	static final String BOUNCY_CASTLE = "the same, all signatures by Bouncy Castle";

	static final String OPENSSL = "three signatures and three verifications by `openssl speed ecdsap256`";

	private static final int SIGNATURES = 3;

	private static final int IN_FLIGHT = 1024;

	/** For validation. */
	private static final int KEPT = 4096;

	private final Trust trust;

	private final Series series;

	private final AtomicInteger next = new AtomicInteger();

	private final Queue<CertificateChain> issued = new ConcurrentLinkedQueue<>();

	Issuing(Trust trust, Series series) {
		this.trust = trust;
		this.series = series;
	}

	/** One of each, one after the other. */
	void round(Duration each, boolean counts) throws InterruptedException {
		issue(OURS, each, counts);
		try (SignaturesOf all = new SignaturesOf(new BouncyCastleProvider())) {
			issue(BOUNCY_CASTLE, each, counts);
		}
		Optional<OpenSslSpeed> speed = counts ? OpenSslSpeed.measure((int) Math.max(1, each.toSeconds()))
				: Optional.empty();
		speed.ifPresent(openssl -> {
			double seconds = SIGNATURES * (openssl.sign() + openssl.verify());
			series.add(OPENSSL, 1 / seconds, seconds * 1e6);
		});
	}

	private void issue(String what, Duration each, boolean counts) throws InterruptedException {
		Semaphore room = new Semaphore(IN_FLIGHT);
		LongAdder done = new LongAdder();
		LongAdder failed = new LongAdder();
		long processor = Processor.used().toNanos();
		long begin = System.nanoTime();
		long end = begin + each.toNanos();
		Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = Thread.ofPlatform().start(() -> {
				while (System.nanoTime() < end) {
					room.acquireUninterruptibly();
					trust.issue(next.getAndIncrement()).whenComplete((chain, failure) -> {
						(failure == null ? done : failed).increment();
						if (failure == null && issued.size() < KEPT) {
							issued.add(chain);
						}
						room.release();
					});
				}
			});
		}
		for (Thread thread : threads) {
			thread.join();
		}
		room.acquire(IN_FLIGHT);
		if (failed.sum() > 0) {
			throw new IllegalStateException(failed + " leaves were not issued");
		}
		if (counts) {
			series.add(what, done.sum() * 1e9 / (System.nanoTime() - begin),
					(Processor.used().toNanos() - processor) / 1e3 / done.sum());
		}
	}

	/** So many of what was issued, or more; issues what is missing. */
	List<CertificateChain> issued(int wanted) throws InterruptedException {
		while (issued.size() < wanted) {
			issue(OURS, Duration.ofSeconds(1), false);
		}
		return List.copyOf(issued);
	}

	void print() {
		series.print(OURS, "/s");
		series.print(BOUNCY_CASTLE, "/s");
		series.print(OPENSSL, "/s of one processor");
		series.goal("processor time of the signatures in a leaf, by openssl, in that of issuing one", true, 0.8,
				series.ofRounds(OPENSSL, OURS, true, (openssl, ours) -> openssl / ours));
		series.goal("leaves per processor time to all signatures by Bouncy Castle", true, 2,
				series.ofRounds(BOUNCY_CASTLE, OURS, true, (theirs, ours) -> theirs / ours));
	}

}
