package org.web3ecosystem.stoq.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Shows one key and its chain to whoever asks for a key of this kind. From a bare key,
 * Netty would make a PKCS#12 store in memory and encrypt it with ten thousand rounds.
 */
final class OneKey extends X509ExtendedKeyManager {

	private static final String ALIAS = "identity";

	private final PrivateKey key;

	private final X509Certificate[] chain;

	OneKey(PrivateKey key, X509Certificate... chain) {
		this.key = key;
		this.chain = chain.clone();
	}

	private @Nullable String alias(String... keyTypes) {
		for (String keyType : keyTypes) {
			if (keyType.equals(key.getAlgorithm())) {
				return ALIAS;
			}
		}
		return null;
	}

	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
		return alias(keyType);
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
			SSLEngine engine) {
		return alias(keyTypes);
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
		return alias(keyType);
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
		return alias(keyTypes);
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		return alias(keyType) == null ? null : new String[] { ALIAS };
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return getServerAliases(keyType, issuers);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return ALIAS.equals(alias) ? chain.clone() : null;
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return ALIAS.equals(alias) ? key : null;
	}

}
