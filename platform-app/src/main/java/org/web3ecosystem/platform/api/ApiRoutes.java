package org.web3ecosystem.platform.api;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** The description over REST: put together when it is first asked for. */
public final class ApiRoutes {

	private static final String PATH = "/v3/api-docs";

	private final Supplier<Stream<RouterFunction<?>>> routes;

	private final JsonMapper json;

	private final Mono<byte[]> document;

	/**
	 * @param routes all others of this application, when it has started
	 */
	public ApiRoutes(Supplier<Stream<RouterFunction<?>>> routes, JsonMapper json) {
		this.routes = routes;
		this.json = json;
		this.document = Mono.fromCallable(this::document).subscribeOn(Schedulers.boundedElastic()).cache();
	}

	/** {@code GET /v3/api-docs}. */
	public RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(GET(PATH).or(HEAD(PATH)),
					request -> document
						.flatMap(bytes -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(bytes)))
			.route(path(PATH),
					request -> Mono.error(
							new MethodNotAllowedException(request.method(), List.of(HttpMethod.GET, HttpMethod.HEAD))))
			.build();
	}

	private byte[] document() throws IOException {
		// what is made with all routes is not among them
		List<Route> served = Stream.concat(routes.get(), Stream.of(routes()))
			.flatMap(each -> Route.of(each).stream())
			.toList();
		return json.writeValueAsBytes(ApiDocument.of(Fragments.of(ApiRoutes.class.getClassLoader()), served));
	}

}
