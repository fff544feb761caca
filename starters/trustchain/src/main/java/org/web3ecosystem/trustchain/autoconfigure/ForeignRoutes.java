package org.web3ecosystem.trustchain.autoconfigure;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.ForeignTrust;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.bundle.ForeignBundles;
import org.web3ecosystem.trustchain.bundle.ForeignOffice;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ledger.ForeignVotes;
import org.web3ecosystem.trustchain.path.AnchorRules;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * Which other federations are believed, how the operator has one admitted or removed, and
 * what is said of a chain that a peer of one has shown.
 */
final class ForeignRoutes {

	private static final String ALL = "/trustchain/foreign";

	private static final String ONE = "/trustchain/foreign/{domain}";

	private static final String VALIDATION = "/trustchain/foreign/{domain}/validation";

	private final Node node;

	private final ForeignBundles bundles;

	private final ForeignOffice office;

	private final TrustChainThreads threads;

	ForeignRoutes(Node node, ForeignBundles bundles, ForeignOffice office, TrustChainThreads threads) {
		this.node = node;
		this.bundles = bundles;
		this.office = office;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(ALL), request -> all(request))
			.PUT(ONE, request -> OperatorRoutes.asOperator(request, this::admit))
			.DELETE(ONE, request -> OperatorRoutes.asOperator(request, this::remove))
			.POST(VALIDATION, request -> OperatorRoutes.asOperator(request, this::validate))
			.route(path(ALL), request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(ONE), request -> LogRoutes.notAllowed(request, HttpMethod.PUT, HttpMethod.DELETE))
			.route(path(VALIDATION), request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	private Mono<ServerResponse> all(ServerRequest request) {
		return on(() -> Map.<String, Object>of("federations",
				bundles.all().stream().map(ForeignRoutes::describe).toList()))
			.flatMap(ForeignRoutes::json)
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private static Map<String, Object> describe(ForeignBundles.Known known) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("domain", known.federation().domain());
		body.put("url", known.federation().endpoint());
		known.federation().endpointId().ifPresent(id -> body.put("endpointId", id));
		body.put("pins", known.federation().pins());
		body.put("roots", known.roots().stream().map(ForeignRoutes::digest).toList());
		known.sequence().ifPresent(sequence -> body.put("sequence", sequence));
		known.asOf().map(Instant::toString).ifPresent(asOf -> body.put("asOf", asOf));
		body.put("stale", known.stale());
		known.failure().ifPresent(failure -> body.put("failure", failure));
		return body;
	}

	private static String digest(X509Certificate root) {
		return Digest.hex(Digest.encoded(root));
	}

	private Mono<ServerResponse> admit(ServerRequest request) {
		String url = request.queryParam("url")
			.orElseThrow(() -> new IllegalArgumentException("url says where its bundle is"));
		Set<String> pins = pins(request.queryParams().getOrDefault("pin", List.of()));
		return withoutBody(request,
				() -> office.admit(request.pathVariable("domain"), url, request.queryParam("endpointId"), pins));
	}

	private static Set<String> pins(List<String> given) {
		if (given.isEmpty() || given.stream().anyMatch(pin -> !pin.matches("[0-9a-fA-F]{64}"))) {
			throw new IllegalArgumentException(
					"pin is the SHA-256 of a root in hexadecimal; it may be given several times");
		}
		return given.stream().map(pin -> pin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	private Mono<ServerResponse> remove(ServerRequest request) {
		return withoutBody(request, () -> office.remove(request.pathVariable("domain")));
	}

	private Mono<ServerResponse> withoutBody(ServerRequest request, Callable<ForeignVotes> work) {
		return OperatorRoutes.hasBody(request)
			.flatMap(has -> has ? Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
					"this has no body; what is wanted is said in the parameters url, pin and endpointId", request)
					: on(work).flatMap(this::votes).onErrorResume(failure -> Problems.of(failure, request)));
	}

	private Mono<ServerResponse> votes(ForeignVotes votes) {
		return ServerResponse.status(votes.decided() ? HttpStatus.OK : HttpStatus.ACCEPTED)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("decided", votes.decided(), "votes", votes.votes(), "needed", node.genesis().quorum()));
	}

	private Mono<ServerResponse> validate(ServerRequest request) {
		String domain = request.pathVariable("domain");
		ForeignTrust.Use use = use(request.queryParam("as"));
		if (!bundles.domains().contains(domain)) {
			return Problems.respond(HttpStatus.NOT_FOUND,
					"no foreign federation of the zone " + domain + " is admitted", request);
		}
		return request.bodyToMono(String.class)
			.defaultIfEmpty("")
			.flatMap(body -> Mono.fromCompletionStage(() -> bundles.validate(domain, chain(body), use)))
			.flatMap(verdict -> switch (verdict) {
				case Verdict.Accepted _ -> json(Map.of("accepted", true));
				case Verdict.Rejected(String reason, boolean revoked) ->
					json(Map.of("accepted", false, "reason", reason));
				case Verdict.Unavailable(String reason) ->
					Problems.respond(HttpStatus.SERVICE_UNAVAILABLE, reason, request);
			});
	}

	private static CertificateChain chain(String body) {
		List<byte[]> blocks = Pem.decode("CERTIFICATE", body);
		if (blocks.isEmpty()) {
			throw new IllegalArgumentException("the body is the chain, leaf first, in PEM blocks CERTIFICATE");
		}
		if (blocks.size() > CertificateChain.MAX_LENGTH) {
			throw new IllegalArgumentException("a chain has at most " + CertificateChain.MAX_LENGTH + " certificates");
		}
		return new CertificateChain(blocks.stream().map(AnchorRules::parse).toList());
	}

	private static ForeignTrust.Use use(Optional<String> named) {
		return switch (named.orElse("client")) {
			case "client" -> ForeignTrust.Use.CLIENT;
			case "server" -> ForeignTrust.Use.SERVER;
			case String other -> throw new IllegalArgumentException("as is client or server, not '" + other + "'");
		};
	}

	private static Mono<ServerResponse> json(Map<String, Object> body) {
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
	}

	/** Off the event loop: endpoints and the ledger are asked. */
	private <T> Mono<T> on(Callable<T> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work));
	}

}
