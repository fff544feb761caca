package org.web3ecosystem.trustchain.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ca.TestAuthority;

/** Where a foreign federation shows its bundle; everything of it can be changed. */
public final class BundleServer implements AutoCloseable {

	private final HttpsServer server;

	private final AtomicInteger requests = new AtomicInteger();

	private volatile CertificateChain chain;

	private volatile PrivateKey key;

	private volatile int status = 200;

	private volatile byte[] document = new byte[0];

	BundleServer(TestAuthority authority, TrustBundle bundle) {
		show(authority);
		show(bundle.toJson());
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(new KeyManager[] { new Shown() }, null, null);
			server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.setHttpsConfigurator(new HttpsConfigurator(context));
			server.createContext("/trustchain/bundle", exchange -> {
				requests.incrementAndGet();
				try (exchange) {
					byte[] body = document;
					exchange.getResponseHeaders().set("Location", "https://127.0.0.1:" + port() + "/elsewhere");
					exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
					exchange.getResponseBody().write(body);
				}
			});
			server.start();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** It shows another server certificate from now on. */
	public void show(TestAuthority authority) {
		KeyPair keys = TestAuthority.keys();
		chain = authority.issue(keys, Purpose.SERVER, authority.node().id(), authority.node().name(), "localhost",
				"127.0.0.1");
		key = keys.getPrivate();
	}

	/** The chain without what is behind its first certificates. */
	void showOnly(int certificates) {
		chain = new CertificateChain(chain.certificates().subList(0, certificates));
	}

	public void show(String text) {
		document = text.getBytes(StandardCharsets.UTF_8);
	}

	void answer(int with) {
		status = with;
	}

	/** How often it was asked, after a handshake. */
	int requests() {
		return requests.get();
	}

	int port() {
		return server.getAddress().getPort();
	}

	public String url() {
		return "https://127.0.0.1:" + port() + "/trustchain/bundle";
	}

	@Override
	public void close() {
		server.stop(0);
	}

	private final class Shown extends X509ExtendedKeyManager {

		@Override
		public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
			return "it";
		}

		@Override
		public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
			return "it";
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return chain.certificates().toArray(X509Certificate[]::new);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return key;
		}

		@Override
		public String[] getServerAliases(String type, Principal[] issuers) {
			return new String[] { "it" };
		}

		@Override
		public String[] getClientAliases(String type, Principal[] issuers) {
			return new String[0];
		}

		@Override
		public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
			throw new IllegalStateException("this is a server");
		}

	}

}
