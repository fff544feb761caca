package org.web3ecosystem.trustchain.acme.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that the operator gives to somebody who may make an account (RFC 8555, section
 * 7.3.4). It serves once.
 *
 * @param id its name
 * @param secret 32 random bytes
 * @param expires until when it may be used
 * @param account whose account it is bound to
 */
public record ExternalKey(String id, byte[] secret, Instant expires, Optional<String> account) {

	public ExternalKey {
		secret = secret.clone();
	}

	@Override
	public byte[] secret() {
		return secret.clone();
	}

	/** Spent on this account. */
	public ExternalKey spentOn(String id) {
		return new ExternalKey(this.id, secret, expires, Optional.of(id));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ExternalKey that && id.equals(that.id)
				&& java.security.MessageDigest.isEqual(secret, that.secret) && expires.equals(that.expires)
				&& account.equals(that.account);
	}

	@Override
	public int hashCode() {
		return id.hashCode();
	}

	@Override
	public String toString() {
		return "ExternalKey[" + id + "]";
	}

}
