package org.web3ecosystem.stoq.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import io.netty.handler.ssl.OpenSslCertificateException;

import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * What TLS itself asks of a certificate: that it is one to four of bounded size with an
 * EC key. It runs on the event loop, so it is cheap; whether the certificate is
 * <em>trusted</em> is judged at HELLO, before anything else is processed.
 */
final class StructuralTrust extends X509ExtendedTrustManager {

	private static final int MAX_BYTES = 16 << 10;

	/** X509_V_ERR_CERT_REJECTED, becomes the TLS alert bad_certificate. */
	private static final int CERT_REJECTED = 28;

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		check(chain);
		FullHandshake.seen(engine);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		check(chain);
		FullHandshake.seen(engine);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		check(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		check(chain);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		check(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		check(chain);
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

	private static void check(X509Certificate[] chain) throws CertificateException {
		if (chain.length == 0 || chain.length > CertificateChain.MAX_LENGTH) {
			throw refused("a chain of " + chain.length + " certificates");
		}
		int bytes = 0;
		for (X509Certificate certificate : chain) {
			bytes += certificate.getEncoded().length;
		}
		if (bytes > MAX_BYTES) {
			throw refused("a chain of " + bytes + " bytes");
		}
		if (!(chain[0].getPublicKey() instanceof ECPublicKey)) {
			throw refused("a leaf with a " + chain[0].getPublicKey().getAlgorithm() + " key");
		}
	}

	private static CertificateException refused(String what) {
		return new OpenSslCertificateException(what + " is not accepted", CERT_REJECTED);
	}

}
