package org.web3ecosystem.trustchain.acme;

import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.acme.Authenticator.Bearer;
import org.web3ecosystem.trustchain.acme.Authenticator.Known;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest;
import org.web3ecosystem.trustchain.acme.jose.StrictJson;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.state.Authorization;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.path.Validator;

/**
 * Who may revoke what (RFC 8555, section 7.6): the account that has the certificate, one
 * that showed control of all of its names, or who has its key.
 */
final class Revocations {

	/** CRLReason as far as a subscriber can know it. */
	private static final Set<Integer> REASONS = Set.of(0, 1, 3, 4, 5);

	private static final int MAX_PAGES = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Authenticator authenticator;

	private final Supplier<AcmeStore> store;

	private final LeafRevocation revocation;

	private final InstantSource clock;

	Revocations(Authenticator authenticator, Supplier<AcmeStore> store, LeafRevocation revocation,
			InstantSource clock) {
		this.authenticator = authenticator;
		this.store = store;
		this.revocation = revocation;
		this.clock = clock;
	}

	Reply revoke(Call call) {
		if (Authenticator.isByKey(call)) {
			Bearer bearer = authenticator.key(call);
			X509Certificate leaf = leaf(bearer.request());
			if (!MessageDigest.isEqual(bearer.key().encoded(), leaf.getPublicKey().getEncoded())) {
				throw ErrorType.UNAUTHORIZED.because("this is not the key of the certificate");
			}
			return revoke(leaf, issued(leaf), reason(bearer.request()));
		}
		Known known = authenticator.account(call);
		X509Certificate leaf = leaf(known.request());
		IssuedCertificate issued = issued(leaf);
		if (!issued.account().equals(known.account().id()) && !controls(known.account(), issued.names())) {
			throw ErrorType.UNAUTHORIZED
				.because("this account neither has the certificate nor showed control of all of its names");
		}
		return revoke(leaf, issued, reason(known.request()));
	}

	private Reply revoke(X509Certificate leaf, IssuedCertificate issued, int reason) {
		if (issued.revoked().isPresent()) {
			throw ErrorType.ALREADY_REVOKED.because("the certificate was revoked at " + issued.revoked().get());
		}
		try {
			Async.await(revocation.revoke(leaf, reason), PATIENCE, "revocation");
		}
		catch (RejectedException refused) {
			throw ErrorType.SERVER_INTERNAL.because(String.valueOf(refused.getMessage()), refused);
		}
		store.get().changeCertificate(issued.id(), known -> known.revokedAt(clock.instant()));
		return Reply.empty(200);
	}

	private static X509Certificate leaf(SignedRequest request) {
		byte[] der = request.content().base64("certificate");
		try {
			if (der.length <= Validator.MAX_CERTIFICATE) {
				return Pem.certificate(der);
			}
		}
		catch (CertificateException _) {
			// as one that is too large
		}
		throw ErrorType.MALFORMED.because("'certificate' is not a certificate");
	}

	private static int reason(SignedRequest request) {
		StrictJson content = request.content();
		JsonNode reason = content.node().path("reason");
		if (reason.isMissingNode()) {
			return 0;
		}
		if (!reason.isInt() || !REASONS.contains(reason.intValue())) {
			throw ErrorType.BAD_REVOCATION_REASON.because("a reason is 0, 1, 3, 4 or 5");
		}
		return reason.intValue();
	}

	private IssuedCertificate issued(X509Certificate leaf) {
		try {
			return store.get()
				.certificate(IssuedCertificate.idOf(leaf))
				.filter(known -> MessageDigest.isEqual(Digest.of(known.leaf()), Digest.of(leaf)))
				.orElseThrow(() -> ErrorType.UNAUTHORIZED.because("this certificate was not ordered here"));
		}
		catch (NullPointerException | IllegalArgumentException foreign) {
			// one without an issuer's key identifier is none of ours
			throw ErrorType.UNAUTHORIZED.because("this certificate was not ordered here", foreign);
		}
	}

	private boolean controls(Account account, List<String> names) {
		Set<String> missing = new HashSet<>(names);
		String after = "";
		for (int page = 0; page < MAX_PAGES && !missing.isEmpty(); page++) {
			List<String> orders = store.get().orders(account.id(), after);
			for (String id : orders) {
				store.get()
					.order(id)
					.filter(order -> clock.instant().isBefore(order.expires()))
					.ifPresent(order -> order.authorizations()
						.stream()
						.filter(Authorization::isValid)
						.map(Authorization::name)
						.forEach(missing::remove));
				after = id;
			}
			if (orders.isEmpty()) {
				break;
			}
		}
		return missing.isEmpty();
	}

}
