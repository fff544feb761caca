package org.web3ecosystem.platform.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.web3ecosystem.platform.access.AccessRules;
import org.web3ecosystem.platform.audit.AuditLog;
import org.web3ecosystem.platform.audit.AuditTrail;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.CertificateRequest;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.Issuer;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.Publication;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.RootCeremony;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.path.Validator;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Who passes for the operator at the HTTPS edge: judged by the rules that run. */
class AccessFilterTests {

	private static final String ZONE = "local.internal";

	private static final Endpoints ENDPOINTS = new Endpoints(List.of("127.0.0.1"), 9292, 9392, 8053, 8080, 8443);

	/** AlgorithmIdentifier, RFC 5758. */
	private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");

	@TempDir
	private Path directory;

	private final NodeKey victim = NodeKey.generate();

	private final NodeKey liar = NodeKey.generate();

	private AccessFilter edge;

	private AuditLog log;

	private final AtomicLong nanos = new AtomicLong();

	@BeforeEach
	void found() throws IOException {
		try (RootCeremony ceremony = RootCeremony.begin("local", ZONE, Instant.now())) {
			List<org.web3ecosystem.spi.genesis.Validator> roster = new ArrayList<>();
			for (NodeKey key : List.of(victim, liar)) {
				roster.add(new org.web3ecosystem.spi.genesis.Validator("node" + (roster.size() + 1), roster.size(),
						key.publicKey().getEncoded(), ceremony.root(), ENDPOINTS, 1));
				ceremony.equip(home(key), "node" + roster.size(), key.id(), ENDPOINTS);
			}
			Genesis genesis = new Genesis(new ChainId("local-0123456789abcdef"), "local", ZONE, Instant.now(), 1,
					List.of("certificates"), roster, ceremony.root());
			Node node = new Node("node1", victim, home(victim), List.of(InetAddress.getLoopbackAddress()), ENDPOINTS,
					genesis);
			edge = new AccessFilter(node,
					new Paths(new Validator(genesis.rootCertificate(), ZONE, InstantSource.system())),
					new Problems(JsonMapper.builder().build()), new AccessRules(false), trail(),
					new AnonymousWrites(new EdgeProperties.AnonymousWrites(1, 3), nanos::get));
		}
	}

	@AfterEach
	void close() {
		log.close();
	}

	private AuditTrail trail() {
		JsonMapper json = JsonMapper.builder().build();
		log = new AuditLog("node1", directory.resolve("audit"), 1 << 20, 2, InstantSource.system(), json);
		log.start();
		return new AuditTrail(log, 10, InstantSource.system(), json);
	}

	@Test
	void twoHostsAreNone() {
		MockServerWebExchange exchange = MockServerWebExchange.from(
				MockServerHttpRequest.get("http://localhost:8080/actuator/health").header("Host", "localhost", "evil"));
		edge.filter(exchange, passed -> Mono.error(new AssertionError("passed"))).block();
		assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
	}

