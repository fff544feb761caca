package org.web3ecosystem.trustchain.autoconfigure;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import org.web3ecosystem.trustchain.renewal.IssuedIdentity;
import org.web3ecosystem.trustchain.renewal.ServerIdentity;

/**
 * The bundle {@value #NAME}. Its key manager shows what is issued later too, so that a
 * server which never asks for the bundle again has the next certificate; its stores are
 * those of now, for servers that are told of updates and read stores.
 */
final class IdentityBundle {

	static final String NAME = "trustchain";

	/** A key store in memory is nobody's to open but this process's. */
	private static final char[] NO_PASSWORD = {};

	private IdentityBundle() {
	}

	/**
	 * @param roots who may have issued what a peer shows
	 */
	static SslBundle of(ServerIdentity identity, List<X509Certificate> roots) {
		try {
			KeyStore trust = trusted(roots);
			TrustManagerFactory judges = TrustManagerFactory.getInstance("PKIX");
			judges.init(trust);
			return SslBundle.of(SslStoreBundle.of(shown(identity), "", trust), SslBundleKey.NONE, SslOptions.NONE,
					SslBundle.DEFAULT_PROTOCOL, SslManagerBundle.of(new Following(identity), judges));
		}
		catch (GeneralSecurityException | IOException impossible) {
			throw new IllegalStateException("every JDK has PKCS #12 in memory", impossible);
		}
	}

	private static KeyStore shown(ServerIdentity identity) throws GeneralSecurityException, IOException {
		KeyStore store = empty();
		IssuedIdentity now = identity.shown().orElse(null);
		if (now != null) {
			store.setKeyEntry(NAME, now.key(), NO_PASSWORD, now.chain().certificates().toArray(X509Certificate[]::new));
		}
		return store;
	}

	private static KeyStore trusted(List<X509Certificate> roots) throws GeneralSecurityException, IOException {
		KeyStore store = empty();
		for (X509Certificate root : roots) {
			store.setCertificateEntry("root-" + store.size(), root);
		}
		return store;
	}

	private static KeyStore empty() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, NO_PASSWORD);
		return store;
	}

	/** Gives one key manager, which needs no store. */
	private static final class Following extends KeyManagerFactory {

		Following(ServerIdentity identity) throws GeneralSecurityException {
			super(new Given(identity), KeyManagerFactory.getInstance("PKIX").getProvider(), "PKIX");
		}

	}

	private static final class Given extends KeyManagerFactorySpi {

		private final ServerIdentity identity;

		Given(ServerIdentity identity) {
			this.identity = identity;
		}

		@Override
		protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
			// it follows the identity and no store
		}

		@Override
		protected void engineInit(@Nullable ManagerFactoryParameters parameters) {
			// nor what is in parameters
		}

		@Override
		protected KeyManager[] engineGetKeyManagers() {
			return new KeyManager[] { identity };
		}

	}

}
