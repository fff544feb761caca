package org.web3ecosystem.trustchain.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.dns.ZoneSigning;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** The keys of the zone: for who is to trust them, and for the operator. */
final class ZoneRoutes {

	private static final String ANCHORS = "/trustchain/zone/anchors";

	private static final String KEYS = "/trustchain/zone/keys";

	private static final String SUCCESSOR = "/trustchain/zone/keys/{role}/successor";

	private final ZoneSigning signing;

	private final TrustChainThreads threads;

	ZoneRoutes(ZoneSigning signing, TrustChainThreads threads) {
		this.signing = signing;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(ANCHORS), this::anchors)
			.route(LogRoutes.reading(KEYS), request -> keys(request, signing::state))
			.POST(SUCCESSOR,
					request -> OperatorRoutes.asOperator(request,
							operator -> keys(operator, () -> signing.succeed(role(operator.pathVariable("role"))))))
			.route(path(ANCHORS).or(path(KEYS)),
					request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(SUCCESSOR), request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	private Mono<ServerResponse> anchors(ServerRequest request) {
		String format = request.queryParam("format").orElse("zone");
		return switch (format) {
			case "zone" -> text(signing.anchors());
			case "bind" -> text(signing.bindAnchors());
			default ->
				Problems.of(new IllegalArgumentException("format is zone or bind, not '" + format + "'"), request);
		};
	}

	private static Mono<ServerResponse> text(String body) {
		return ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(body);
	}

	/** Off the event loop: the ledger is asked. */
	private Mono<ServerResponse> keys(ServerRequest request, Callable<List<Map<String, Object>>> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work))
			.flatMap(
					keys -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("keys", keys)))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private static Role role(String text) {
		return Stream.of(Role.values())
			.filter(role -> role.toString().equals(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("a role is one of "
					+ Stream.of(Role.values()).map(Role::toString).collect(Collectors.joining(", "))));
	}

}
