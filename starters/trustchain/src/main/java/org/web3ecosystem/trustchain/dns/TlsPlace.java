package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * DNS over TLS (RFC 7858) with the node's own server certificate, TLS 1.2 or 1.3.
 * Handshakes fail while there is none.
 *
 * @param port where it is heard, beside the one of UDP and TCP
 * @param identity what is shown; it may change at any time
 */
public record TlsPlace(int port, X509ExtendedKeyManager identity) {

	/** RFC 7858 and the registry of protocol ids. */
	private static final String ALPN = "dot";

	/** Not bound yet. */
	ServerSocket open() throws IOException {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(new KeyManager[] { identity }, null, null);
			SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
			SSLParameters parameters = listening.getSSLParameters();
			parameters.setProtocols(new String[] { "TLSv1.3", "TLSv1.2" });
			parameters.setApplicationProtocols(List.of(ALPN).toArray(String[]::new));
			listening.setSSLParameters(parameters);
			return listening;
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has TLS", impossible);
		}
	}

}
