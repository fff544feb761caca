package org.web3ecosystem.trustchain.acme.challenge;

import java.net.Socket;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts nobody less than anybody: a certificate of tls-alpn-01 is self-signed by design,
 * nothing is sent to who shows it, and {@link TlsAlpnValidation} judges it afterwards.
 */
final class AnyCertificate extends X509ExtendedTrustManager {

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type) {
		// judged after the handshake
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
		// judged after the handshake
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
		// judged after the handshake
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String type) {
		throw new IllegalStateException("this is never a server");
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
		throw new IllegalStateException("this is never a server");
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
		throw new IllegalStateException("this is never a server");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}
