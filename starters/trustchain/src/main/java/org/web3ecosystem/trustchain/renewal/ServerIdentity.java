package org.web3ecosystem.trustchain.renewal;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * The certificate that a TLS server shows, exchanged while its port stays open. New
 * handshakes see the new one; before there is one, handshakes fail. A handshake that is
 * under way at the exchange ends with the one it began with.
 */
public final class ServerIdentity extends X509ExtendedKeyManager {

	/** The one that is shown, and before it the one that was. */
	private volatile List<IssuedIdentity> identities = List.of();

	/** From now on this one is shown. */
	public synchronized void show(IssuedIdentity next) {
		identities = identities.isEmpty() ? List.of(next) : List.of(identities.getLast(), next);
	}

	/** What is shown, if there is anything yet. */
	public Optional<IssuedIdentity> shown() {
		List<IssuedIdentity> all = identities;
		return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
	}

	private Optional<IssuedIdentity> named(String alias) {
		return identities.stream().filter(identity -> alias(identity).equals(alias)).findFirst();
	}

	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
		return alias(keyType);
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
		return alias(keyType);
	}

	/**
	 * The alias is the serial number, so that key and chain of one handshake are of one
	 * identity even if it changes between the two calls.
	 */
	private @Nullable String alias(String keyType) {
		return shown().filter(identity -> keyType.startsWith("EC")).map(ServerIdentity::alias).orElse(null);
	}

	private static String alias(IssuedIdentity identity) {
		return identity.chain().leaf().getSerialNumber().toString(16);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return named(alias).map(identity -> identity.chain().certificates().toArray(X509Certificate[]::new))
			.orElse(null);
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return named(alias).map(IssuedIdentity::key).orElse(null);
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		String alias = alias(keyType);
		return alias == null ? null : new String[] { alias };
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return null;
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
		return null;
	}

}
