package org.web3ecosystem.trustchain.acme;

import java.util.Optional;
import java.util.function.Supplier;

import org.web3ecosystem.trustchain.acme.jose.AccountKey;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest.Signer;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.state.Account;
import org.web3ecosystem.trustchain.acme.store.AcmeStore;

/**
 * Whose a request is (RFC 8555, sections 6.2 to 6.5). In this order: form, URL, key,
 * signature, nonce; so that a nonce is used up only by who signed with it.
 */
final class Authenticator {

	private final Nonces nonces;

	private final Supplier<AcmeStore> store;

	Authenticator(Nonces nonces, Supplier<AcmeStore> store) {
		this.nonces = nonces;
		this.store = store;
	}

	/**
	 * A request of an account.
	 *
	 * @param account as it was when it asked
	 * @param request verified
	 */
	record Known(Account account, SignedRequest request) {
	}

	/**
	 * A request of the holder of a key.
	 *
	 * @param key that signed it
	 * @param request verified
	 */
	record Bearer(AccountKey key, SignedRequest request) {
	}

	/**
	 * The account that sent this.
	 * @throws org.web3ecosystem.trustchain.acme.problem.AcmeException malformed,
	 * accountDoesNotExist, unauthorized, badNonce
	 */
	Known account(Call call) {
		SignedRequest request = read(call);
		if (!(request.signer() instanceof Signer.Known(String kid))) {
			throw ErrorType.MALFORMED.because("this is signed by an account, with its URL as 'kid'");
		}
		return account(call, request, kid);
	}

	/** The key that signed this, which need not be known. */
	Bearer key(Call call) {
		SignedRequest request = read(call);
		if (!(request.signer() instanceof Signer.Key(AccountKey key))) {
			throw ErrorType.MALFORMED.because("this is signed by a key that is in it as 'jwk'");
		}
		verify(request, key);
		return new Bearer(key, request);
	}

	/** Whether this says to be by a key rather than by an account. */
	static boolean isByKey(Call call) {
		return SignedRequest.parse(call.body()).signer() instanceof Signer.Key;
	}

	private static SignedRequest read(Call call) {
		SignedRequest request = SignedRequest.parse(call.body());
		// RFC 8555, section 6.4
		if (!request.url().equals(call.url())) {
			throw ErrorType.UNAUTHORIZED.because("this was signed for another URL: '" + request.url() + "'");
		}
		return request;
	}

	private Known account(Call call, SignedRequest request, String kid) {
		String prefix = call.links().account("");
		Account account = (kid.startsWith(prefix) ? store.get().account(kid.substring(prefix.length()))
				: Optional.<Account>empty())
			.orElseThrow(() -> ErrorType.ACCOUNT_DOES_NOT_EXIST.because("there is no account '" + kid + "'"));
		verify(request, account.accountKey());
		if (account.status() != Account.Status.VALID) {
			throw ErrorType.UNAUTHORIZED.because("this account was deactivated");
		}
		return new Known(account, request);
	}

	private void verify(SignedRequest request, AccountKey key) {
		request.verify(key);
		nonces.use(request.nonce().orElseThrow(() -> ErrorType.BAD_NONCE.because("a request has a nonce")));
	}

}
