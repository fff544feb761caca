package org.web3ecosystem.trustchain.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.CompromisedKeys;
import org.web3ecosystem.trustchain.ca.Generation;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.Publication;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.Ordering;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.rotation.Intermediates;

/**
 * Where this node's authority is found. It opens with the component, or before, when
 * someone needs a certificate: a node that comes back in a late phase can show nothing
 * without an issued one, and the component waits for the transport that is to show it.
 *
 * <pre>
 * new ──first request or open──→ open ──close──→ closed ──open──→ open
 *  └───────── fails ───────────→ closed
 * </pre>
 */
public final class IssuingDesk implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IssuingDesk.class);

	private final Node node;

	private final Duration leafLife;

	private final Intermediates intermediates;

	private final TaintedAuthorities tainted;

	private final CertificateLedger ledger;

	private final InstantSource clock;

	private final RandomGenerator random;

	private volatile boolean mayOpen = true;

	private volatile @Nullable Opened opened;

	private record Opened(Issuing issuing, Ordering ordering, CompromisedKeys compromised) {
	}

	/**
	 * @param leafLife life of an issued leaf
	 * @param tainted which intermediates must not sign any more
	 */
	public IssuingDesk(Node node, Duration leafLife, Intermediates intermediates, TaintedAuthorities tainted,
			CertificateLedger ledger, InstantSource clock, RandomGenerator random) {
		this.node = node;
		this.leafLife = leafLife;
		this.intermediates = intermediates;
		this.tainted = tainted;
		this.ledger = ledger;
		this.clock = clock;
		this.random = random;
	}

	/** What this node issues with now. */
	public Optional<Issuing> current() {
		if (mayOpen && opened == null && hasIntermediates()) {
			try {
				openFirst();
			}
			catch (RuntimeException failure) {
				// the component's start fails with the same and says it where people look
				logger.atWarn().setCause(failure).log("the authority could not be opened");
			}
		}
		return Optional.ofNullable(opened).map(Opened::issuing);
	}

	/** This node's authority, if it runs. */
	public Optional<Authority> authority() {
		return current().map(Issuing::authority);
	}

	/**
	 * Certifies the key of a leaf no more, if this node issued that; durable when it
	 * returns.
	 * @param leaf SHA-256 of the certificate
	 * @return SHA-256 of what else this node issued for that key and has not ended
	 */
	public List<byte[]> distrustKeyOf(byte[] leaf) {
		Opened now = opened;
		if (now == null) {
			return List.of();
		}
		TransparencyLog log = now.issuing().log();
		OptionalInt found = log.find(leaf);
		Optional<X509Certificate> certificate = found.isEmpty() ? Optional.empty()
				: log.issued(found.getAsInt()).map(IssuingDesk::parse);
		if (certificate.isEmpty()) {
			return List.of();
		}
		now.compromised().add(certificate.get());
		return siblings(log, certificate.get());
	}

	/** From the newest on, as far back as a leaf can be valid. */
	private List<byte[]> siblings(TransparencyLog log, X509Certificate leaf) {
		List<byte[]> siblings = new ArrayList<>();
		Instant oldest = clock.instant().minus(Authority.MAX_LIFE);
		for (int index = log.size() - 1; index >= 0; index--) {
			Optional<LogEntry> entry = log.entry(index);
			if (entry.isEmpty() || entry.get().timestamp().isBefore(oldest)) {
				break;
			}
			log.issued(index)
				.map(IssuingDesk::parse)
				.filter(other -> !other.equals(leaf) && other.getPublicKey().equals(leaf.getPublicKey())
						&& other.getNotAfter().toInstant().isAfter(clock.instant()))
				.map(Digest::of)
				.ifPresent(siblings::add);
		}
		return siblings;
	}

	private static X509Certificate parse(byte[] certificate) {
		try {
			return Pem.certificate(certificate);
		}
		catch (CertificateException impossible) {
			throw new IllegalStateException("a logged certificate cannot be parsed", impossible);
		}
	}

	/** How many leaves wait to be ordered. */
	public int toBeOrdered() {
		Opened now = opened;
		return (now != null) ? now.ordering().waiting() : 0;
	}

	/** Whether this node has what an authority needs. */
	boolean hasIntermediates() {
		return intermediates.exist();
	}

	/**
	 * Has the next intermediates issue from now on, while the node runs. What the ones
	 * before have signed stays good, and they go on to speak for it.
	 * @throws RejectedException if there are none, or they are not fit
	 * @throws UnavailableException if the authority does not run; they are installed when
	 * it starts
	 */
	public synchronized void install() {
		Opened now = opened;
		if (now == null) {
			throw new UnavailableException(
					"this node's authority does not run: what is to be installed will be when it starts");
		}
		Generation next = intermediates.install();
		opened = new Opened(issuing(next, now.issuing().log(), now.ordering(), now.compromised()), now.ordering(),
				now.compromised());
	}

	/**
	 * Opens, if it is not open.
	 * @throws org.web3ecosystem.trustchain.ct.LogException if the log cannot be trusted
	 * @throws CaException if keys or certificates cannot be used
	 */
	synchronized void open() {
		if (opened == null) {
			try {
				opened = openNow();
			}
			finally {
				mayOpen = false;
			}
		}
	}

	/** Who comes while another opens waits for it, instead of finding nothing. */
	private synchronized void openFirst() {
		if (mayOpen) {
			open();
		}
	}

	@Override
	public synchronized void close() {
		mayOpen = false;
		Opened now = opened;
		opened = null;
		if (now != null) {
			now.ordering().close();
			now.issuing().log().close();
		}
	}

	private Opened openNow() {
		Generation present = intermediates.open();
		CompromisedKeys compromised = CompromisedKeys.open(directory().resolve("compromised-keys"));
		TransparencyLog log = TransparencyLog.open(directory().resolve("log"),
				node.name() + ".node." + node.genesis().zone() + "/log", clock);
		try {
			Ordering ordering = new Ordering(log, ledger, node.id(), directory().resolve("log").resolve("ordered"),
					clock, random);
			Issuing issuing = issuing(present, log, ordering, compromised);
			ordering.start();
			return new Opened(issuing, ordering, compromised);
		}
		catch (IOException failure) {
			log.close();
			throw new UncheckedIOException("cannot read how far the log is ordered", failure);
		}
		catch (RuntimeException failure) {
			log.close();
			throw failure;
		}
	}

	private Issuing issuing(Generation present, TransparencyLog log, Ordering ordering, CompromisedKeys compromised) {
		Publication publication = Publication.at(node.endpoints());
		Authority authority = new Authority(present, node.genesis().federation(), node.genesis().zone(), publication,
				log, leafLife, clock, logged -> ordering.logged(),
				intermediate -> tainted.find(intermediate).isPresent(), compromised::contains);
		return new Issuing(authority, log,
				intermediates.former().stream().flatMap(former -> former.statuses(publication).stream()).toList());
	}

	private Path directory() {
		return node.home().resolve("trustchain");
	}

}
