package org.web3ecosystem.platform.api;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ApiDocumentTests {

	private static final Map<String, Object> READ = Map.of("responses", Map.of("200", Map.of("description", "fine")));

	@Test
	void routesAreReadWithAllTheirAlternatives() {
		assertThat(Route.of(RouterFunctions.route()
			.route(RequestPredicates.GET("/a").or(RequestPredicates.HEAD("/a")), request -> ServerResponse.ok().build())
			.POST("/a/{id}", RequestPredicates.queryParam("x", "1"), request -> ServerResponse.ok().build())
			.route(RequestPredicates.path("/a"), request -> ServerResponse.badRequest().build())
			.filter((request, next) -> next.handle(request))
			.build()))
			.containsExactlyInAnyOrder(new Route("GET", "/a"), new Route("HEAD", "/a"), new Route("POST", "/a/{id}"));
	}

	@Test
	void whatIsNotServedIsNotDescribed() {
		Map<String, Object> document = ApiDocument.of(
				List.of(Map.of("openapi", "3.1.1", "paths",
						Map.of("/catalog/a", Map.of("get", READ, "post", READ), "/catalog/b", Map.of("get", READ)))),
				List.of(new Route("GET", "/catalog/a")));
		assertThat(Fragments.object(document, "paths")).containsOnlyKeys("/catalog/a");
		assertThat(Fragments.object(Fragments.object(document, "paths"), "/catalog/a")).containsOnlyKeys("get");
	}

	@Test
	void whoMayIsSaidByTheTable() {
		Map<String, Object> paths = Fragments.object(ApiDocument.of(
				List.of(Map.of("paths",
						Map.of("/hypermesh/transactions", Map.of("post", READ), "/trustchain/x", Map.of("get", READ),
								"/audit", Map.of("get", READ)))),
				List.of(new Route("POST", "/hypermesh/transactions"), new Route("GET", "/trustchain/x"),
						new Route("GET", "/audit"))),
				"paths");
		Map<String, Object> post = operation(paths, "/hypermesh/transactions", "post");
		assertThat(post.get("x-access")).isEqualTo(Map.of("owner", "here, by choice anywhere", "operator", "anywhere"));
		assertThat(post.get("security")).isEqualTo(List.of(Map.of(), Map.of("operator", List.of())));
		assertThat(Fragments.object(post, "responses")).containsOnlyKeys("200", "400", "401", "403", "409", "422",
				"503");
		assertThat(operation(paths, "/audit", "get").get("security")).isEqualTo(List.of(Map.of("operator", List.of())));
		assertThat(Fragments.object(operation(paths, "/trustchain/x", "get"), "responses")).containsOnlyKeys("200",
				"400");
	}

	@Test
	void nothingIsDescribedTwice() {
		Map<String, Object> part = Map.of("components", Map.of("schemas", Map.of("Asset", Map.of())));
		assertThatIllegalArgumentException().isThrownBy(() -> ApiDocument.of(List.of(part, part), List.of()))
			.withMessageContaining("'Asset'");
	}

	private static Map<String, Object> operation(Map<String, Object> paths, String path, String method) {
		return Fragments.object(Fragments.object(paths, path), method);
	}

}
