package org.web3ecosystem.trustchain.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.IpLiteral;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.acme.AcmeServer;
import org.web3ecosystem.trustchain.acme.Call;
import org.web3ecosystem.trustchain.acme.Links;
import org.web3ecosystem.trustchain.acme.Reply;
import org.web3ecosystem.trustchain.acme.jose.SignedRequest;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** The ACME server over HTTPS, and over nothing else (RFC 8555, section 6.1). */
final class AcmeRoutes {

	private static final String DIRECTORY = "/acme/directory";

	private static final String NEW_NONCE = "/acme/new-nonce";

	private static final String RENEWAL_INFO = "/acme/renewal-info/{id}";

	private static final String NEW_ACCOUNT = "/acme/new-account";

	private static final String ACCOUNT = "/acme/account/{id}";

	private static final String ORDERS = "/acme/account/{id}/orders";

	private static final String KEY_CHANGE = "/acme/key-change";

	private static final String NEW_ORDER = "/acme/new-order";

	private static final String ORDER = "/acme/order/{id}";

	private static final String FINALIZE = "/acme/order/{id}/finalize";

	private static final String AUTHORIZATION = "/acme/authorization/{id}/{index}";

	private static final String CHALLENGE = "/acme/challenge/{id}/{index}/{type}";

	private static final String CERTIFICATE = "/acme/certificate/{id}";

	private static final String REVOKE_CERT = "/acme/revoke-cert";

	private static final List<String> POSTED = List.of(NEW_ACCOUNT, ACCOUNT, ORDERS, KEY_CHANGE, NEW_ORDER, ORDER,
			FINALIZE, AUTHORIZATION, CHALLENGE, CERTIFICATE, REVOKE_CERT);

	private static final MediaType JOSE = MediaType.parseMediaType("application/jose+json");

	private static final MediaType PEM = MediaType.parseMediaType("application/pem-certificate-chain");

	private static final int MAX_INDEX_DIGITS = 3;

	private final AcmeServer server;

	private final AcmeHosts hosts;

	private final TrustChainThreads threads;

