package org.web3ecosystem.trustchain.ca;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.TBSCertificate;

import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ct.Precertificates;
import org.web3ecosystem.trustchain.ct.Submission;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.ct.TransparencyLog.Logged;

/**
 * From a clean draft to a leaf with the timestamp of the log (RFC 6962, section 3.1). The
 * order is what it is for: the precertificate's entry is durable and signed for before
 * the certificate is signed, and that one is durable before anybody gets it. What was
 * logged and then not certified stays in the log as what it is, the word that it would
 * be. Thread-safe.
 */
final class Certification {

	/** Signing is not for the thread that writes the log. */
	private static final Executor EACH = Thread.ofVirtual().name("trustchain-certify-", 0)::start;

	private final TransparencyLog log;

	private final Consumer<TBSCertificate> lint;

	private final Consumer<Logged> settled;

	/**
	 * @param lint throws if what it gets may not be signed
	 * @param settled told of every entry once its certificate is durable, or will not be;
	 * must not block
	 */
	Certification(TransparencyLog log, Consumer<TBSCertificate> lint, Consumer<Logged> settled) {
		this.log = log;
		this.lint = lint;
		this.settled = settled;
	}

	/** Completes when the leaf may be given away. */
	CompletionStage<X509Certificate> certify(TBSCertificate draft, Issuer issuer, Order order) {
		lint.accept(draft);
		return log.append(submission(draft, issuer, order))
			.thenComposeAsync(logged -> finish(draft, issuer, logged), EACH);
	}

	private static Submission submission(TBSCertificate draft, Issuer issuer, Order order) {
		X509Certificate precertificate = issuer.sign(Precertificates.poisoned(draft));
		verify(precertificate, issuer);
		List<byte[]> above = issuer.chain().stream().map(Digest::encoded).toList();
		return new Submission(Precertificates.entry(draft, Certificate.getInstance(above.getFirst())), order.purpose(),
				order.node(), Digest.encoded(precertificate), above, true);
	}

	private CompletionStage<X509Certificate> finish(TBSCertificate draft, Issuer issuer, Logged logged) {
		try {
			X509Certificate leaf = sign(draft, issuer, logged);
			return log.complete(logged.index(), Digest.encoded(leaf))
				.whenComplete((_, failure) -> settle(logged, failure == null))
				.thenApply(_ -> leaf);
		}
		catch (RuntimeException | Error failure) {
			// an error too, or the ledger would wait for this entry for ever
			settle(logged, false);
			throw failure;
		}
	}

	private void settle(Logged logged, boolean certified) {
		if (!certified) {
			log.abandon(logged.index());
		}
		settled.accept(logged);
	}

	private X509Certificate sign(TBSCertificate draft, Issuer issuer, Logged logged) {
		TBSCertificate stamped = Precertificates.stamped(draft, log.timestamp(logged.entry()));
		lint.accept(stamped);
		X509Certificate leaf = issuer.sign(stamped);
		verify(leaf, issuer);
		return leaf;
	}

	/** A faulty signature may give the key away; it must not leave. */
	private static void verify(X509Certificate signed, Issuer issuer) {
		try {
			signed.verify(issuer.certificate().getPublicKey());
		}
		catch (GeneralSecurityException faulty) {
			throw new CaException("the signature just made does not verify", faulty);
		}
	}

}
