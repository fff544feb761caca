package org.web3ecosystem.trustchain.autoconfigure;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.trustchain.revocation.RevocationDesk;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestLedger;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.rotation.Intermediates;
import org.web3ecosystem.trustchain.rotation.Tainter;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import java.time.Instant;
import java.util.Arrays;
import org.web3ecosystem.trustchain.ledger.RevokedLeaves;
import org.web3ecosystem.trustchain.ledger.CertificateCommand.Issued;
import org.web3ecosystem.trustchain.ca.Publication;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.X509CertificateHolder;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.CertificateFactory;
import java.nio.charset.StandardCharsets;
import java.net.URLEncoder;
import java.net.URI;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.bundle.OwnBundle;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.join.JoinToken;
import org.web3ecosystem.trustchain.join.Tokens;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.offer.Issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoutesTests {

	private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;

	@TempDir
	private Path directory;

	private final TrustChainThreads threads = new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());

	private IssuingDesk desk;

	private Node node;

	private TestLedger ledger;

	private RevokedLeaves revoked;

	private TestAuthority authority;

	private Federation federation;

	private WebTestClient anyone;

	private WebTestClient operator;

	@BeforeEach
	void open() {
		federation = Federation.of(1, directory);
		node = federation.node(1);
		ledger = new TestLedger(federation.genesis());
		revoked = new RevokedLeaves(federation.genesis().validators(), ledger.of(node.id()), InstantSource.system(),
				() -> {
				});
		TaintedAuthorities tainted = TestTaints.of(node.genesis(), ledger, node.id(), node.home(),
				InstantSource.system());
		Validator validator = new Validator(node.genesis().rootCertificate(), Federation.ZONE, InstantSource.system());
		Intermediates intermediates = new Intermediates(node.home().resolve("trustchain"), node.id(), validator,
				tainted, KeyCustody.OPEN, InstantSource.system());
		desk = new IssuingDesk(node, Duration.ofHours(24), intermediates, tainted,
				new CertificateLedger(Optional::empty), InstantSource.system(), RandomGenerator.getDefault());
		Tainter tainter = new Tainter(node.id(), ledger.of(node.id()), new AgreeingSeat(), tainted);
		Issuing issuing = desk.current().orElseThrow();
		authority = TestAuthority.of(node, issuing.authority(), issuing.log());
		Tokens tokens = new Tokens(node.home().resolve("trustchain/tokens"), InstantSource.system());
		RevocationDesk revocation = RevocationDesk.of(node, ledger.of(node.id()), revoked, desk::current,
				desk::distrustKeyOf, InstantSource.system());
		RouterFunction<ServerResponse> routes = new LogRoutes(desk, note -> note + "— witness AAAAAAAA\n",
				() -> "witness+00000000+AAAA", threads)
			.routes()
			.and(new OperatorRoutes(node, desk, tokens, threads).routes())
			.and(new StatusRoutes(desk, revocation, threads).routes())
			.and(new CertificateRoutes(revocation.revoker(), threads).routes())
			.and(new BundleRoutes(new OwnBundle(TestTaints.anchors(node.genesis(), ledger.of(node.id()), node.home()),
					tainted, InstantSource.system()), threads)
				.routes())
			.and(new AuthorityRoutes(node, desk, TestTaints.anchors(node.genesis(), ledger.of(node.id()), node.home()),
					tainted, tainter, threads)
				.routes());
		anyone = WebTestClient.bindToRouterFunction(routes)
			.configureClient()
			.responseTimeout(Duration.ofSeconds(30))
			.build();
		WebFilter identify = (exchange, chain) -> chain
			.filter(exchange.mutate().principal(Mono.just(() -> "operator")).build());
		operator = WebTestClient.bindToRouterFunction(routes)
			.webFilter(identify)
			.configureClient()
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	@AfterEach
	void close() {
		desk.close();
		threads.close();
	}

	@Test
	void intermediatesAreReplacedWhileTheNodeRuns() throws Exception {
		X509Certificate leaf = authority.issue(Purpose.SERVER).leaf();
		byte[] before = bytes("/trustchain/ca/server");
		operator.post()
			.uri("/trustchain/authorities/installation")
			.exchange()
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:trustchain:no-next-intermediates");
		federation.renew(node, Instant.now());
		anyone.post().uri("/trustchain/authorities/installation").exchange().expectStatus().isForbidden();

		operator.post()
			.uri("/trustchain/authorities/installation")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.authorities[*].state")
			.isEqualTo(List.of("anchor", "issuing", "issuing", "former", "former"));

		assertThat(bytes("/trustchain/ca/server")).isNotEqualTo(before);
		String issuers = URI.create(uri(leaf, "caIssuers")).getPath();
		assertThat(bytes(issuers)).as("what the leaf names stays").isEqualTo(before);
		assertThat(issuers).matches("/trustchain/ca/server-[0-9a-f]{8}");
		anyone.get().uri("/trustchain/ca/server-00000000").exchange().expectStatus().isBadRequest();
	}

	/** What the certificate's authority information access says. */
	private static String uri(X509Certificate leaf, String method) {
		return Arrays
			.stream(AuthorityInformationAccess
				.getInstance(ASN1OctetString.getInstance(leaf.getExtensionValue(Extension.authorityInfoAccess.getId()))
					.getOctets())
				.getAccessDescriptions())
			.filter(each -> method.equals("caIssuers") == each.getAccessMethod()
				.equals(AccessDescription.id_ad_caIssuers))
			.map(each -> each.getAccessLocation().getName().toString())
			.findFirst()
			.orElseThrow();
	}

	@Test
	void theOperatorTaintsAnAuthority() {
		revoked.look();
		String own = Digest.hex(Digest.encoded(authority.authority().intermediate(Purpose.NODE)));
		anyone.post().uri("/trustchain/authorities/" + own + "/taint").exchange().expectStatus().isForbidden();
		operator.post()
			.uri("/trustchain/authorities/" + own + "/taint?within=PT1S")
			.exchange()
			.expectStatus()
			.isBadRequest();
		operator.post()
			.uri("/trustchain/authorities/" + own + "/taint?validator=nobody")
			.exchange()
			.expectStatus()
			.isBadRequest();
		for (String mistyped : List.of("0".repeat(64) + "/taint", own + "/taint?validator=root")) {
			operator.post()
				.uri("/trustchain/authorities/" + mistyped)
				.exchange()
				.expectStatus()
				.isEqualTo(422)
				.expectBody()
				.jsonPath("$.type")
				.isEqualTo("urn:web3:trustchain:no-such-authority");
		}

		operator.post()
			.uri("/trustchain/authorities/" + own + "/taint?within=PT30S")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.decided")
			.isEqualTo(true)
			.jsonPath("$.authority")
			.isEqualTo(own);

		anyone.get()
			.uri("/trustchain/authorities")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.tainted[0].authority")
			.isEqualTo(own)
			.jsonPath("$.authorities[1].state")
			.isEqualTo("tainted");
		assertThatThrownBy(() -> authority.issue(Purpose.NODE)).hasMessageContaining("tainted");
	}

	@Test
	void entriesAreListedNewestFirstInPages() {
		for (int i = 0; i < 3; i++) {
			authority.issue(Purpose.NODE);
		}
		String newest = Digest.hex(authority.log().certificate(2).orElseThrow());
		anyone.get()
			.uri("/trustchain/log/entries?limit=2")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.entries.length()")
			.isEqualTo(2)
			.jsonPath("$.entries[0].index")
			.isEqualTo(2)
			.jsonPath("$.entries[0].leaf")
			.isEqualTo(newest)
			.jsonPath("$.next")
			.isEqualTo(1);
		anyone.get()
			.uri("/trustchain/log/entries?before=1")
			.exchange()
			.expectBody()
			.jsonPath("$.entries[0].index")
			.isEqualTo(0)
			.jsonPath("$.next")
			.doesNotExist();
		anyone.get().uri("/trustchain/log/entries?before=0").exchange().expectBody().jsonPath("$.entries").isEmpty();
		anyone.get().uri("/trustchain/log/entries?limit=x").exchange().expectStatus().isBadRequest();
	}

	@Test
	void theOperatorRevokesAndAnyoneIsTold() throws Exception {
		X509Certificate leaf = authority.issue(Purpose.SERVER).leaf();
		String path = "/trustchain/certificates/" + HexFormat.of().formatHex(Digest.of(leaf));
		revoked.look();
		operator.post().uri(path + "/revocation").exchange().expectStatus().isEqualTo(422);
		order(leaf);
		anyone.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.issuances[0].reason")
			.doesNotExist();
		anyone.post().uri(path + "/revocation").exchange().expectStatus().isForbidden();
		operator.post().uri(path + "/revocation?reason=boredom").exchange().expectStatus().isBadRequest();
		operator.post().uri(path + "/revocation").bodyValue("why").exchange().expectStatus().isEqualTo(415);

		operator.post()
			.uri(path + "/revocation?reason=superseded")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.issuances[0].reason")
			.isEqualTo("superseded");

		X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509")
			.generateCRL(new ByteArrayInputStream(
					bytes("/trustchain/crl/server/" + Publication.shard(leaf.getSerialNumber()))));
		assertThat(list.isRevoked(leaf)).isTrue();
		list.verify(Pem.certificate(bytes("/trustchain/ca/server")).getPublicKey());
		for (String missing : List.of("/trustchain/crl/server/16", "/trustchain/crl/root/0", "/trustchain/crl/server/x",
				"/trustchain/ca/root", "/trustchain/certificates/abc")) {
			anyone.get().uri(missing).exchange().expectStatus().isBadRequest();
		}
	}

	@Test
	void aKeyThatOthersKnowIsCertifiedNoMore() {
		KeyPair keys = TestAuthority.keys();
		X509Certificate leaf = authority.issue(keys, Purpose.SERVER, node.id(), "node1", "localhost").leaf();
		X509Certificate sibling = authority.issue(keys, Purpose.SERVER, node.id(), "node1", "localhost").leaf();
		order(leaf);
		order(sibling);
		revoked.look();

		operator.post()
			.uri("/trustchain/certificates/" + HexFormat.of().formatHex(Digest.of(leaf))
					+ "/revocation?reason=keyCompromise")
			.exchange()
			.expectStatus()
			.isOk();

		assertThatThrownBy(() -> authority.issue(keys, Purpose.SERVER, node.id(), "node1", "localhost"))
			.isInstanceOf(RejectedException.class)
			.hasMessageContaining("known to others");
		assertThat(
				authority.issue(TestAuthority.keys(), Purpose.SERVER, node.id(), "node1", "localhost").certificates())
			.isNotEmpty();
		assertThat(node.home().resolve("trustchain/compromised-keys")).exists();
		anyone.get()
			.uri("/trustchain/certificates/" + HexFormat.of().formatHex(Digest.of(sibling)))
			.exchange()
			.expectBody()
			.jsonPath("$.issuances[0].reason")
			.isEqualTo("keyCompromise");
	}

	@Test
	void theRootsThatAreTrustedAreShown() {
		assertThat(Pem.decode("CERTIFICATE", new String(bytes("/trustchain/root.pem"), StandardCharsets.US_ASCII)))
			.containsExactly(node.genesis().root());
	}

	@Test
	void ocspIsAskedByPostAndByGetWithSlashesEncodedOrNot() throws Exception {
		X509Certificate leaf = authority.issue(Purpose.SERVER).leaf();
		revoked.look();
		CertificateID id = new CertificateID(new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
				new X509CertificateHolder(bytes("/trustchain/ca/server")), leaf.getSerialNumber());
		byte[] request = new OCSPReqBuilder().addRequest(id).build().getEncoded();

		byte[] posted = anyone.post()
			.uri("/trustchain/ocsp")
			.contentType(MediaType.parseMediaType("application/ocsp-request"))
			.bodyValue(request)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("application/ocsp-response")
			.expectBody()
			.returnResult()
			.getResponseBody();
		assertThat(((BasicOCSPResp) new OCSPResp(posted).getResponseObject()).getResponses()[0].getCertStatus())
			.isEqualTo(CertificateStatus.GOOD);
		String base64 = Base64.getEncoder().encodeToString(request);
		for (String path : List.of(base64, URLEncoder.encode(base64, StandardCharsets.US_ASCII))) {
			assertThat(anyone.get()
				.uri(URI.create("/trustchain/ocsp/" + path))
				.exchange()
				.expectBody()
				.returnResult()
				.getResponseBody()).isEqualTo(posted);
		}
		assertThat(new OCSPResp(bytes("/trustchain/ocsp/nonsense!")).getStatus()).isEqualTo(1);
		anyone.post().uri("/trustchain/ocsp").bodyValue("x").exchange().expectStatus().isEqualTo(415);
		anyone.post()
			.uri("/trustchain/ocsp")
			.contentType(MediaType.parseMediaType("application/ocsp-request"))
			.bodyValue(new byte[5000])
			.exchange()
			.expectStatus()
			.isEqualTo(413);
		anyone.put().uri("/trustchain/ocsp").exchange().expectStatus().isEqualTo(405);
		anyone.put().uri("/trustchain/ocsp/AAAA").exchange().expectStatus().isEqualTo(405);
		assertThat(new OCSPResp(bytes("/trustchain/ocsp")).getStatus()).isEqualTo(1);
	}

	private byte[] bytes(String path) {
		return anyone.get().uri(path).exchange().expectStatus().isOk().expectBody().returnResult().getResponseBody();
	}

	private void order(X509Certificate leaf) {
		ledger.of(node.id())
			.submit(new Issued(Digest.of(leaf), leaf.getSerialNumber().toByteArray(), node.id(), Purpose.SERVER,
					leaf.getNotAfter().toInstant(), 0))
			.toCompletableFuture()
			.join();
	}

	@Test
	void theRootIsForEveryone() throws Exception {
		String pem = body(anyone, "/trustchain/root.pem");

		assertThat(Pem.certificate(Pem.decode("CERTIFICATE", pem).getFirst()))
			.isEqualTo(node.genesis().rootCertificate());
	}

	@Test
	void anEntryIsProvenToAStranger() {
		X509Certificate leaf = authority.issue(Purpose.NODE).leaf();
		String fingerprint = HexFormat.of().formatHex(Digest.of(leaf));

		anyone.get()
			.uri("/trustchain/log/proof?leaf=" + fingerprint)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.index")
			.isEqualTo(0)
			.jsonPath("$.checkpoint")
			.isEqualTo(authority.log().note())
			.jsonPath("$.leafInput")
			.isEqualTo(Base64.getEncoder().encodeToString(authority.log().entry(0).orElseThrow().leafInput()));
		assertThat(body(anyone, "/trustchain/log/checkpoint"))
			.isEqualTo(authority.log().note() + "— witness AAAAAAAA\n");
		assertThat(body(anyone, "/trustchain/witness/key")).isEqualTo("witness+00000000+AAAA\n");
		assertThat(body(anyone, "/trustchain/log/key")).startsWith("node1.node.local.internal/log+");
		anyone.get()
			.uri("/trustchain/log/entries/0")
			.exchange()
			.expectBody()
			.jsonPath("$.certificate")
			.isEqualTo(Pem.encode(List.of(leaf)));
		anyone.get()
			.uri("/trustchain/log/consistency?first=0&second=1")
			.exchange()
			.expectBody()
			.jsonPath("$.path")
			.isEmpty();
	}

	@Test
	void wrongQuestionsGetProblems() {
		problem(anyone, "/trustchain/log/proof", 400);
		problem(anyone, "/trustchain/log/proof?leaf=xyz", 400);
		problem(anyone, "/trustchain/log/proof?leaf=" + "00".repeat(32), 404);
		problem(anyone, "/trustchain/log/entries/0", 404);
		problem(anyone, "/trustchain/log/entries/-1", 400);
		problem(anyone, "/trustchain/log/entries/99999999999999", 400);
		problem(anyone, "/trustchain/log/consistency?first=0&second=5", 400);
		desk.close();
		problem(anyone, "/trustchain/log/checkpoint", 503);
	}

	@Test
	void whoIsNotIdentifiedWritesNothing() {
		for (String path : List.of("/trustchain/certificates", "/trustchain/tokens")) {
			anyone.post().uri(path).exchange().expectStatus().isForbidden().expectHeader().contentType(PROBLEM);
		}
		assertThat(authority.log().size()).isZero();
		assertThat(node.home().resolve("trustchain/tokens")).doesNotExist();
	}

	@Test
	void theOperatorGetsAServerCertificate() throws Exception {
		String pem = operator.post()
			.uri("/trustchain/certificates")
			.bodyValue(csr("www." + node.name() + ".node.local.internal", "localhost"))
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		List<byte[]> chain = Pem.decode("CERTIFICATE", String.valueOf(pem));
		assertThat(chain).hasSize(2);
		assertThat(Pem.certificate(chain.getFirst()).getSubjectAlternativeNames())
			.extracting(name -> String.valueOf(name.get(1)))
			.containsExactlyInAnyOrder("www." + node.name() + ".node.local.internal", "localhost");
	}

	@Test
	void theOperatorGetsNothingElse() {
		refused("/trustchain/certificates", csr("example.com"), 422);
		refused("/trustchain/certificates", csr("node2.node.local.internal"), 422);
		refused("/trustchain/certificates", csr("local.internal"), 422);
		refused("/trustchain/certificates", csr("www.local.internal"), 422);
		refused("/trustchain/certificates", csr("printer.asset.local.internal"), 422);
		refused("/trustchain/certificates", csr(), 422);
		refused("/trustchain/certificates", "hello", 400);
		refused("/trustchain/certificates", "", 400);
		refused("/trustchain/certificates", Pem.encode("CERTIFICATE REQUEST", new byte[50]), 422);
		refused("/trustchain/certificates?purpose=node", csr("localhost"), 400);
		refused("/trustchain/certificates", "x".repeat(300_000), 413);
		refused("/trustchain/tokens?life=soon", "", 400);
		refused("/trustchain/tokens?ttl=PT5M", "", 400);
		refused("/trustchain/tokens?life=PT5M&life=PT6M", "", 400);
		refused("/trustchain/tokens", "{\"life\": \"PT5M\"}", 415);
		refused("/trustchain/tokens?life=P30D", "", 422);
		assertThat(authority.log().size()).isZero();
	}

	@Test
	void aTokenReadsBackAndPinsTheRoot() {
		String text = operator.post()
			.uri("/trustchain/tokens?life=PT5M")
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		JoinToken token = JoinToken.parse(String.valueOf(text));
		assertThat(token.rootFingerprint()).isEqualTo(node.genesis().rootFingerprint());
		assertThat(token.doors()).containsExactly("127.0.0.1:" + node.endpoints().stoq());
		assertThat(node.home().resolve("trustchain/tokens").resolve(Digest.hex(token.secret()))).exists();
	}

	private static String csr(String... names) {
		return Pem.encode("CERTIFICATE REQUEST", SigningRequest.create(TestAuthority.keys(), List.of(names)));
	}

	private void refused(String uri, String body, int status) {
		operator.post()
			.uri(uri)
			.bodyValue(body)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(PROBLEM);
	}

	private static void problem(WebTestClient client, String uri, int status) {
		client.get().uri(uri).exchange().expectStatus().isEqualTo(status).expectHeader().contentType(PROBLEM);
	}

	private static String body(WebTestClient client, String uri) {
		return String.valueOf(client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

}
