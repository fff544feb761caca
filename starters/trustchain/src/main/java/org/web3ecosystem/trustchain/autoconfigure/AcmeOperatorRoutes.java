package org.web3ecosystem.trustchain.autoconfigure;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.acme.AcmeServer;
import org.web3ecosystem.trustchain.acme.challenge.ChallengeTexts;
import org.web3ecosystem.trustchain.acme.state.ExternalKey;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.path.LeafRules;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * What the operator of this node does for ACME clients: gives them keys for accounts, and
 * puts TXT records there for dns-01.
 */
final class AcmeOperatorRoutes {

	private static final String KEYS = "/trustchain/acme/keys";

	private static final String CHALLENGE = "/trustchain/acme/challenges/{name}/{value}";

	private static final Logger logger = LoggerFactory.getLogger(AcmeOperatorRoutes.class);

	private final Name zone;

	private final AcmeServer server;

	private final ChallengeTexts texts;

	private final TrustChainThreads threads;

	AcmeOperatorRoutes(String zone, AcmeServer server, ChallengeTexts texts, TrustChainThreads threads) {
		this.zone = new Name(zone);
		this.server = server;
		this.texts = texts;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.POST(KEYS, request -> OperatorRoutes.asOperator(request, this::key))
			.PUT(CHALLENGE, request -> OperatorRoutes.asOperator(request, this::put))
			.DELETE(CHALLENGE, request -> OperatorRoutes.asOperator(request, this::remove))
			.route(path(KEYS), request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.route(path(CHALLENGE), request -> LogRoutes.notAllowed(request, HttpMethod.PUT, HttpMethod.DELETE))
			.build();
	}

	private Mono<ServerResponse> key(ServerRequest request) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), server.external()::create))
			.flatMap(key -> {
				logger.atInfo().addKeyValue("kid", key.id()).log("a key for an ACME account was created");
				return ServerResponse.status(HttpStatus.CREATED)
					.contentType(MediaType.APPLICATION_JSON)
					.header("Cache-Control", "no-store")
					.bodyValue(members(key));
			});
	}

	private static Map<String, Object> members(ExternalKey key) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("kid", key.id());
		members.put("hmacKey", Base64.getUrlEncoder().withoutPadding().encodeToString(key.secret()));
		members.put("expires", key.expires().toString());
		return members;
	}

	private Mono<ServerResponse> put(ServerRequest request) {
		texts.put(name(request), value(request));
		return ServerResponse.noContent().build();
	}

	private Mono<ServerResponse> remove(ServerRequest request) {
		return texts.remove(name(request), value(request)) ? ServerResponse.noContent().build()
				: Problems.respond(HttpStatus.NOT_FOUND, "no such challenge stands at this node", request);
	}

	private Name name(ServerRequest request) {
		String name = request.pathVariable("name");
		if (!LeafRules.isHostName(name) || !new Name(name).isWithin(zone)) {
			throw new IllegalArgumentException("the name is a host name within " + zone
					+ ", the one to be validated and without " + ChallengeTexts.LABEL);
		}
		return new Name(name);
	}

	/** RFC 8555, section 8.4: SHA-256 in base64url. */
	private static String value(ServerRequest request) {
		String value = request.pathVariable("value");
		if (!value.matches("[A-Za-z0-9_-]{43}")) {
			throw new IllegalArgumentException("the value is a SHA-256 in base64url, 43 characters");
		}
		return value;
	}

}
