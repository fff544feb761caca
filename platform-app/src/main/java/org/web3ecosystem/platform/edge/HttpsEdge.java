package org.web3ecosystem.platform.edge;

import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.trustchain.renewal.IdentityRenewal;
import org.web3ecosystem.trustchain.renewal.ServerIdentity;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/**
 * A second server over the same handlers, with TLS. A client may show a certificate; one
 * that does not lead to the federation's root ends the handshake.
 */
final class HttpsEdge implements SmartLifecycle {

	private final Node node;

	private final HttpHandler handler;

	private final ReactorResourceFactory resources;

	private final ServerIdentity identity;

	private final IdentityRenewal renewal;

	private final HttpLimits limits;

	private volatile @Nullable WebPorts ports;

	HttpsEdge(Node node, HttpHandler handler, ReactorResourceFactory resources, ServerIdentity identity,
			IdentityRenewal renewal, HttpLimits limits) {
		this.node = node;
		this.handler = handler;
		this.resources = resources;
		this.identity = identity;
		this.renewal = renewal;
		this.limits = limits;
	}

	@Override
	public void start() {
		SslContext tls = tls();
		ports = WebPorts.bind(limits.apply(HttpServer.create())
			.runOn(resources.getLoopResources())
			.protocol(HttpProtocol.HTTP11, HttpProtocol.H2)
			.childObserve(new EarlyAnswers())
			.secure(specification -> specification.sslContext(tls))
			.handle(new ReactorHttpHandlerAdapter(handler)), node.bind(), node.endpoints().https());
		renewal.start();
	}

	@Override
	public void stop() {
		renewal.close();
		WebPorts open = ports;
		if (open != null) {
			open.close();
			ports = null;
		}
	}

	@Override
	public boolean isRunning() {
		return ports != null;
	}

	private SslContext tls() {
		try {
			return SslContextBuilder.forServer(identity)
				.sslProvider(SslProvider.JDK)
				.protocols("TLSv1.3", "TLSv1.2")
				.trustManager(anchoredIn(node))
				.clientAuth(ClientAuth.OPTIONAL)
				.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
						SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT,
						ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1))
				.build();
		}
		catch (SSLException | GeneralSecurityException failure) {
			throw new IllegalStateException("HTTPS cannot be set up", failure);
		}
	}

	private static TrustManager anchoredIn(Node node) throws GeneralSecurityException {
		KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
		try {
			anchors.load(null, null);
		}
		catch (java.io.IOException impossible) {
			throw new IllegalStateException("an empty key store needs no input", impossible);
		}
		anchors.setCertificateEntry("root", node.genesis().rootCertificate());
		TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
		factory.init(anchors);
		return factory.getTrustManagers()[0];
	}

}
