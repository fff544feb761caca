package org.web3ecosystem.trustchain.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;

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

import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.bundle.TwoFederations;
import org.web3ecosystem.trustchain.ca.Pem;

import static org.assertj.core.api.Assertions.assertThat;

class ForeignRoutesTests {

	private static final String OTHER = "/trustchain/foreign/" + TwoFederations.OTHER;

	@TempDir
	private Path directory;

	private final TrustChainThreads threads = new TrustChainThreads(Executors.newVirtualThreadPerTaskExecutor());

	private TwoFederations two;

	private WebTestClient anyone;

	private WebTestClient operator;

	@BeforeEach
	void open() {
		two = new TwoFederations(directory);
		RouterFunction<ServerResponse> routes = new ForeignRoutes(two.own.node(1), two.bundles(), two.office(), threads)
			.routes();
		anyone = WebTestClient.bindToRouterFunction(routes)
			.configureClient()
			.responseTimeout(Duration.ofSeconds(60))
			.build();
		WebFilter identify = (exchange, chain) -> chain
			.filter(exchange.mutate().principal(Mono.just(() -> "operator")).build());
		operator = WebTestClient.bindToRouterFunction(routes)
			.webFilter(identify)
			.configureClient()
			.responseTimeout(Duration.ofSeconds(60))
			.build();
	}

	@AfterEach
	void close() {
		two.close();
		threads.close();
	}

	private WebTestClient.ResponseSpec admit(WebTestClient client, String pin) {
		return client.put().uri(OTHER + "?url={url}&pin={pin}", two.server.url(), pin).exchange();
	}

	private WebTestClient.BodyContentSpec validate(CertificateChain chain) {
		return operator.post()
			.uri(OTHER + "/validation")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue(Pem.encode(chain.certificates()))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody();
	}

	@Test
	void theOperatorAdmitsJudgesAndRemoves() {
		admit(operator, two.pin()).expectStatus().isOk().expectBody().jsonPath("$.decided").isEqualTo(true);

		validate(two.authority().issue(Purpose.NODE)).jsonPath("$.accepted").isEqualTo(true);
		validate(two.authority().issue(Purpose.SERVER)).jsonPath("$.accepted")
			.isEqualTo(false)
			.jsonPath("$.reason")
			.value(String.class, reason -> assertThat(reason).contains("not of other"));
		anyone.get()
			.uri("/trustchain/foreign")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.federations[0].domain")
			.isEqualTo(TwoFederations.OTHER)
			.jsonPath("$.federations[0].pins[0]")
			.isEqualTo(two.pin())
			.jsonPath("$.federations[0].roots[0]")
			.isEqualTo(two.pin())
			.jsonPath("$.federations[0].sequence")
			.isEqualTo(1)
			.jsonPath("$.federations[0].stale")
			.isEqualTo(false);

		operator.delete().uri(OTHER).exchange().expectStatus().isOk().expectBody().jsonPath("$.votes").isEqualTo(1);
		operator.post().uri(OTHER + "/validation").bodyValue("x").exchange().expectStatus().isNotFound();
	}

	@Test
	void nobodyElseMay() {
		admit(anyone, two.pin()).expectStatus().isForbidden();
		anyone.delete().uri(OTHER).exchange().expectStatus().isForbidden();
		anyone.post().uri(OTHER + "/validation").bodyValue("x").exchange().expectStatus().isForbidden();
		anyone.post().uri("/trustchain/foreign").exchange().expectStatus().isEqualTo(405);
		anyone.get().uri(OTHER).exchange().expectStatus().isEqualTo(405);
		anyone.get().uri(OTHER + "/validation").exchange().expectStatus().isEqualTo(405);
	}

	@Test
	void whatIsWrongIsSaid() {
		admit(operator, "0".repeat(64)).expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:trustchain:pin-mismatch");
		admit(operator, "abc").expectStatus().isBadRequest();
		operator.put().uri(OTHER + "?pin={pin}", two.pin()).exchange().expectStatus().isBadRequest();
		operator.put().uri(OTHER + "?url={url}", two.server.url()).exchange().expectStatus().isBadRequest();
		operator.put()
			.uri("/trustchain/foreign/deep.local.internal?url={url}&pin={pin}", two.server.url(), two.pin())
			.exchange()
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:trustchain:not-ordered");
		operator.put()
			.uri(OTHER + "?url={url}&pin={pin}", "https://10.0.0.1/bundle", two.pin())
			.exchange()
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:web3:trustchain:foreign-endpoint");
		operator.put()
			.uri("/trustchain/foreign/UPPER.example?url={url}&pin={pin}", two.server.url(), two.pin())
			.exchange()
			.expectStatus()
			.isBadRequest();
		operator.put()
			.uri(OTHER + "?url={url}&pin={pin}", two.server.url(), two.pin())
			.bodyValue("x")
			.exchange()
			.expectStatus()
			.isEqualTo(415);
		admit(operator, two.pin()).expectStatus().isOk();
		for (String body : new String[] { "", "nonsense",
				"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" }) {
			operator.post()
				.uri(OTHER + "/validation")
				.contentType(MediaType.TEXT_PLAIN)
				.bodyValue(body)
				.exchange()
				.expectStatus()
				.isBadRequest();
		}
		operator.post().uri(OTHER + "/validation?as=friend").exchange().expectStatus().isBadRequest();
	}

}
