package org.web3ecosystem.trustchain.offer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.LeafEntry;
import org.web3ecosystem.trustchain.path.NamedNode;

/**
 * Offer {@code consensus-validated}: as {@code trustchain}, and a leaf counts only once
 * the federation has ordered its issuance, told by the validator that signed it. A leaf
 * that is not there yet is waited for a little, and then the answer is
 * {@link Verdict.Unavailable}, as it is where the ledger cannot be read; but for a leaf
 * that a validator issued to itself and could have no way to have ordered. A leaf that
 * was taken back is refused from the moment the ledger says so.
 */
public final class ConsensusValidated implements CertificateProvider {

	/**
	 * How long a leaf may be on its way to the ledger while someone waits for a verdict.
	 */
	private static final Duration VERDICT_WAIT = Duration.ofMillis(2500);

	/** How long it may be on its way while its owner waits for it. */
	private static final Duration ISSUE_WAIT = Duration.ofSeconds(10);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

	private static final Duration READ = Duration.ofSeconds(2);

	/** How long a ledger that could not be read is held to be so. */
	private static final Duration DOUBT = Duration.ofSeconds(5);

	private static final int REMEMBERED = 1024;

	private final CertificateProvider trustchain;

	private final CertificateLedger ledger;

	private final NodeId self;

	private final Supplier<Optional<CertificateChain>> shown;

	private final Executor executor;

	/**
	 * Leaves seen in the ledger: of an entry nothing changes while its leaf is valid but
	 * that it may be taken back, and {@link TrustChainCertificates} hears of that.
	 */
	private final Map<String, LeafEntry> seen = bounded();

	/**
	 * Leaves issued but not ordered in time, by key and purpose: asked again, they are
	 * not issued again.
	 */
	private final Map<String, CertificateChain> pending = bounded();

	/**
	 * When the ledger last could not be read, by {@link System#nanoTime()}; 0 if it
	 * could.
	 */
	private volatile long unreadableSince;

	/**
	 * @param shown what this node shows to others now
	 */
	public ConsensusValidated(CertificateProvider trustchain, CertificateLedger ledger, NodeId self,
			Supplier<Optional<CertificateChain>> shown, Executor executor) {
		this.trustchain = trustchain;
		this.ledger = ledger;
		this.self = self;
		this.shown = shown;
		this.executor = executor;
	}