	@Test
	void whoIsNotKnownWritesSoOftenAndNoMore() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThat(anonymous().getResponse().getStatusCode()).as("passed").isNull();
		}

		MockServerWebExchange refused = anonymous();

		assertThat(refused.getResponse().getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
		assertThat(refused.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("1");
		assertThat(refused.getResponse().getBodyAsString().block()).contains("urn:web3:access:too-many-writes");
		assertThat(anonymous("/acme/new-account").getResponse().getBodyAsString().block())
			.contains("urn:ietf:params:acme:error:rateLimited");
		assertThat(recorded("begun")).isEqualTo(3);
		assertThat(recorded("refused")).isZero();
		nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(anonymous().getResponse().getStatusCode()).as("passed again").isNull();
	}

	private long recorded(String event) throws IOException {
		try (Stream<Path> files = Files.list(directory.resolve("audit"))) {
			long found = 0;
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				found += Files.readAllLines(file).stream().filter(line -> line.contains('"' + event + '"')).count();
			}
			return found;
		}
	}

	/** An owner's transaction from this machine. */
	private MockServerWebExchange anonymous() {
		return anonymous("/hypermesh/transactions");
	}

	private MockServerWebExchange anonymous(String path) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("https://localhost:8443" + path)
				.header("Host", "localhost:8443")
				.remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000))
				.sslInfo(new Shown(new X509Certificate[0])));
		edge.filter(exchange, passed -> Mono.empty()).block();
		return exchange;
	}

	@Test
	void theOperatorTheNodeVouchedForPasses() {
		assertThat(shown(operator(SigningRequest.forOperator(keys(), victim, ZONE, Instant.now()))))
			.isEqualTo("operator of node1");
	}

	@Test
	void anOperatorThatAnotherValidatorMadeIsAStranger() throws Exception {
		KeyPair keys = keys();
		byte[] vouched = SigningRequest.forOperator(keys, victim, ZONE, Instant.now());
		X509Certificate good = operator(vouched).getFirst();
		SigningRequest word = SigningRequest.parse(vouched);
		SigningRequest own = SigningRequest.parse(SigningRequest.forOperator(keys, liar, ZONE, Instant.now()));

		byte[] forged = replaced(good.getTBSCertificate(), word.voucher().orElseThrow().signature(),
				own.voucher().orElseThrow().signature());
		byte[] ofAnother = replaced(forged, victim.publicKey().getEncoded(), liar.publicKey().getEncoded());

		assertThat(shown(signed(forged))).isEqualTo("403 FORBIDDEN");
		assertThat(shown(signed(ofAnother))).isEqualTo("403 FORBIDDEN");
		assertThat(shown(signed(good.getTBSCertificate()))).as("signed like that it is the good one again")
			.isEqualTo("operator of node1");
	}

	/** Who the handler is told it is, or what the edge answers. */
	private String shown(List<X509Certificate> chain) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("https://localhost:8443/trustchain/tokens")
				.header("Host", "localhost:8443")
				.sslInfo(new Shown(chain.toArray(X509Certificate[]::new))));
		List<String> told = new ArrayList<>();
		edge.filter(exchange,
				passed -> passed.getPrincipal().doOnNext(principal -> told.add(principal.getName())).then(Mono.empty()))
			.block();
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		return told.isEmpty() ? String.valueOf(status) : told.getFirst();
	}

	/**
	 * What the second validator's authority makes of a request for the first's operator.
	 */
	private List<X509Certificate> operator(byte[] csr) {
		Path files = home(liar).resolve("trustchain");
		try (TransparencyLog log = TransparencyLog.open(files.resolve("log"), "node2/log")) {
			Authority authority = new Authority(Issuer.load(files, RootCeremony.NODE_CA),
					Issuer.load(files, RootCeremony.SERVER_CA), "local", ZONE,
					new Publication("http://127.0.0.1:8180/trustchain"), log, Duration.ofHours(1),
					InstantSource.system(), logged -> {
					});
			return authority
				.issue(new Order(SigningRequest.parse(csr), Purpose.OPERATOR, victim.id(), "node1", List.of()))
				.toCompletableFuture()
				.join()
				.certificates();
		}
	}

	/** A certificate of this content, signed by the second validator's intermediate. */
	private List<X509Certificate> signed(byte[] content) throws Exception {
		Path files = home(liar).resolve("trustchain");
		Signature signer = Signature.getInstance("SHA256withECDSA");
		signer.initSign(KeyFactory.getInstance("EC")
			.generatePrivate(new PKCS8EncodedKeySpec(read(files.resolve("node-ca.key"), "PRIVATE KEY"))));
		signer.update(content);
		byte[] signature = signer.sign();
		ByteBuffer body = ByteBuffer.allocate(content.length + ECDSA_WITH_SHA256.length + 3 + signature.length)
			.put(content)
			.put(ECDSA_WITH_SHA256)
			.put((byte) 3)
			.put((byte) (signature.length + 1))
			.put((byte) 0)
			.put(signature);
		ByteBuffer certificate = ByteBuffer.allocate(4 + body.capacity())
			.put((byte) 0x30)
			.put((byte) 0x82)
			.putShort((short) body.capacity())
			.put(body.flip());
		return List.of(Pem.certificate(certificate.array()),
				Pem.certificate(read(files.resolve("node-ca.pem"), "CERTIFICATE")));
	}

	private static byte[] replaced(byte[] content, byte[] part, byte[] by) {
		byte[] changed = content.clone();
		for (int at = 0; at + part.length <= content.length; at++) {
			if (Arrays.equals(content, at, at + part.length, part, 0, part.length)) {
				System.arraycopy(by, 0, changed, at, by.length);
				return changed;
			}
		}
		throw new IllegalArgumentException("not in there");
	}

	private Path home(NodeKey key) {
		return directory.resolve(key.id().brief());
	}

	private static byte[] read(Path file, String label) throws IOException {
		return Pem.decode(label, Files.readString(file)).getFirst();
	}

	private static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private record Shown(X509Certificate[] certificates) implements SslInfo {

		@Override
		public String getSessionId() {
			return "1";
		}

		@Override
		public X509Certificate[] getPeerCertificates() {
			return certificates;
		}

	}

	/** Judges by path and issues nothing. */
	private record Paths(Validator validator) implements CertificateProvider {

		@Override
		public CompletionStage<CertificateChain> certificate(CertificateRequest request) {
			return CompletableFuture.failedFuture(new UnsupportedOperationException());
		}

		@Override
		public CompletionStage<Verdict> validate(CertificateChain chain, Purpose purpose, NodeId subject) {
			return CompletableFuture.completedFuture(validator.validate(chain, purpose, subject));
		}

	}

}
