package org.web3ecosystem.trustchain.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.Anchor;
import org.web3ecosystem.trustchain.path.AnchorRules;

/**
 * The roots that this node trusts: that of the genesis document, and those that the
 * federation has put beside it since, as far as this node has read the ledger. What it
 * once knows survives a restart. Thread-safe; only {@link #look} blocks.
 */
public final class TrustAnchors {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final int MAX_FILE = 1 << 18;

	private static final Logger logger = LoggerFactory.getLogger(TrustAnchors.class);

	private final Anchor first;

	private final CertificateLedger ledger;

	private final RememberedItems file;

	private final Object reading = new Object();

	private volatile @Nullable List<Anchor> added;

	/**
	 * @param first the genesis document's root
	 * @param file where what is known survives a restart
	 */
	public TrustAnchors(X509Certificate first, CertificateLedger ledger, Path file) {
		this.first = new Anchor(first);
		this.ledger = ledger;
		this.file = new RememberedItems(file, MAX_FILE);
	}

	/** All of them, the first first. */
	public List<Anchor> all() {
		return Stream.concat(Stream.of(first), added().stream()).toList();
	}

	/** The root that signed this, if it is one of them. */
	Optional<X509Certificate> issuerOf(X509Certificate below) {
		return all().stream().filter(each -> each.isIssuerOf(below)).map(Anchor::certificate).findFirst();
	}

	/**
	 * Reads the ledger now. Blocks.
	 * @throws UnavailableException if it does not answer
	 */
	public void look() {
		synchronized (reading) {
			List<Anchor> known = new ArrayList<>(added());
			int before = known.size();
			long count = Async.await(ledger.anchors(), DEADLINE, "the ledger");
			for (long number = before; number < count; number++) {
				known.add(new Anchor(Async.await(ledger.anchor(number), DEADLINE, "the ledger")
					.orElseThrow(() -> new UnavailableException("the ledger does not show a root it counts"))
					.root()));
			}
			if (known.size() > before) {
				added = List.copyOf(known);
				store(known);
				known.subList(before, known.size())
					.forEach(each -> logger.atWarn()
						.addKeyValue("root", Digest.hex(Digest.encoded(each.certificate())))
						.addKeyValue("until", each.certificate().getNotAfter().toInstant())
						.log("another root is trusted from now on"));
			}
		}
	}

	private List<Anchor> added() {
		List<Anchor> known = added;
		if (known == null) {
			synchronized (this) {
				known = added;
				if (known == null) {
					known = read();
					added = known;
				}
			}
		}
		return known;
	}

	private void store(List<Anchor> known) {
		try {
			file.write(known.stream().map(Anchor::certificate).map(Digest::encoded).toList());
		}
		catch (IOException failure) {
			logger.atError().setCause(failure).log("the roots could not be stored, and are read again after a restart");
		}
	}

	/** Whoever does not know a root trusts less, and reads of it again. */
	private List<Anchor> read() {
		try {
			return file.read().stream().map(AnchorRules::parse).map(Anchor::new).toList();
		}
		catch (IOException | IllegalArgumentException damaged) {
			logger.atError().setCause(damaged).log("the roots could not be read, and are read again in the ledger");
			return List.of();
		}
	}

}
