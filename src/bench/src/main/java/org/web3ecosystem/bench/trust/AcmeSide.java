package org.web3ecosystem.bench.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;

import org.web3ecosystem.bootstrap.signature.Signatures;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.ComponentInitializer;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.health.Component;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.node.IssuingDesk;

/**
 * The component {@code trustchain} with its ACME server in a process of its own, without
 * transport and ledger, which take processor time whether anything is ordered or not. Its
 * name server says that every name is at 127.0.0.1. Says {@code ready} when it listens,
 * and ends with its input.
 */
final class AcmeSide {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private AcmeSide() {
	}

	/** Directory, and ports: HTTPS, DNS, and where http-01 is looked for. */
	public static void main(String[] arguments) throws Exception {
		Signatures.prefer(Optional.empty());
		Path directory = Path.of(arguments[0]);
		int https = Integer.parseInt(arguments[1]);
		Node node = found(directory, https, Integer.parseInt(arguments[2]));
		try (AnnotationConfigReactiveWebApplicationContext context = context(node, arguments[3])) {
			Component trustchain = context.getBean(Component.class);
			trustchain.start().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			SslContext tls = certify(context.getBean(IssuingDesk.class), node, directory);
			RouterFunction<?> routes = context.getBean("acmeRoutes", RouterFunction.class);
			HttpServer.create()
				.host("127.0.0.1")
				.port(https)
				.secure(spec -> spec.sslContext(tls))
				.handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
				.bindNow(PATIENCE);
			System.out.println("ready");
			while (System.in.read() >= 0) {
				// until whoever started this is gone
			}
			trustchain.close();
		}
		System.exit(0);
	}

	private static Node found(Path directory, int https, int dns) throws IOException {
		NodeKey key = NodeKey.generate();
		Path home = directory.resolve("node1");
		Instant now = Instant.now();
		Endpoints endpoints = new Endpoints(List.of("127.0.0.1"), 1, 2, dns, 4, https);
		try (RootCeremony ceremony = RootCeremony.begin("bench", Trust.ZONE, now)) {
			ceremony.equip(home, "node1", key.id(), endpoints);
			ceremony.writeRoot(directory.resolve("root.pem"));
			Validator validator = new Validator("node1", 0, key.publicKey().getEncoded(), ceremony.root(), endpoints,
					1);
			Genesis genesis = new Genesis(new ChainId("bench-0123456789abcdef"), "bench", Trust.ZONE, now,
					Genesis.PROTOCOL_VERSION, List.of("certificates"), List.of(validator), ceremony.root());
			return new Node("node1", key, home, List.of(InetAddress.getByName("127.0.0.1")), endpoints, genesis);
		}
	}

	private static AnnotationConfigReactiveWebApplicationContext context(Node node, String httpPort) {
		AnnotationConfigReactiveWebApplicationContext context = new AnnotationConfigReactiveWebApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("bench",
					Map.of("web3.trustchain.acme.http-port", httpPort, "web3.trustchain.acme.orders-per-hour", "100000",
							"web3.trustchain.acme.accounts-per-hour", "100000", "web3.node.rest", "true",
							"web3.trustchain.ssl-bundle", "false")));
		context.registerBean(Node.class, () -> node);
		context.registerBean(ComponentInitializer.class,
				() -> new ComponentInitializer(new Nobody(), new Nobody(), new Nobody(), new Nobody()));
		context.register(ofTrustChain());
		context.refresh();
		return context;
	}

	/** All that the starter wires, and nothing of the others on the class path. */
	private static Class<?>[] ofTrustChain() {
		return ImportCandidates.load(AutoConfiguration.class, AcmeSide.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter(name -> name.startsWith("org.web3ecosystem.trustchain."))
			.map(name -> ClassUtils.resolveClassName(name, AcmeSide.class.getClassLoader()))
			.toArray(Class<?>[]::new);
	}

	/** A certificate for localhost, for this server and for its peer. */
	private static SslContext certify(IssuingDesk desk, Node node, Path directory) throws Exception {
		KeyPair keys = Trust.keys();
		SigningRequest request = SigningRequest.parse(SigningRequest.create(keys, List.of()));
		CertificateChain chain = desk.authority()
			.orElseThrow()
			.issue(new Order(request, Purpose.SERVER, node.id(), "node1", List.of("localhost", "127.0.0.1")))
			.toCompletableFuture()
			.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Files.writeString(directory.resolve("server.pem"), Pem.encode(chain.certificates()));
		Files.writeString(directory.resolve("server.key"), Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded()));
		return SslContextBuilder.forServer(keys.getPrivate(), chain.certificates().toArray(X509Certificate[]::new))
			.sslProvider(SslProvider.JDK)
			.build();
	}

	/** Who sits where nobody is needed, and who knows where every name is. */
	private static final class Nobody
			implements TransportProvider, CertificateProvider, ConsensusProvider, ServiceDiscovery {

		@Override
		public CompletionStage<Resolution> resolve(Name name) {
			return CompletableFuture.completedFuture(
					new Resolution.Found(List.of(new ResourceRecord.Address(InetAddress.ofLiteral("127.0.0.1"))),
							Duration.ofMinutes(1), false, "bench"));
		}

		@Override
		public CompletionStage<Void> register(ServiceRegistration registration) {
			return nobody();
		}

		@Override
		public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
			return nobody();
		}

		@Override
		public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
			return nobody();
		}

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return nobody();
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return nobody();
		}

		@Override
		public CompletionStage<ProofBundle> prove(Operation operation) {
			return nobody();
		}

		@Override
		public CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover) {
			return nobody();
		}

		private static <T> CompletionStage<T> nobody() {
			return CompletableFuture.failedFuture(new UnavailableException("nobody sits here"));
		}

	}

}
