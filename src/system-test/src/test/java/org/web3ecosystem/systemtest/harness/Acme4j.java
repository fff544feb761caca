package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;

import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The ACME library acme4j, as a client that trusts the federation's root alone. */
public final class Acme4j extends GenericAcmeProvider {

	private final SSLContext tls;

	private Acme4j(SSLContext tls) {
		this.tls = tls;
	}

	/** A session with a node's server. */
	public static Session session(TestNode node, Path root) throws GeneralSecurityException, IOException {
		return new Session(node.https("/acme/directory"), new Acme4j(Operator.tls(root, null)));
	}

	@Override
	protected HttpConnector createHttpConnector(NetworkSettings settings) {
		return new HttpConnector(settings) {

			@Override
			public HttpClient.Builder createClientBuilder() {
				return super.createClientBuilder().sslContext(tls);
			}

		};
	}

}
