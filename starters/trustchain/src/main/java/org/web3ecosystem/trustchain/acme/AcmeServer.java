package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.acme.challenge.Validation;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.IssuedCertificate;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;
import org.web3ecosystem.trustchain.acme.store.StoreException;
import org.web3ecosystem.trustchain.ca.Authority;

/**
 * The ACME server of one node. Each method is one of its URLs; whatever goes wrong is an
 * answer. Thread-safe. Blocks; to be called on virtual threads.
 */
public final class AcmeServer {

	/** When a client had better ask again about a renewal. */
	private static final Duration RENEWAL_POLL = Duration.ofHours(1);

	private static final Duration LATER = Duration.ofSeconds(5);

	private static final int RENEWAL_FROM = 60;

	private static final int RENEWAL_TO = 75;

	private static final Logger logger = LoggerFactory.getLogger(AcmeServer.class);

	private final Nonces nonces;

	private final ExternalAccounts external;

	private final Accounts accounts;

	private final Orders orders;

	private final Revocations revocations;

	private final Withdrawals withdrawals;

	private final Supplier<AcmeStore> store;

	private final InstantSource clock;

	/**
	 * @param zone the federation's zone
	 * @param store fails as unavailable while it is not open
	 * @param authority that issues, if it runs
	 * @param validations ways to show control of a name
	 * @param revocation that revokes
	 * @param withdrawals what is heard against what was issued
	 * @param executor virtual threads
	 */
	public AcmeServer(AcmeSettings settings, String zone, Supplier<AcmeStore> store,
			Supplier<Optional<Authority>> authority, List<Validation> validations, LeafRevocation revocation,
			Withdrawals withdrawals, InstantSource clock, Executor executor) {
		this.withdrawals = withdrawals;
		this.nonces = new Nonces(clock);
		this.store = store;
		this.clock = clock;
		this.external = new ExternalAccounts(store, clock, settings.externalAccountAlways());
		Authenticator authenticator = new Authenticator(nonces, store);
		this.accounts = new Accounts(authenticator, external, store,
				new RateLimit("new accounts of one address", settings.accountsPerHour(), clock), clock);
		Validations validating = new Validations(validations, store,
				new RateLimit("failed validations of one name", settings.failuresPerHour(), clock), clock,
				settings.validationPause(), executor);
		this.orders = new Orders(authenticator, store, new OrderableNames(zone), validating,
				new Issuance(authority, store, clock, executor),
				new RateLimit("orders of one account", settings.ordersPerHour(), clock), clock);
		this.revocations = new Revocations(authenticator, store, revocation, clock);
	}

	/** The operator's keys for new accounts. */
	public ExternalAccounts external() {
		return external;
	}

	/** A fresh nonce; every answer to a POST has one. */
	public String nonce() {
		return nonces.next();
	}

	/**
	 * The directory (RFC 8555, section 7.1.1).
	 * @param local the client is on this machine
	 */
	public Reply directory(Links links, boolean local) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("newNonce", links.newNonce());
		members.put("newAccount", links.newAccount());
		members.put("newOrder", links.newOrder());
		members.put("revokeCert", links.revokeCert());
		members.put("keyChange", links.keyChange());
		members.put("renewalInfo", links.renewalInfo());
		members.put("meta", Map.of("externalAccountRequired", external.isRequired(local)));
		return Reply.json(200, members);
	}

	public Reply newAccount(Call call) {
		return answered(() -> accounts.create(call));
	}

	public Reply account(Call call, String id) {
		return answered(() -> accounts.change(call, id));
	}

	public Reply orders(Call call, String account) {
		return answered(() -> accounts.orders(call, account));
	}

	public Reply keyChange(Call call) {
		return answered(() -> accounts.changeKey(call));
	}

	public Reply newOrder(Call call) {
		return answered(() -> orders.create(call));
	}

	public Reply order(Call call, String id) {
		return answered(() -> orders.read(call, id));
	}

	public Reply complete(Call call, String order) {
		return answered(() -> orders.complete(call, order));
	}

	public Reply authorization(Call call, String order, int index) {
		return answered(() -> orders.authorization(call, order, index));
	}

	public Reply challenge(Call call, String order, int index, String type) {
		return answered(() -> orders.challenge(call, order, index, type));
	}

	public Reply certificate(Call call, String id) {
		return answered(() -> orders.certificate(call, id));
	}

	public Reply revokeCert(Call call) {
		return answered(() -> revocations.revoke(call));
	}

	/**
	 * When a certificate had better be replaced (RFC 9773, section 4): at once, which a
	 * window that is over says, if it was revoked or its authority is tainted.
	 */
	public Reply renewalInfo(Links links, String id) {
		return answered(() -> {
			IssuedCertificate certificate = store.get()
				.certificate(id)
				.orElseThrow(() -> ErrorType.MALFORMED.because("no such certificate was ordered here"));
			Optional<String> why = withdrawals.find(certificate.certificates());
			boolean now = certificate.revoked().isPresent() || why.isPresent();
			Map<String, Object> info = new LinkedHashMap<>();
			info.put("suggestedWindow", now ? window(certificate.notBefore(), certificate.notBefore().plusSeconds(1))
					: window(certificate.renewal(RENEWAL_FROM), certificate.renewal(RENEWAL_TO)));
			why.ifPresent(path -> info.put("explanationURL", links.base() + path));
			return Reply.json(200, info).again(RENEWAL_POLL);
		});
	}

	private static Map<String, Object> window(Instant start, Instant end) {
		return Map.of("start", start.toString(), "end", end.toString());
	}

	private static Reply answered(Supplier<Reply> work) {
		try {
			return work.get();
		}
		catch (AcmeException refusal) {
			return Reply.of(refusal);
		}
		catch (UnavailableException notNow) {
			return Reply.of(AcmeException.retry(ErrorType.SERVER_INTERNAL, LATER, String.valueOf(notNow.getMessage())));
		}
		catch (StoreException failure) {
			logger.atError().setCause(failure).log("the ACME store failed");
			return Reply.of(AcmeException.retry(ErrorType.SERVER_INTERNAL, LATER, "the store of this server failed"));
		}
		catch (RuntimeException unexpected) {
			logger.atError().setCause(unexpected).log("an ACME request failed");
			return Reply.of(ErrorType.SERVER_INTERNAL.because("the log of this node says what went wrong"));
		}
	}

}
