package org.web3ecosystem.trustchain.bundle;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets a bundle's rules judge the server, within the handshake. */
final class JudgedServer extends X509ExtendedTrustManager {

	private final Function<List<X509Certificate>, Optional<String>> judge;

	JudgedServer(Function<List<X509Certificate>, Optional<String>> judge) {
		this.judge = judge;
	}

	private void check(X509Certificate[] chain) throws CertificateException {
		Optional<String> fault = judge.apply(List.of(chain));
		if (fault.isPresent()) {
			throw new CertificateException(fault.get());
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
		check(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
		check(chain);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
		check(chain);
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