	/**
	 * A leaf. Whoever shows a good one already gets the next only when it counts
	 * everywhere; whoever shows nothing loses nothing by showing one that is on its way,
	 * and without it a federation that comes back could not bring up the ledger that is
	 * to order it.
	 */
	@Override
	public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
		return Async.call(executor, () -> {
			boolean replaces = request.purpose() == Purpose.NODE && showsGoodOne(request.node());
			if (replaces) {
				// before anything is issued that could not be ordered
				read(ledger.logSize(self));
			}
			String key = request.purpose() + Digest.hex(request.keys().getPublic().getEncoded()) + request.dnsNames();
			CertificateChain chain = pending.get(key);
			if (chain == null || !isGood(chain, request.purpose(), request.node())) {
				chain = Async.await(trustchain.certificate(request), ISSUE_WAIT.multipliedBy(2), "the authority");
				pending.put(key, chain);
			}
			if (replaces) {
				awaitOrdered(chain, ISSUE_WAIT);
			}
			pending.remove(key);
			return chain;
		});
	}

	@Override
	public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
		return trustchain.validate(chain, purpose, subject).thenCompose(path -> {
			if (!path.isAccepted()) {
				return CompletableFuture.completedFuture(path);
			}
			LeafEntry known = seen.get(Digest.hex(Digest.encoded(chain.leaf())));
			return (known != null) ? CompletableFuture.completedFuture(judge(known, purpose, subject))
					: Async.call(executor, () -> ordered(chain, purpose, subject));
		});
	}

	/** Whether a leaf could be looked up now, as far as the last attempt told. */
	public Verdict probe() {
		long since = unreadableSince;
		if (!ledger.isPresent()) {
			return Verdict.unavailable("this process has no ledger");
		}
		return (since != 0 && System.nanoTime() - since < DOUBT.toNanos())
				? Verdict.unavailable("the ledger cannot be read") : Verdict.accepted();
	}

	private <T> T read(CompletionStage<T> reading) {
		try {
			T result = Async.await(reading, READ, "the ledger");
			unreadableSince = 0;
			return result;
		}
		catch (UnavailableException failure) {
			unreadableSince = System.nanoTime() | 1;
			throw new UnreadableException(failure);
		}
	}

	/** The ledger itself does not answer, whatever is in it. */
	private static final class UnreadableException extends UnavailableException {

		private static final long serialVersionUID = 1L;

		UnreadableException(UnavailableException cause) {
			super(String.valueOf(cause.getMessage()), cause);
		}

	}

	private boolean showsGoodOne(NodeId node) {
		return shown.get().filter(chain -> isGood(chain, Purpose.NODE, node)).isPresent();
	}

	private boolean isGood(CertificateChain chain, Purpose purpose, NodeId node) {
		return Async.await(trustchain.validate(chain, purpose, node), READ, "the validator").isAccepted();
	}

	private Verdict ordered(CertificateChain chain, Purpose purpose, NodeId subject) {
		try {
			return judge(awaitOrdered(chain, VERDICT_WAIT), purpose, subject);
		}
		catch (UnavailableException notNow) {
			return isOwn(chain, purpose, subject)
					&& (notNow instanceof UnreadableException || mayBeOnItsWay(chain, subject)) ? Verdict.accepted()
							: Verdict.unavailable(String.valueOf(notNow.getMessage()));
		}
	}

	/**
	 * Replicas gossip with none but those they admit. So one that comes back reads what
	 * was agreed when it went; and one that comes late, or was ended before its last leaf
	 * was ordered, could have nothing ordered. What is older than a leaf that it had
	 * ordered is not on its way any more.
	 */
	private boolean mayBeOnItsWay(CertificateChain chain, NodeId validator) {
		try {
			return !ledger.isCurrent()
					|| read(ledger.standing(validator)).filter(chain.leaf().getNotAfter().toInstant()::isBefore)
						.isEmpty();
		}
		catch (UnreadableException circle) {
			return true;
		}
	}

	/**
	 * Whether a validator's leaf was signed by that validator itself, whose intermediate
	 * the root signed. No other could have made it, which is what the order is asked for.
	 * A node that does not validate reads the ledger from validators, and a validator
	 * that comes back hears of what was agreed meanwhile from them: if either had to read
	 * there before it may talk to one, it could never begin.
	 */
	private static boolean isOwn(CertificateChain chain, Purpose purpose, NodeId subject) {
		return purpose == Purpose.NODE && NamedNode.issuer(chain).filter(subject::equals).isPresent();
	}

	private static Verdict judge(LeafEntry entry, Purpose purpose, NodeId subject) {
		if (entry.revocation().isPresent()) {
			return TrustChainCertificates.revoked(entry.revocation().get());
		}
		return (entry.purpose() == purpose && entry.node().equals(subject)) ? Verdict.accepted()
				: Verdict.rejected("the ledger has this certificate for another purpose or node");
	}

	private LeafEntry awaitOrdered(CertificateChain chain, Duration longest) {
		byte[] fingerprint = Digest.of(chain.leaf());
		NodeId issuer = NamedNode.issuer(chain)
			.orElseThrow(() -> new UnavailableException("the issuer's certificate names no validator"));
		long begin = System.nanoTime();
		Duration pause = FIRST_PAUSE;
		while (true) {
			Optional<LeafEntry> entry = read(ledger.leaf(fingerprint, issuer));
			if (entry.isPresent()) {
				seen.put(Digest.hex(Digest.encoded(chain.leaf())), entry.get());
				return entry.get();
			}
			if (System.nanoTime() - begin > longest.toNanos()) {
				throw new UnavailableException("the issuance of this certificate is not ordered yet");
			}
			LockSupport.parkNanos(pause.toNanos());
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
		}
	}

	private static <T> Map<String, T> bounded() {
		return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
				return size() > REMEMBERED;
			}
		});
	}

}
