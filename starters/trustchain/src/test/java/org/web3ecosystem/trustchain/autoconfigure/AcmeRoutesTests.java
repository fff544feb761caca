package org.web3ecosystem.trustchain.autoconfigure;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.Federation;
import org.web3ecosystem.trustchain.acme.AcmeServer;
import org.web3ecosystem.trustchain.acme.AcmeSettings;
import org.web3ecosystem.trustchain.acme.MemoryStore;
import org.web3ecosystem.trustchain.acme.challenge.ChallengeTexts;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;

import static org.assertj.core.api.Assertions.assertThat;

class AcmeRoutesTests {

	private static final MediaType JOSE = MediaType.parseMediaType("application/jose+json");

	private static final String VALUE = "A".repeat(43);

	@TempDir
	private Path directory;

	private final TrustChainThreads threads = new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());

	private final ChallengeTexts texts = new ChallengeTexts(InstantSource.system());

	private Node node;

	private RouterFunction<ServerResponse> routes;

	private WebTestClient client;

	private String host;

	@BeforeEach
	void open() {
		node = Federation.of(1, directory).node(1);
		host = "node1.node.local.internal:" + node.endpoints().https();
		MemoryStore store = new MemoryStore();
		AcmeServer server = new AcmeServer(new AcmeSettings(false, 10, 10, 10, Duration.ZERO), Federation.ZONE,
				() -> store, Optional::empty, List.of(), (leaf, reason) -> CompletableFuture.completedFuture(null),
				chain -> Optional.empty(), InstantSource.system(), threads.executor());
		routes = new AcmeRoutes(server, new AcmeHosts(node, List.of("ca.example.org:443")), threads).routes()
			.and(new AcmeOperatorRoutes(Federation.ZONE, server, texts, threads).routes());
		client = client(true, "127.0.0.1", false);
	}

	@AfterEach
	void close() {
		threads.close();
	}

	private WebTestClient client(boolean secure, String address, boolean operator) {
		WebFilter edge = (exchange,
				chain) -> chain.filter(exchange.mutate()
					.request(request -> request.sslInfo(secure ? new Tls() : null)
						.remoteAddress(new InetSocketAddress(address, 1)))
					.principal(operator ? Mono.just(() -> "operator") : Mono.empty())
					.build());
		return WebTestClient.bindToRouterFunction(routes)
			.webFilter(edge)
			.configureClient()
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	@Test
	void theDirectoryHasTheNameThatTheClientUses() {
		for (String name : List.of(host, "localhost:" + node.endpoints().https(),
				"127.0.0.1:" + node.endpoints().https(), "ca.example.org", "ca.example.org:443",
				host.toUpperCase(java.util.Locale.ROOT))) {
			client.get()
				.uri("/acme/directory")
				.header("Host", name)
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.valueEquals("Cache-Control", "no-store")
				.expectBody()
				.jsonPath("$.newOrder")
				.isEqualTo("https://" + name.toLowerCase(java.util.Locale.ROOT) + "/acme/new-order")
				.jsonPath("$.meta.externalAccountRequired")
				.isEqualTo(false);
		}
		client(true, "192.0.2.1", false).get()
			.uri("/acme/directory")
			.header("Host", host)
			.exchange()
			.expectBody()
			.jsonPath("$.meta.externalAccountRequired")
			.isEqualTo(true);
	}

	@Test
	void itIsNotCalledWhateverSomebodySays() {
		for (String name : List.of("evil.example", "localhost", "localhost:1", host + ".evil.example", "",
				"x@" + host)) {
			client.get()
				.uri("/acme/directory")
				.header("Host", name)
				.exchange()
				.expectStatus()
				.isEqualTo(421)
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		}
	}

	@Test
	void withoutTlsNothingIsSaidButWhere() {
		for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
			client(false, "127.0.0.1", false).method(method)
				.uri(method == HttpMethod.GET ? "/acme/directory" : "/acme/new-account")
				.header("Host", host)
				.exchange()
				.expectStatus()
				.isForbidden()
				.expectBody()
				.jsonPath("$.type")
				.isEqualTo("urn:ietf:params:acme:error:malformed")
				.jsonPath("$.detail")
				.value(String.class, detail -> assertThat(detail).contains("https://" + host + "/acme/directory"));
		}
	}

	@Test
	void nonces() {
		String first = nonce(HttpMethod.HEAD, 200);
		String second = nonce(HttpMethod.GET, 204);
		assertThat(first).isNotEqualTo(second).matches("[A-Za-z0-9_-]{43}");
	}

	private @Nullable String nonce(HttpMethod method, int status) {
		return client.method(method)
			.uri("/acme/new-nonce")
			.header("Host", host)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectHeader()
			.valueEquals("Link", "<https://" + host + "/acme/directory>;rel=\"index\"")
			.expectBody()
			.isEmpty()
			.getResponseHeaders()
			.getFirst("Replay-Nonce");
	}

	@Test
	void whatIsRefusedHasANonceToo() {
		refused(JOSE, "junk", 400);
		refused(JOSE, "", 400);
		refused(JOSE, "x".repeat(33_000), 413);
		refused(MediaType.APPLICATION_JSON, "{}", 415);
	}

	private void refused(MediaType type, String body, int status) {
		client.post()
			.uri("/acme/new-account")
			.header("Host", host)
			.contentType(type)
			.bodyValue(body)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectHeader()
			.exists("Replay-Nonce")
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.type")
			.isEqualTo("urn:ietf:params:acme:error:malformed");
	}

	@Test
	void otherMethodsAreNotAllowed() {
		for (String path : List.of("/acme/new-account", "/acme/new-order", "/acme/order/x", "/acme/certificate/x",
				"/acme/challenge/x/0/http-01", "/trustchain/acme/keys")) {
			client.get()
				.uri(path)
				.header("Host", host)
				.exchange()
				.expectStatus()
				.isEqualTo(405)
				.expectHeader()
				.valueEquals("Allow", "POST");
		}
		client.post().uri("/acme/directory").header("Host", host).exchange().expectStatus().isEqualTo(405);
	}

	@Test
	void onlyTheOperatorGivesKeysAndPutsChallenges() {
		client.post().uri("/trustchain/acme/keys").exchange().expectStatus().isForbidden();
		client.put()
			.uri("/trustchain/acme/challenges/www.local.internal/" + VALUE)
			.exchange()
			.expectStatus()
			.isForbidden();
		assertThat(texts.of(new Name("www.local.internal"))).isEmpty();
		WebTestClient operator = client(true, "127.0.0.1", true);
		operator.post()
			.uri("/trustchain/acme/keys")
			.exchange()
			.expectStatus()
			.isCreated()
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectBody()
			.jsonPath("$.hmacKey")
			.value(String.class, key -> assertThat(key).matches("[A-Za-z0-9_-]{43}"))
			.jsonPath("$.kid")
			.exists();
	}

	@Test
	void aChallengeIsPutAndTakenAway() {
		WebTestClient operator = client(true, "127.0.0.1", true);
		String path = "/trustchain/acme/challenges/www.local.internal/" + VALUE;
		operator.put().uri(path).exchange().expectStatus().isNoContent();
		assertThat(texts.of(new Name("www.local.internal"))).containsExactly(VALUE);
		operator.delete().uri(path).exchange().expectStatus().isNoContent();
		operator.delete().uri(path).exchange().expectStatus().isNotFound();
		for (String odd : List.of("www.example.org/" + VALUE, "_x.local.internal/" + VALUE, "www.local.internal/short",
				"*.local.internal/" + VALUE, "www.local.internal/" + VALUE + "A")) {
			operator.put().uri("/trustchain/acme/challenges/" + odd).exchange().expectStatus().isBadRequest();
		}
	}

	/** A session of TLS, as far as anybody looks. */
	private static final class Tls implements SslInfo {

		@Override
		public String getSessionId() {
			return "1";
		}

		@Override
		public X509Certificate[] getPeerCertificates() {
			return new X509Certificate[0];
		}

	}

}
