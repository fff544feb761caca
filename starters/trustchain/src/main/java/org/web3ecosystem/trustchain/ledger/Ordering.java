package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.EmergencyModeException;
import org.web3ecosystem.spi.consensus.Ledger;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.spi.DurableFile;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;

/**
 * Brings every leaf in this node's log before the ledger, in the order of the log. The
 * log itself is the queue and a mark on disk says how far it is done, so nothing waits in
 * memory and a restart goes on where it was. Only what emergency mode holds up is
 * overtaken; the mark stays before it.
 */
public final class Ordering implements AutoCloseable {

	/** How many are under way at once. */
	private static final int WINDOW = 32;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(Ordering.class);

	private final TransparencyLog log;

	private final CertificateLedger ledger;

	private final NodeId self;

	private final Path mark;

	private final InstantSource clock;

	private final RandomGenerator random;

	private final Semaphore news = new Semaphore(0);

	/** What emergency mode holds up, by its place in the log. */
	private final SortedSet<Integer> held = new ConcurrentSkipListSet<>();

	private final LongAdder refused = new LongAdder();

	private final Thread worker = Thread.ofVirtual().name("trustchain-ordering").unstarted(this::work);

	private volatile boolean closed;

	private volatile int done;

	/**
	 * @param mark the file that says how far it is done
	 */
	public Ordering(TransparencyLog log, CertificateLedger ledger, NodeId self, Path mark, InstantSource clock,
			RandomGenerator random) {
		this.log = log;
		this.ledger = ledger;
		this.self = self;
		this.mark = mark;
		this.clock = clock;
		this.random = random;
	}

	/** Begins, if this process has a ledger. */
	public void start() throws IOException {
		done = readMark();
		if (done > log.size()) {
			log.refuse("the log has " + log.size() + " entries, but " + done
					+ " of them are ordered: it was rolled back. Restore it as it was last written.");
		}
		else if (ledger.isPresent()) {
			worker.start();
		}
	}

	/** There is something new in the log. */
	public void logged() {
		news.release();
	}

	/** How many entries of the log are not before the ledger yet. */
	public int waiting() {
		return Math.max(0, log.size() - done) + held.size();
	}

	/** How many leaves the ledger refused. */
	public long refused() {
		return refused.sum();
	}

	@Override
	public void close() {
		closed = true;
		worker.interrupt();
	}

	private void work() {
		Duration pause = FIRST_PAUSE;
		while (!closed) {
			try {
				compare();
				boolean released = orderHeld();
				if (done < log.settled()) {
					orderNext();
				}
				else if (!released) {
					await(LONGEST_PAUSE);
				}
				pause = FIRST_PAUSE;
			}
			catch (UnavailableException | IOException notNow) {
				logger.atDebug().addKeyValue("done", done).setCause(notNow).log("ordering waits");
				await(Duration.ofMillis(random.nextLong(1, pause.toMillis() + 1)));
				pause = (pause.compareTo(LONGEST_PAUSE.dividedBy(2)) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
			}
			catch (RuntimeException unexpected) {
				logger.atError().addKeyValue("done", done).setCause(unexpected).log("ordering failed");
				await(LONGEST_PAUSE);
			}
		}
	}

	/**
	 * What the federation has seen of this log cannot be unseen. Again and again: a
	 * replica that begins has not caught up yet, and would say less.
	 */
	private void compare() {
		long seen = Async.await(ledger.logSize(self), DEADLINE, "the ledger");
		if (seen > log.number(log.size())) {
			log.refuse("the log has " + log.size() + " entries up to number " + log.number(log.size())
					+ ", but the ledger has seen " + seen
					+ ": it was rolled back. Put it back as it was last written, or begin a new one with 'restore'.");
			throw new UnavailableException("the log was rolled back");
		}
	}

	private void orderNext() throws IOException {
		int end = Math.min(log.settled(), done + WINDOW);
		order(IntStream.range(done, end).boxed().toList());
		remember(end);
		done = end;
	}

	/**
	 * Tries what emergency mode held up. As long as it holds the first, it holds them
	 * all.
	 * @return whether one of them was decided
	 */
	private boolean orderHeld() throws IOException {
		if (held.isEmpty()) {
			return false;
		}
		Integer first = held.first();
		order(List.of(first));
		if (held.contains(first)) {
			return false;
		}
		order(held.stream().limit(WINDOW).toList());
		remember(done);
		return true;
	}

	/** Only what the federation decided is behind the mark. */
	private void remember(int end) throws IOException {
		int decided = held.isEmpty() ? end : held.first();
		DurableFile.write(mark, Integer.toString(decided).getBytes(StandardCharsets.US_ASCII));
	}

	private void order(List<Integer> indices) {
		SortedMap<Integer, CompletionStage<Ledger.Receipt>> underWay = new TreeMap<>();
		for (int index : indices) {
			own(index).filter(issued -> issued.notAfter().isAfter(clock.instant()))
				.ifPresentOrElse(issued -> underWay.put(index, ledger.submit(issued)), () -> held.remove(index));
		}
		underWay.forEach(this::decided);
	}

	/** The leaves of those who are no nodes wait, and hold up nobody else's. */
	private void decided(int index, CompletionStage<Ledger.Receipt> answer) {
		try {
			Ledger.Receipt receipt = Async.await(answer, DEADLINE, "the ledger");
			held.remove(index);
			if (receipt.verdict() instanceof Verdict.Rejected(String reason, boolean revoked)) {
				refused.increment();
				logger.atWarn()
					.addKeyValue("transaction", receipt.transactionId())
					.addKeyValue("reason", reason)
					.log("the ledger refused a leaf");
			}
		}
		catch (EmergencyModeException later) {
			held.add(index);
		}
	}

	/** Empty for what was not issued in the end, and for what others had logged here. */
	private Optional<Issued> own(int index) {
		LogEntry entry = log.entry(index).orElseThrow();
		return log.issued(index)
			.map(Ordering::parse)
			.map(certificate -> new Issued(Digest.of(certificate), certificate.getSerialNumber().toByteArray(),
					entry.node(), entry.purpose(), certificate.getNotAfter().toInstant(), log.number(index)));
	}

	private static X509Certificate parse(byte[] certificate) {
		try {
			return Pem.certificate(certificate);
		}
		catch (CertificateException impossible) {
			throw new IllegalStateException("a logged certificate cannot be parsed", impossible);
		}
	}

	private int readMark() throws IOException {
		try {
			return Integer.parseInt(Files.readString(mark, StandardCharsets.US_ASCII).strip());
		}
		catch (NoSuchFileException fresh) {
			return 0;
		}
		catch (NumberFormatException damaged) {
			throw new IOException("not a number: " + mark, damaged);
		}
	}

	private void await(Duration longest) {
		try {
			if (news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
				news.drainPermits();
			}
		}
		catch (InterruptedException _) {
			// closing
		}
	}

}
