package org.web3ecosystem.trustchain.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Offer;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.spitest.transport.InMemoryNetwork;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.actuate.TrustChainActuateAutoConfiguration;
import org.web3ecosystem.trustchain.renewal.IdentityRenewal;
import org.web3ecosystem.trustchain.renewal.ServerIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerCertificateAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private Node node;

	private final Seat seat = new Seat();

	private ApplicationContextRunner runner;

	@BeforeEach
	void found() {
		node = Federation.of(1, directory).node(1);
		ComponentInitializer seats = new ComponentInitializer(new InMemoryNetwork().node(node.id()), seat,
				TrustChainAutoConfigurationTests.unused(ConsensusProvider.class),
				TrustChainAutoConfigurationTests.unused(ServiceDiscovery.class));
		runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ForeignAutoConfiguration.class, TrustChainAutoConfiguration.class,
					ServerCertificateAutoConfiguration.class, TrustChainActuateAutoConfiguration.class,
					SslAutoConfiguration.class))
			.withBean(Node.class, () -> node)
			.withBean(ComponentInitializer.class, () -> seats);
	}

	@Test
	void theBundleHasACertificateAsSoonAsOneIsIssued() {
		runner.run(context -> {
			SslBundles bundles = context.getBean(SslBundles.class);
			SslBundle first = bundles.getBundle("trustchain");
			List<SslBundle> updates = new CopyOnWriteArrayList<>();
			bundles.addBundleUpdateHandler("trustchain", updates::add);
			HealthIndicator health = context.getBean("serverCertificateHealthIndicator", HealthIndicator.class);
			assertThat(leaf(first)).isNull();
			assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);

			seat.taken((CertificateProvider) context.getBean("trustChainOffer", Offer.class).value());

			Awaitility.await().atMost(PATIENCE).until(() -> !updates.isEmpty());
			assertThat(leaf(first).getSubjectAlternativeNames()).contains(List.of(2, "node1.node.local.internal"),
					List.of(2, "localhost"));
			assertThat(updates.getLast().getStores().getKeyStore().getCertificate("trustchain")).isEqualTo(leaf(first));
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			assertThat(health.health().getDetails()).containsKeys("issuer", "notAfter");
		});
	}

	@Test
	void aSelfSignedOneIsNotShown() {
		seat.taken(new SelfIssued(node));
		runner.run(context -> {
			Awaitility.await().atMost(PATIENCE).until(() -> seat.asked > 1);

			assertThat(leaf(context.getBean(SslBundles.class).getBundle("trustchain"))).isNull();
		});
	}

	@Test
	void aServerThatRunsShowsTheNextOne() {
		runner.run(context -> {
			SslBundles bundles = context.getBean(SslBundles.class);
			NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(0);
			factory.setSsl(Ssl.forBundle("trustchain"));
			factory.setSslBundles(bundles);
			WebServer server = factory.getWebServer((request, response) -> response.setComplete());
			server.start();
			seat.taken((CertificateProvider) context.getBean("trustChainOffer", Offer.class).value());
			Awaitility.await().atMost(PATIENCE).until(() -> leaf(bundles.getBundle("trustchain")) != null);
			X509Certificate first = shownAt(server, bundles);

			context.getBean(IdentityRenewal.class).seated(CertificateProvider.class, List.of("trustchain"));

			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> !shownAt(server, bundles).getSerialNumber().equals(first.getSerialNumber()));
			server.stop();
		});
	}

	@Test
	void whoeverHasAServerIdentityOrWantsNoneHasNoBundle() {
		runner.withBean(ServerIdentity.class, ServerIdentity::new)
			.run(context -> assertThat(context.getBean(SslBundles.class).getBundleNames()).isEmpty());
		runner.withPropertyValues("web3.trustchain.ssl-bundle=false")
			.run(context -> assertThat(context).doesNotHaveBean(ServerIdentity.class)
				.doesNotHaveBean("serverCertificateHealthIndicator"));
	}

	@Test
	void whereThereIsNoNodeTheMissingStarterIsNamed() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TrustChainAutoConfiguration.class))
			.run(context -> assertThat(new NoNodeFailureAnalyzer().analyze(context.getStartupFailure()).getAction())
				.contains("org.web3ecosystem:bootstrap-spring-boot-starter"));
	}

	@Test
	void whoeverNamesABundleThatIsNotThereIsToldTheRightName() {
		runner.run(context -> {
			SslBundles bundles = context.getBean(SslBundles.class);
			assertThatExceptionOfType(NoSuchSslBundleException.class).isThrownBy(() -> bundles.getBundle("trustchian"))
				.satisfies(failure -> assertThat(new NoBundleFailureAnalyzer().analyze(failure).getAction())
					.contains("server.ssl.bundle=trustchain"));
		});
	}

	/** By a client that trusts the bundle's roots, and says which name it wants. */
	private static X509Certificate shownAt(WebServer server, SslBundles bundles)
			throws IOException, GeneralSecurityException {
		SSLContext client = SSLContext.getInstance("TLS");
		client.init(null, bundles.getBundle("trustchain").getManagers().getTrustManagers(), null);
		try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.getPort())) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName("localhost")));
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			return (X509Certificate) socket.getSession().getPeerCertificates()[0];
		}
	}

	private static X509Certificate leaf(SslBundle bundle) {
		X509ExtendedKeyManager keys = (X509ExtendedKeyManager) bundle.getManagers().getKeyManagers()[0];
		String alias = keys.chooseEngineServerAlias("EC", null, null);
		return alias == null ? null : keys.getCertificateChain(alias)[0];
	}

	/** Nobody sits there at first. */
	private static final class Seat implements CertificateProvider {

		private volatile CertificateProvider behind;

		private volatile int asked;

		void taken(CertificateProvider by) {
			behind = by;
		}

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			asked++;
			return behind == null ? CompletableFuture.failedFuture(new UnavailableException("nobody sits here"))
					: behind.certificate(request);
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return CompletableFuture.completedFuture(Verdict.unavailable("nobody sits here"));
		}

	}

	/** The root for its own key, which is as self-signed as any. */
	private record SelfIssued(Node node) implements CertificateProvider {

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return CompletableFuture.completedFuture(new CertificateChain(List.of(node.genesis().rootCertificate())));
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return CompletableFuture.completedFuture(Verdict.accepted());
		}

	}

}
