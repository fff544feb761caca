package org.web3ecosystem.platform.edge;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.web3ecosystem.platform.access.Resource;
import org.web3ecosystem.platform.access.ServedComponent;
import org.web3ecosystem.spi.discovery.Name;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class UnservedTests {

	/** As Spring Boot has it. */
	private static final JsonMapper JSON = JsonMapper.builder()
		.addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
		.build();

	private final AtomicBoolean handled = new AtomicBoolean();

	private MockServerWebExchange ask(String path, Set<ServedComponent> served) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get(path));
		new Unserved(served, new Name("local.internal"), new Problems(JSON))
			.filter(exchange, passed -> Mono.fromRunnable(() -> handled.set(true)))
			.block();
		return exchange;
	}

	@ParameterizedTest
	@CsvSource({ "/caesar/accounts/1, caesar", "/catalog/packages, catalog", "/hypermesh/ledger/names, hypermesh",
			"/acme/directory, trustchain", "/dns-query, trustchain", "/trustchain/tokens, trustchain",
			"/trustchain/ocsp/YWJj, trustchain" })
	void whatIsNotServedIsSaidWithWhereItIs(String path, String component) {
		MockServerWebExchange exchange = ask(path, Set.of());

		assertThat(handled).isFalse();
		assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		JsonNode problem = JSON.readTree(exchange.getResponse().getBodyAsString().block());
		assertThat(problem.path("type").asString()).isEqualTo("urn:web3:unserved");
		assertThat(problem.path("component").asString()).isEqualTo(component);
		assertThat(problem.path("service").asString()).isEqualTo("_" + component + "._tcp.local.internal");
	}

	@Test
	void whatIsServedAndWhatIsNoComponentsIsNotTouched() {
		ask("/catalog/packages", EnumSet.of(ServedComponent.CATALOG));
		assertThat(handled.getAndSet(false)).isTrue();
		for (String path : new String[] { "/actuator/health", "/audit", "/nothing", "/", "/v3/api-docs" }) {
			ask(path, Set.of());
			assertThat(handled.getAndSet(false)).as(path).isTrue();
		}
	}

	/** Another component's rooms would be forgotten here otherwise. */
	@Test
	void everyRoomOfAComponentIsOneOfItsResources() {
		Set<Resource> common = EnumSet.of(Resource.DASHBOARD, Resource.HEALTH, Resource.METRICS, Resource.WALK,
				Resource.MANAGEMENT, Resource.AUDIT, Resource.API, Resource.NOTHING);
		assertThat(Arrays.stream(Resource.values()).filter(each -> ServedComponent.of(each).isEmpty()))
			.containsExactlyInAnyOrderElementsOf(common);
	}

}
