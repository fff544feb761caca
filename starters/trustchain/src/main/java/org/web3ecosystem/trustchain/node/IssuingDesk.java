package org.web3ecosystem.trustchain.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.CaException;
import org.web3ecosystem.trustchain.ca.Issuer;
import org.web3ecosystem.trustchain.ca.Publication;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.Ordering;
import org.web3ecosystem.trustchain.offer.Issuing;

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

	private final CertificateLedger ledger;

	private final InstantSource clock;

	private final RandomGenerator random;

	private volatile boolean mayOpen = true;

	private volatile @Nullable Opened opened;

	private record Opened(Issuing issuing, Ordering ordering) {
	}

	/**
	 * @param leafLife life of an issued leaf
	 */
	public IssuingDesk(Node node, Duration leafLife, CertificateLedger ledger, InstantSource clock,
			RandomGenerator random) {
		this.node = node;
		this.leafLife = leafLife;
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

	/** How many leaves wait to be ordered. */
	public int toBeOrdered() {
		Opened now = opened;
		return (now != null) ? now.ordering().waiting() : 0;
	}

	/** Whether this node has what an authority needs. */
	boolean hasIntermediates() {
		return Issuer.exists(directory(), RootCeremony.NODE_CA) && Issuer.exists(directory(), RootCeremony.SERVER_CA);
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
		Issuer nodes = Issuer.load(directory(), RootCeremony.NODE_CA);
		Issuer servers = Issuer.load(directory(), RootCeremony.SERVER_CA);
		TransparencyLog log = TransparencyLog.open(directory().resolve("log"),
				node.name() + ".node." + node.genesis().zone() + "/log", clock);
		try {
			Ordering ordering = new Ordering(log, ledger, node.id(), directory().resolve("log").resolve("ordered"),
					clock, random);
			Authority authority = new Authority(nodes, servers, node.genesis().federation(), node.genesis().zone(),
					Publication.at(node.endpoints()), log, leafLife, clock, logged -> ordering.logged());
			ordering.start();
			return new Opened(new Issuing(authority, log), ordering);
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

	private Path directory() {
		return node.home().resolve("trustchain");
	}

}
