package org.web3ecosystem.trustchain.revocation;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.StapleFinding;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.path.NamedNode;

/**
 * Keeps the issuer's word on the leaf that this node shows, and reads that of others.
 * While it runs it looks every {@link #PERIOD} what is shown, and asks the issuer when
 * that is another leaf or half the time is over for which its word counts: this node's
 * own responder where it issued the leaf itself, else that of the validator who did.
 * Where there is no answer, the last one is shown as long as it counts. Thread-safe; only
 * {@link #look} blocks.
 */
public final class Staples implements StatusStaples, AutoCloseable {

	/** How often it is looked what this node shows. */
	static final Duration PERIOD = Duration.ofSeconds(2);

	/** An issuer that had no word is not asked again before. */
	static final Duration PAUSE = Duration.ofSeconds(20);

	private static final Logger logger = LoggerFactory.getLogger(Staples.class);

	private final Node node;

	private final Supplier<Optional<CertificateChain>> shown;

	private final Responder responder;

	private final BiFunction<Validator, byte[], byte[]> others;

	private final Runnable close;

	private final InstantSource clock;

	private final StapleReader reader;

	private volatile @Nullable Held held;

	private Instant askedInVain = Instant.MIN;

	private @Nullable String askedFor;

	private volatile @Nullable Thread following;

	/**
	 * A response.
	 *
	 * @param leaf digest of what it is for
	 * @param finding good or revoked when it came
	 */
	private record Held(String leaf, byte[] response, StapleFinding finding) {

		boolean counts(Instant now) {
			return !(finding instanceof StapleFinding.Good good) || StapleReader.counts(good, now);
		}

		boolean isFresh(Instant now) {
			return !(finding instanceof StapleFinding.Good(Instant asOf, Instant until, boolean byItself))
					|| now.isBefore(asOf.plus(Duration.between(asOf, until).dividedBy(2)));
		}

	}

	/**
	 * @param shown what this node shows to others now
	 * @param others asks the responder of another validator, blocking
	 * @param close run when this is closed
	 */
	Staples(Node node, Supplier<Optional<CertificateChain>> shown, Responder responder,
			BiFunction<Validator, byte[], byte[]> others, Runnable close, InstantSource clock) {
		this.node = node;
		this.shown = shown;
		this.responder = responder;
		this.others = others;
		this.close = close;
		this.clock = clock;
		this.reader = new StapleReader(clock);
	}

	/**
	 * That asks other validators over HTTP.
	 * @param shown what this node shows to others now
	 */
	public static Staples of(Node node, Supplier<Optional<CertificateChain>> shown, RevocationDesk desk,
			InstantSource clock) {
		IssuerStatus asking = new IssuerStatus();
		return new Staples(node, shown, desk.responder(), asking::ask, asking::close, clock);
	}

	@Override
	public Optional<byte[]> own(CertificateChain chain) {
		Held now = held;
		if (now != null && now.leaf().equals(digest(chain))) {
			return now.counts(clock.instant()) ? Optional.of(now.response().clone()) : Optional.empty();
		}
		// another leaf is shown since just now: its issuer need not be asked later
		LockSupport.unpark(following);
		return Optional.empty();
	}

	@Override
	public StapleFinding judge(CertificateChain chain, byte[] staple) {
		return reader.read(chain, staple);
	}

	/** Begins to follow. */
	public void start() {
		following = Thread.ofVirtual().name("trustchain-staples").start(this::follow);
	}

	/** Looks once what is shown, and asks its issuer if that is due. */
	synchronized void look() {
		Optional<CertificateChain> chain = shown.get().filter(each -> each.certificates().size() > 1);
		if (chain.isEmpty() || isFresh(chain.get()) || isTooSoon(chain.get())) {
			return;
		}
		try {
			byte[] response = ask(chain.get());
			StapleFinding finding = reader.read(chain.get(), response);
			switch (finding) {
				case StapleFinding.Good good -> held = new Held(digest(chain.get()), response, finding);
				case StapleFinding.Revoked revoked -> held = new Held(digest(chain.get()), response, finding);
				default -> throw new UnavailableException("the issuer answered what is " + finding.word());
			}
		}
		catch (UnavailableException notNow) {
			askedInVain = clock.instant();
			askedFor = digest(chain.get());
			logger.atDebug().setCause(notNow).log("the issuer has no word on the own certificate now");
		}
	}

	private boolean isFresh(CertificateChain chain) {
		Held now = held;
		return now != null && now.leaf().equals(digest(chain)) && now.isFresh(clock.instant());
	}

	private boolean isTooSoon(CertificateChain chain) {
		return digest(chain).equals(askedFor) && clock.instant().isBefore(askedInVain.plus(PAUSE));
	}

	private byte[] ask(CertificateChain chain) {
		NodeId issuer = NamedNode.issuer(chain)
			.orElseThrow(() -> new UnavailableException("the issuer's certificate names no validator"));
		byte[] request = request(chain.leaf(), chain.certificates().get(1));
		if (issuer.equals(node.id())) {
			return responder.answer(request);
		}
		return others.apply(
				node.genesis()
					.validator(issuer)
					.orElseThrow(() -> new UnavailableException(issuer.brief() + " is no validator of the genesis")),
				request);
	}

	/** An OCSPRequest (RFC 6960, section 4.1) for one leaf. */
	static byte[] request(X509Certificate leaf, X509Certificate issuer) {
		try {
			CertificateID id = new CertificateID(
					new BcDigestCalculatorProvider().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
					new X509CertificateHolder(Digest.encoded(issuer)), leaf.getSerialNumber());
			return new OCSPReqBuilder().addRequest(id).build().getEncoded();
		}
		catch (OCSPException | OperatorCreationException | IOException impossible) {
			throw new IllegalStateException("encoding in memory", impossible);
		}
	}

	private static String digest(CertificateChain chain) {
		return Digest.hex(Digest.encoded(chain.leaf()));
	}

	private void follow() {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				look();
			}
			catch (RuntimeException unexpected) {
				logger.atError().setCause(unexpected).log("following the issuer's word on the own certificate failed");
			}
			LockSupport.parkNanos(PERIOD.toNanos());
		}
	}

	@Override
	public void close() {
		Thread running = following;
		if (running != null) {
			running.interrupt();
		}
	}

	/** For good: what other validators are asked with. */
	public void dispose() {
		close();
		close.run();
	}

}
