package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.trustchain.acme.jose.AccountKey;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest.Signer;
import org.web3ecosystem.trustchain.acme.jose.StrictJson;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;

/**
 * Keys that the operator gives out, each for one account (RFC 8555, section 7.3.4).
 * Whoever has one may make an account from any machine.
 */
public final class ExternalAccounts {

	/** How long one may wait to be used. */
	public static final Duration LIFE = Duration.ofDays(7);

	private static final int SECRET = 32;

	private final Supplier<AcmeStore> store;

	private final InstantSource clock;

	private final boolean always;

	ExternalAccounts(Supplier<AcmeStore> store, InstantSource clock, boolean always) {
		this.store = store;
		this.clock = clock;
		this.always = always;
	}

	/** Makes a key. It is shown to the operator once. */
	public ExternalKey create() {
		ExternalKey key = new ExternalKey(RandomText.of(12), RandomText.octets(SECRET), clock.instant().plus(LIFE),
				Optional.empty());
		store.get().add(key);
		return key;
	}

	/** Whether a client at this place must be bound. */
	boolean isRequired(boolean local) {
		return always || !local;
	}

	/**
	 * The name of the key that a new account is bound to. It is spent only when the
	 * account is stored.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException
	 * externalAccountRequired, unauthorized or malformed
	 */
	Optional<String> binding(Call call, AccountKey account, StrictJson content) {
		if (!content.has(Accounts.BINDING)) {
			if (isRequired(call.isLocal())) {
				throw ErrorType.EXTERNAL_ACCOUNT_REQUIRED
					.because("an account needs a key of this node's operator (external account binding): ask for one");
			}
			return Optional.empty();
		}
		SignedRequest inner = SignedRequest.of(content.object(Accounts.BINDING));
		if (!(inner.signer() instanceof Signer.Known(String kid)) || inner.nonce().isPresent()) {
			throw ErrorType.MALFORMED.because("the binding has 'kid', and neither 'jwk' nor 'nonce'");
		}
		if (!inner.url().equals(call.url())) {
			throw ErrorType.MALFORMED.because("the binding is for another URL");
		}
		ExternalKey key = store.get()
			.externalKey(kid)
			.filter(known -> known.account().isEmpty() && clock.instant().isBefore(known.expires()))
			.orElseThrow(ExternalAccounts::unknown);
		if (!inner.verifies(key.secret())) {
			throw unknown();
		}
		if (!AccountKey.parse(inner.content().toString()).equals(account)) {
			throw ErrorType.MALFORMED.because("the binding is of another account key");
		}
		return Optional.of(kid);
	}

	/** Which of the reasons it is tells nobody whether he guessed a name. */
	private static RuntimeException unknown() {
		return ErrorType.UNAUTHORIZED
			.because("the key of the external account is unknown, used, over, or did not make this code");
	}

}
