package org.web3ecosystem.platform.edge;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * The certificate that the HTTPS port shows, exchanged while the port stays open. New
 * handshakes see the new one; before there is one, handshakes fail.
 */
final class ServerIdentity extends X509ExtendedKeyManager {

	private final AtomicReference<@Nullable IssuedIdentity> shown = new AtomicReference<>();

	void show(IssuedIdentity next) {
		shown.set(next);
	}

	Optional<IssuedIdentity> shown() {
		return Optional.ofNullable(shown.get());
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
		return shown().filter(identity -> alias(identity).equals(alias))
			.map(identity -> identity.chain().certificates().toArray(X509Certificate[]::new))
			.orElse(null);
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return shown().filter(identity -> alias(identity).equals(alias)).map(IssuedIdentity::key).orElse(null);
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
