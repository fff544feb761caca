package org.web3ecosystem.trustchain.autoconfigure;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ca.KeyCustody;
import org.web3ecosystem.trustchain.ca.TestAuthority;
import org.web3ecosystem.trustchain.ct.Proofs;
import org.web3ecosystem.trustchain.ledger.CertificateLedger;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TestTaints;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.path.Validator;
import org.web3ecosystem.trustchain.rfc6962.Answers;
import org.web3ecosystem.trustchain.rfc6962.Judge;
import org.web3ecosystem.trustchain.rotation.Intermediates;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 6962, section 4, over HTTP. */
class CtRoutesTests {

	@TempDir
	private Path directory;

	private final TrustChainThreads threads = new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());

	private Federation federation;

	private Node node;

	private IssuingDesk desk;

	private TestAuthority authority;

	private WebTestClient client;

	@BeforeEach
	void open() {
		federation = Federation.of(2, directory.resolve("federation"));
		node = federation.node(1);
		TaintedAuthorities tainted = TestTaints.none(node.genesis(), node.home());
		Validator validator = new Validator(node.genesis().rootCertificate(), Federation.ZONE, InstantSource.system());
		Intermediates intermediates = new Intermediates(node.home().resolve("trustchain"), node.id(), validator,
				tainted, KeyCustody.OPEN, InstantSource.system());
		desk = new IssuingDesk(node, Duration.ofHours(24), intermediates, tainted,
				new CertificateLedger(Optional::empty), InstantSource.system(), RandomGenerator.getDefault());
		Issuing issuing = desk.current().orElseThrow();
		authority = TestAuthority.of(node, issuing.authority(), issuing.log());
		client = WebTestClient
			.bindToRouterFunction(new CtRoutes(new Judge(validator, () -> List.of(node.genesis().rootCertificate())),
					URI.create("https://localhost:8443"), desk, threads)
				.routes())
			.configureClient()
			.codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	@AfterEach
	void close() {
		desk.close();
		threads.close();
	}

	@Test
	void everyEntryIsProvenInTheTreeThatIsSigned() {
		for (int i = 0; i < 5; i++) {
			authority.issue(Purpose.values()[i % 3]);
		}
		JsonNode head = get("/ct/v1/get-sth");
		assertThat(head.path("tree_size").asInt()).isEqualTo(5);
		byte[] root = bytes(head.path("sha256_root_hash"));
		JsonNode entries = get("/ct/v1/get-entries?start=0&end=100").path("entries");
		assertThat(entries.size()).isEqualTo(5);

		for (int index = 0; index < 5; index++) {
			byte[] hash = Proofs.leafHash(bytes(entries.get(index).path("leaf_input")));
			JsonNode proof = get("/ct/v1/get-proof-by-hash?tree_size=5&hash="
					+ URLEncoder.encode(text(hash), StandardCharsets.US_ASCII));
			assertThat(proof.path("leaf_index").asInt()).isEqualTo(index);
			assertThat(Proofs.includes(hash, index, 5, hashes(proof.path("audit_path")), root)).isTrue();
			JsonNode both = get("/ct/v1/get-entry-and-proof?tree_size=5&leaf_index=" + index);
			assertThat(both.path("leaf_input")).isEqualTo(entries.get(index).path("leaf_input"));
			assertThat(both.path("extra_data")).isEqualTo(entries.get(index).path("extra_data"));
			assertThat(both.path("audit_path")).isEqualTo(proof.path("audit_path"));
		}
	}

	@Test
	void theLogSaysWhereItIsAndByWhichKey() {
		JsonNode log = get("/ct/log.v3.json");
		assertThat(bytes(log.path("key"))).isEqualTo(authority.log().timestamps().publicKey().getEncoded());
		assertThat(bytes(log.path("log_id"))).isEqualTo(Digest.sha256(bytes(log.path("key"))));
		assertThat(log.path("submission_url").asString()).isEqualTo("https://localhost:8443/");
		assertThat(log.path("monitoring_url").asString()).isEqualTo("https://localhost:8443/ct/");
		assertThat(log.path("description").asString()).isEqualTo("node1.node.local.internal/log");
	}

	@Test
	void aCertificateIsLoggedOnceAndToldTheSameEachTime() {
		CertificateChain chain = authority.issue(Purpose.SERVER);
		JsonNode first = add("/ct/v1/add-chain", chain(chain));
		JsonNode withRoot = add("/ct/v1/add-chain", List.of(chain(chain).getFirst(), chain(chain).get(1), root()));

		assertThat(withRoot).isEqualTo(first);
		assertThat(authority.log().size()).isEqualTo(2);
		assertThat(authority.log().issued(1)).as("it was issued to the entry before").isEmpty();
		assertThat(bytes(first.path("id"))).isEqualTo(authority.log().timestamps().logId());
		byte[] extra = bytes(get("/ct/v1/get-entry-and-proof?tree_size=2&leaf_index=1").path("extra_data"));
		byte[] issuer = chain(chain).get(1);
		assertThat(Arrays.copyOfRange(extra, 6, extra.length)).isEqualTo(issuer);
	}

	@Test
	void anothersPrecertificateIsLoggedAndOnesOwnIsThereAlready() {
		try (TestAuthority other = new TestAuthority(federation.node(2), InstantSource.system())) {
			List<byte[]> foreign = chain(other.issue(Purpose.NODE));
			byte[] precertificate = other.log().entry(0).orElseThrow().precertificate();
			JsonNode told = add("/ct/v1/add-pre-chain", List.of(precertificate, foreign.get(1)));
			assertThat(bytes(told.path("extensions"))).isEqualTo(new byte[] { 0, 0, 5, 0, 0, 0, 0, 0 });
			assertThat(authority.log().issued(0)).isEmpty();
			assertThat(authority.log().settled()).isEqualTo(1);
			refused("/ct/v1/add-chain", List.of(precertificate, foreign.get(1)), "critical extension");
			refused("/ct/v1/add-pre-chain", foreign, "malformed");
		}
		CertificateChain own = authority.issue(Purpose.SERVER);
		byte[] precertificate = authority.log().entry(1).orElseThrow().precertificate();
		add("/ct/v1/add-pre-chain", List.of(precertificate, chain(own).get(1)));
		assertThat(authority.log().size()).isEqualTo(2);
	}

	@Test
	void whatIsNotOfThisFederationIsNotTaken() {
		Federation other = Federation.of(1, directory.resolve("other"));
		try (TestAuthority stranger = new TestAuthority(other.node(1), InstantSource.system())) {
			List<byte[]> chain = chain(stranger.issue(Purpose.NODE));
			byte[] precertificate = stranger.log().entry(0).orElseThrow().precertificate();
			refused("/ct/v1/add-chain", chain, "not its issuer's");
			refused("/ct/v1/add-pre-chain", List.of(precertificate, chain.get(1)), "not its issuer's");
			refused("/ct/v1/add-chain", List.of(chain.get(0), chain.get(1), other.genesis().root()), "root");
		}
		List<byte[]> good = chain(authority.issue(Purpose.SERVER));
		refused("/ct/v1/add-chain", List.of(good.getFirst()), "a chain is");
		refused("/ct/v1/add-chain", List.of(good.get(1), root()), "not taken");
		refused("/ct/v1/add-chain", List.of(good.getFirst(), new byte[9000]), "bytes");
		byte[] forged = good.getFirst().clone();
		forged[forged.length - 1] ^= 1;
		refused("/ct/v1/add-chain", List.of(forged, good.get(1)), "federation's root");
		byte[] longer = Arrays.copyOf(good.getFirst(), good.getFirst().length + 1);
		refused("/ct/v1/add-chain", List.of(longer, good.get(1)), "");
		assertThat(authority.log().size()).isEqualTo(1);
	}

	@Test
	void wrongQuestionsAreProblems() {
		authority.issue(Purpose.NODE);
		for (String path : List.of("get-sth-consistency?first=2&second=1", "get-sth-consistency?first=0&second=9",
				"get-sth-consistency", "get-entries?start=1&end=2", "get-entries?start=5&end=0",
				"get-entries?start=-1&end=0", "get-proof-by-hash?hash=AAAA&tree_size=1",
				"get-proof-by-hash?hash=%20&tree_size=1", "get-entry-and-proof?leaf_index=0&tree_size=2",
				"get-entry-and-proof?leaf_index=0&tree_size=0")) {
			client.get()
				.uri(URI.create("/ct/v1/" + path))
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		}
		byte[] certificate = Digest.sha256(authority.log().certificate(0).orElseThrow());
		client.get()
			.uri(URI.create("/ct/v1/get-proof-by-hash?tree_size=1&hash="
					+ URLEncoder.encode(text(certificate), StandardCharsets.US_ASCII)))
			.exchange()
			.expectStatus()
			.isNotFound();
		for (String body : List.of("", "{", "[]", "{\"chain\":1}", "{\"chain\":[1,2]}", "{\"chain\":[\"!\",\"AA\"]}",
				"{\"chain\":[[[[[[\"AA\"]]]]]]}", "{\"chain\":[\"AA\",\"AA\",\"AA\",\"AA\",\"AA\"]}")) {
			client.post().uri("/ct/v1/add-chain").bodyValue(body).exchange().expectStatus().isBadRequest();
		}
		client.post()
			.uri("/ct/v1/add-chain")
			.bodyValue("{\"chain\":[\"" + "A".repeat(50_000) + "\"]}")
			.exchange()
			.expectStatus()
			.isEqualTo(413);
		client.method(HttpMethod.PUT).uri("/ct/v1/get-sth").exchange().expectStatus().isEqualTo(405);
		client.get().uri("/ct/v1/add-chain").exchange().expectStatus().isEqualTo(405);
		client.head().uri("/ct/v1/get-sth").exchange().expectStatus().isOk();
		desk.close();
		client.get().uri("/ct/v1/get-sth").exchange().expectStatus().isEqualTo(503);
		client.get().uri("/ct/v1/get-roots").exchange().expectStatus().isOk();
	}

	@Test
	void anAnswerHasNoMoreEntriesThanItMay() {
		for (int i = 0; i < Answers.MAX_ENTRIES + 3; i++) {
			authority.issue(Purpose.NODE);
		}
		assertThat(get("/ct/v1/get-entries?start=2&end=100000").path("entries").size()).isEqualTo(Answers.MAX_ENTRIES);
	}

	private JsonNode get(String path) {
		return parse(client.get()
			.uri(URI.create(path))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody());
	}

	private JsonNode add(String path, List<byte[]> chain) {
		return parse(client.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body(chain))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody());
	}

	private void refused(String path, List<byte[]> chain, String why) {
		String problem = client.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body(chain))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(problem).contains(why);
	}

	private static String body(List<byte[]> chain) {
		return JsonMapper.builder()
			.build()
			.writeValueAsString(Map.of("chain", chain.stream().map(CtRoutesTests::text).toList()));
	}

	private static JsonNode parse(byte[] body) {
		return JsonMapper.builder().build().readTree(body);
	}

	private static List<byte[]> chain(CertificateChain chain) {
		return chain.certificates().stream().map(Digest::encoded).toList();
	}

	private byte[] root() {
		return node.genesis().root();
	}

	private static List<byte[]> hashes(JsonNode array) {
		return array.values().stream().map(CtRoutesTests::bytes).toList();
	}

	private static byte[] bytes(JsonNode base64) {
		return Base64.getDecoder().decode(base64.stringValue());
	}

	private static String text(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
