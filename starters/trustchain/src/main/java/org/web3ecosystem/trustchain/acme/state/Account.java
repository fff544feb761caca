package org.web3ecosystem.trustchain.acme.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.web3ecosystem.trustchain.acme.jose.AccountKey;

/**
 * An account (RFC 8555, section 7.1.2).
 *
 * @param id part of its URL
 * @param key its public key, a JWK
 * @param contacts as URLs
 * @param status whether it may ask for anything
 * @param created when it was made
 * @param externalKey name of the operator's key that it is bound to
 * @param externalBinding the proof of that, as its client sent it: a JWS in JSON
 */
public record Account(String id, String key, List<String> contacts, Status status, Instant created,
		Optional<String> externalKey, Optional<String> externalBinding) {

	/** Whether an account may ask for anything. Nobody comes back from deactivated. */
	public enum Status {

		/** It may. */
		VALID,
		/** Its owner gave it up. */
		DEACTIVATED

	}

	public Account {
		contacts = List.copyOf(contacts);
	}

	/** Its public key, parsed. */
	public AccountKey accountKey() {
		return AccountKey.parse(key);
	}

	/** By which it is found. */
	public String thumbprint() {
		return accountKey().thumbprint();
	}

	/** The same with other contacts. */
	public Account with(List<String> others) {
		return new Account(id, key, others, status, created, externalKey, externalBinding);
	}

	/** The same under another key (RFC 8555, section 7.3.5). */
	public Account with(AccountKey other) {
		return new Account(id, other.json(), contacts, status, created, externalKey, externalBinding);
	}

	/** Given up. */
	public Account deactivated() {
		return new Account(id, key, contacts, Status.DEACTIVATED, created, externalKey, externalBinding);
	}

}
