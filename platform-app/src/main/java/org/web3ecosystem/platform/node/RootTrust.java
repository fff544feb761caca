package org.web3ecosystem.platform.node;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.spi.genesis.Genesis;

/** TLS of a client that trusts the root of one federation and nothing else. */
public final class RootTrust {

	private RootTrust() {
	}

	/**
	 * @param shown with what the client identifies itself; null for nothing
	 */
	public static SSLContext tls(Genesis genesis, KeyManager @Nullable [] shown)
			throws GeneralSecurityException, IOException {
		KeyStore anchors = KeyStore.getInstance("PKCS12");
		anchors.load(null, null);
		anchors.setCertificateEntry("root", genesis.rootCertificate());
		TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
		trusted.init(anchors);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(shown, trusted.getTrustManagers(), null);
		return context;
	}

}
