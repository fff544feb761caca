package org.web3ecosystem.trustchain.autoconfigure;

import java.security.Principal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ca.Authority;
import org.web3ecosystem.trustchain.ca.NamePolicy;
import org.web3ecosystem.trustchain.ca.Order;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.SigningRequest;
import org.web3ecosystem.trustchain.join.JoinToken;
import org.web3ecosystem.trustchain.join.Tokens;
import org.web3ecosystem.trustchain.node.IssuingDesk;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * What the operator of this node may do: have a server certificate issued, and let a node
 * join. Whoever is not identified by the server is refused here too, whatever stands
 * before these routes.
 */
final class OperatorRoutes {

	private static final MediaType PEM = MediaType.parseMediaType("application/pem-certificate-chain");

	private static final String LIFE = "life";

	private static final Duration ISSUING = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(OperatorRoutes.class);

	private final Node node;

	private final IssuingDesk desk;

	private final Tokens tokens;

	private final TrustChainThreads threads;

	private final NamePolicy policy;

	OperatorRoutes(Node node, IssuingDesk desk, Tokens tokens, TrustChainThreads threads) {
		this.node = node;
		this.desk = desk;
		this.tokens = tokens;
		this.threads = threads;
		this.policy = new NamePolicy(node.genesis().zone());
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.POST("/trustchain/certificates", request -> asOperator(request, this::certificate))
			.POST("/trustchain/tokens", request -> asOperator(request, this::token))
			.route(path("/trustchain/certificates").or(path("/trustchain/tokens")),
					request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	static Mono<ServerResponse> asOperator(ServerRequest request, Function<ServerRequest, Mono<ServerResponse>> work) {
		return request.principal()
			.map(Principal::getName)
			.map(name -> true)
			.defaultIfEmpty(false)
			.flatMap(known -> known ? work.apply(request)
					: Problems.respond(HttpStatus.FORBIDDEN, "this needs the operator's client certificate", request))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private Mono<ServerResponse> certificate(ServerRequest request) {
		String purpose = request.queryParam("purpose").orElse("server");
		if (!purpose.equals("server")) {
			throw new IllegalArgumentException("the one purpose here is server, not '" + purpose + "'");
		}
		return request.bodyToMono(String.class)
			.defaultIfEmpty("")
			.flatMap(body -> on(() -> issue(body)))
			.flatMap(chain -> ServerResponse.status(HttpStatus.CREATED)
				.contentType(PEM)
				.bodyValue(Pem.encode(chain.certificates())));
	}

	private CertificateChain issue(String body) {
		List<byte[]> requests = Pem.decode("CERTIFICATE REQUEST", body);
		if (requests.size() != 1) {
			throw new IllegalArgumentException("the body is one PEM block CERTIFICATE REQUEST");
		}
		Authority authority = desk.authority()
			.orElseThrow(() -> new UnavailableException("this node has no issuing authority, or not now"));
		SigningRequest csr = SigningRequest.parse(requests.getFirst());
		List<String> names = policy.certified(Purpose.SERVER, node.name(), csr.names(), NamePolicy.Reach.OWN);
		CertificateChain chain = Async.await(
				authority.issue(new Order(csr, Purpose.SERVER, node.id(), node.name(), names)), ISSUING,
				"the transparency log");
		logger.atInfo()
			.addKeyValue("serial", chain.leaf().getSerialNumber().toString(16))
			.addKeyValue("names", names)
			.log("a server certificate was issued to the operator");
		return chain;
	}

	private Mono<ServerResponse> token(ServerRequest request) {
		Duration life = life(request);
		return hasBody(request).flatMap(has -> has ? Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
				"a token is asked for without a body; how long it lives is the parameter life, as in ?life=PT15M",
				request) : token(life));
	}

	private Mono<ServerResponse> token(Duration life) {
		return on(() -> {
			if (desk.authority().isEmpty()) {
				throw RejectedException.of("trustchain:no-authority",
						"this node has no issuing authority, so it admits nobody");
			}
			JoinToken token = new JoinToken(node.genesis().federation(), node.genesis().rootFingerprint(), doors(),
					tokens.create(life));
			logger.atInfo().addKeyValue("life", life).log("a join token was created");
			return token.text();
		}).flatMap(text -> ServerResponse.status(HttpStatus.CREATED)
			.contentType(MediaType.TEXT_PLAIN)
			.header("Cache-Control", "no-store")
			.bodyValue(text + "\n"));
	}

	/** What is not known is no wish that was heard. */
	private static Duration life(ServerRequest request) {
		request.queryParams().keySet().stream().filter(name -> !LIFE.equals(name)).findFirst().ifPresent(other -> {
			throw new IllegalArgumentException("the one parameter of a token is life, not '" + other + "'");
		});
		if (request.queryParams().getOrDefault(LIFE, List.of()).size() > 1) {
			throw new IllegalArgumentException("life is given once");
		}
		return request.queryParam("life").map(OperatorRoutes::duration).orElse(Tokens.DEFAULT_LIFE);
	}

	/** Reads no further than the first byte. */
	static Mono<Boolean> hasBody(ServerRequest request) {
		return request.exchange().getRequest().getBody().any(piece -> {
			boolean some = piece.readableByteCount() > 0;
			DataBufferUtils.release(piece);
			return some;
		});
	}

	private List<String> doors() {
		return node.endpoints()
			.addresses()
			.stream()
			.map(address -> (address.indexOf(':') >= 0) ? "[" + address + "]" : address)
			.map(address -> address + ":" + node.endpoints().stoq())
			.toList();
	}

	private <T> Mono<T> on(Callable<T> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work));
	}

	private static Duration duration(String text) {
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException malformed) {
			throw new IllegalArgumentException("life is a duration such as PT15M", malformed);
		}
	}

}