	AcmeRoutes(AcmeServer server, AcmeHosts hosts, TrustChainThreads threads) {
		this.server = server;
		this.hosts = hosts;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		RouterFunctions.Builder routes = RouterFunctions.route()
			.route(reading(DIRECTORY), request -> look(request, links -> server.directory(links, isLocal(request))))
			.route(reading(NEW_NONCE), this::nonce)
			.route(reading(RENEWAL_INFO),
					request -> look(request, links -> server.renewalInfo(links, request.pathVariable("id"))))
			.POST(NEW_ACCOUNT, request -> post(request, (call, id) -> server.newAccount(call)))
			.POST(ACCOUNT, request -> post(request, server::account))
			.POST(ORDERS, request -> post(request, server::orders))
			.POST(KEY_CHANGE, request -> post(request, (call, id) -> server.keyChange(call)))
			.POST(NEW_ORDER, request -> post(request, (call, id) -> server.newOrder(call)))
			.POST(ORDER, request -> post(request, server::order))
			.POST(FINALIZE, request -> post(request, server::complete))
			.POST(AUTHORIZATION, request -> post(request, (call, id) -> server.authorization(call, id, index(request))))
			.POST(CHALLENGE,
					request -> post(request,
							(call, id) -> server.challenge(call, id, index(request), request.pathVariable("type"))))
			.POST(CERTIFICATE, request -> post(request, server::certificate))
			.POST(REVOKE_CERT, request -> post(request, (call, id) -> server.revokeCert(call)));
		POSTED.forEach(each -> routes.route(path(each), request -> LogRoutes.notAllowed(request, HttpMethod.POST)));
		return routes
			.route(path(DIRECTORY).or(path(NEW_NONCE)).or(path(RENEWAL_INFO)),
					request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.build();
	}

	/** GET, and HEAD, which is the same without its body. */
	private static RequestPredicate reading(String path) {
		return GET(path).or(HEAD(path));
	}

	/** RFC 8555, section 7.2: 200 for HEAD, 204 for GET. */
	private Mono<ServerResponse> nonce(ServerRequest request) {
		return called(request,
				links -> headers(ServerResponse.status(request.method() == HttpMethod.HEAD ? 200 : 204), links)
					.header("Replay-Nonce", server.nonce())
					.build());
	}

	private Mono<ServerResponse> look(ServerRequest request, Function<Links, Reply> work) {
		return called(request,
				links -> on(() -> work.apply(links)).flatMap(reply -> written(request, reply, links, false)));
	}

	private Mono<ServerResponse> post(ServerRequest request, BiFunction<Call, String, Reply> work) {
		return called(request, links -> {
			if (request.headers().contentType().filter(JOSE::equalsTypeAndSubtype).isEmpty()) {
				return written(request, refusal(415, "a request is sent as application/jose+json"), links, true);
			}
			String id = request.pathVariables().getOrDefault("id", "");
			return body(request)
				.flatMap(body -> on(() -> work.apply(new Call(links, target(request), body, client(request)), id)))
				.onErrorResume(DataBufferLimitException.class,
						tooLarge -> Mono
							.just(refusal(413, "a request has at most " + SignedRequest.MAX_BYTES + " bytes")))
				.flatMap(reply -> written(request, reply, links, true));
		});
	}

	/** Only over HTTPS, and only who calls this node by a name that it has. */
	private Mono<ServerResponse> called(ServerRequest request, Function<Links, Mono<ServerResponse>> work) {
		Links own = hosts.own();
		if (request.exchange().getRequest().getSslInfo() == null) {
			return written(request, refusal(403, "ACME is spoken over HTTPS only, at " + own.base() + DIRECTORY), own,
					false);
		}
		return hosts.links(Objects.requireNonNullElse(request.headers().firstHeader(HttpHeaders.HOST), ""))
			.map(work)
			.orElseGet(() -> written(request, refusal(421, "this server is not called that: use " + own.base()
					+ DIRECTORY + ", or see web3.trustchain.acme.hosts"), own, false));
	}

	private static Reply refusal(int status, String detail) {
		return Reply.of(ErrorType.MALFORMED.because(detail)).withStatus(status);
	}

	private Mono<ServerResponse> written(ServerRequest request, Reply reply, Links links, boolean nonce) {
		ServerResponse.BodyBuilder response = headers(ServerResponse.status(reply.status()), links);
		if (nonce) {
			response.header("Replay-Nonce", server.nonce());
		}
		reply.location().ifPresent(url -> response.header(HttpHeaders.LOCATION, url));
		reply.up().ifPresent(url -> response.header(HttpHeaders.LINK, "<" + url + ">;rel=\"up\""));
		reply.retryAfter()
			.ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER,
					String.valueOf(Math.max(1, after.plusMillis(999).toSeconds()))));
		return switch (reply.body()) {
			case Reply.Body.Json(Map<String, Object> members) ->
				response.contentType(MediaType.APPLICATION_JSON).bodyValue(members);
			case Reply.Body.Refusal(Map<String, Object> members) ->
				response.contentType(MediaType.APPLICATION_PROBLEM_JSON)
					.bodyValue(problem(request, reply.status(), members));
			case Reply.Body.Chain(String pem) -> response.contentType(PEM).bodyValue(pem);
			case Reply.Body.Nothing() -> response.build();
		};
	}

	/** With what every problem document of this application has. */
	private static Map<String, Object> problem(ServerRequest request, int status, Map<String, Object> members) {
		Map<String, Object> problem = new LinkedHashMap<>(members);
		problem.put("title",
				Optional.ofNullable(HttpStatus.resolve(status)).map(HttpStatus::getReasonPhrase).orElse("-"));
		problem.put("instance", request.uri().getRawPath());
		return problem;
	}

	private static ServerResponse.BodyBuilder headers(ServerResponse.BodyBuilder response, Links links) {
		return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.header(HttpHeaders.LINK, "<" + links.base() + DIRECTORY + ">;rel=\"index\"");
	}

	private <T> Mono<T> on(Supplier<T> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work::get));
	}

	/** Counted before it is gathered. */
	private static Mono<byte[]> body(ServerRequest request) {
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), SignedRequest.MAX_BYTES)
			.map(AcmeRoutes::take)
			.defaultIfEmpty(new byte[0]);
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/** As it was sent, since as that it was signed. */
	private static String target(ServerRequest request) {
		String query = request.uri().getRawQuery();
		return request.uri().getRawPath() + ((query != null) ? "?" + query : "");
	}

	private static int index(ServerRequest request) {
		String index = request.pathVariable("index");
		return index.matches("[0-9]{1," + MAX_INDEX_DIGITS + "}") ? Integer.parseInt(index) : -1;
	}

	private static boolean isLocal(ServerRequest request) {
		return client(request).isLoopbackAddress();
	}

	/** Who has no address is from elsewhere. */
	private static InetAddress client(ServerRequest request) {
		return request.remoteAddress().map(InetSocketAddress::getAddress).orElseGet(() -> IpLiteral.parse("0.0.0.0"));
	}

}
