package org.web3ecosystem.bootstrap.seat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;

/**
 * The offer {@code previous-valid}: repeats what the offer before it in the seat said
 * earlier, as long as that is unexpired, and knows nothing of its own. It accepts exactly
 * the chain that was accepted for the same purpose and node, by the same offer and not
 * rejected since; it gives exactly the chain that was given for the same key.
 */
public final class PreviousValid implements CertificateProvider {

	/** Its name in the table. */
	public static final String NAME = "previous-valid";

	private static final int MAX_GIVEN = 64;

	private final AcceptedFile accepted;

	private final InstantSource clock;

	/** By public key and purpose; lives as long as the keys, which is this process. */
	private final Map<String, CertificateChain> given = new ConcurrentHashMap<>();

	private volatile String standsInFor = "";

	/**
	 * @param file where it remembers; need not exist
	 */
	public PreviousValid(Path file, InstantSource clock) {
		this.accepted = new AcceptedFile(file);
		this.clock = clock;
	}

	/** Reads what an earlier process remembered. */
	public void open() {
		accepted.load(clock.instant());
	}

	/**
	 * Stores what is new since the last time.
	 * @throws IOException if it cannot; nothing is lost before the process ends
	 */
	public void store() throws IOException {
		accepted.storeIfChanged(clock.instant());
	}

	@Override
	public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
		CertificateChain chain = given.get(key(request.keys().getPublic().getEncoded(), request.purpose()));
		if (chain != null && isUnexpired(chain)) {
			return CompletableFuture.completedFuture(chain);
		}
		return CompletableFuture
			.failedFuture(new OutsideCompetenceException("no earlier certificate for this key is still valid"));
	}

	@Override
	public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
		String offer = standsInFor;
		boolean same = accepted.contains(fingerprint(offer, chain, purpose, subject), clock.instant());
		return CompletableFuture.completedFuture(same && isUnexpired(chain) ? Verdict.accepted()
				: Verdict.unavailable("this chain was not accepted by " + offer + " before"));
	}

	/** Whether it has anything to repeat. */
	public Verdict probe() {
		return given.isEmpty() && accepted.isEmpty() ? Verdict.unavailable("nothing was accepted or given before")
				: Verdict.accepted();
	}

	/** Whose answers are repeated from now on. */
	void standsInFor(String offer) {
		standsInFor = offer;
	}

	/** Remembers an acceptance and forgets what is rejected. */
	void judged(String offer, CertificateChain chain, Purpose purpose, NodeId subject, Verdict verdict) {
		if (offer.equals(NAME) || chain.isSelfIssued()) {
			return;
		}
		String fingerprint = fingerprint(offer, chain, purpose, subject);
		switch (verdict) {
			case Verdict.Accepted yes ->
				accepted.remember(fingerprint, chain.leaf().getNotAfter().toInstant(), clock.instant());
			case Verdict.Rejected no -> accepted.forget(fingerprint, clock.instant());
			case Verdict.Unavailable unknown -> {
			}
		}
	}

	/** Remembers what was given. */
	void gave(String offer, CertificateRequest request, CertificateChain chain) {
		if (!offer.equals(NAME) && !chain.isSelfIssued()) {
			if (given.size() >= MAX_GIVEN) {
				given.values().removeIf(earlier -> !isUnexpired(earlier));
			}
			if (given.size() < MAX_GIVEN) {
				given.put(key(request.keys().getPublic().getEncoded(), request.purpose()), chain);
			}
		}
	}

	private boolean isUnexpired(CertificateChain chain) {
		return chain.certificates()
			.stream()
			.allMatch(certificate -> clock.instant().isBefore(certificate.getNotAfter().toInstant())
					&& !clock.instant().isBefore(certificate.getNotBefore().toInstant()));
	}

	private static String key(byte[] publicKey, Purpose purpose) {
		return purpose + ":" + HexFormat.of().formatHex(sha256().digest(publicKey));
	}

	private static String fingerprint(String offer, CertificateChain chain, Purpose purpose, NodeId subject) {
		MessageDigest digest = sha256();
		try {
			for (X509Certificate certificate : chain.certificates()) {
				digest.update(sha256().digest(certificate.getEncoded()));
			}
		}
		catch (CertificateEncodingException impossible) {
			throw new IllegalArgumentException("a certificate without an encoding", impossible);
		}
		return String.join(" ",
				Arrays.asList(offer, purpose.name(), subject.hex(), HexFormat.of().formatHex(digest.digest())));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
