package org.web3ecosystem.trustchain.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ledger.LeafEntry;
import org.web3ecosystem.trustchain.ledger.Revocation;
import org.web3ecosystem.trustchain.ledger.Revocation.Reason;
import org.web3ecosystem.trustchain.revocation.Revoker;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** What the ledger has of a certificate, and how the operator takes it back. */
final class CertificateRoutes {

	private static final String LEAF = "/trustchain/certificates/{leaf}";

	private static final String REVOCATION = "/trustchain/certificates/{leaf}/revocation";

	private final Revoker revoker;

	private final TrustChainThreads threads;

	CertificateRoutes(Revoker revoker, TrustChainThreads threads) {
		this.revoker = revoker;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(LEAF), request -> json(request, () -> issuances(revoker.find(leaf(request)))))
			.POST(REVOCATION, request -> OperatorRoutes.asOperator(request, this::revoke))
			.route(path(LEAF), request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(REVOCATION), request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	private static byte[] leaf(ServerRequest request) {
		return LogRoutes.fingerprint(request.pathVariable("leaf"));
	}

	private Mono<ServerResponse> revoke(ServerRequest request) {
		byte[] leaf = leaf(request);
		Reason reason = reason(request.queryParam("reason").orElse(Reason.UNSPECIFIED.toString()));
		return OperatorRoutes.hasBody(request)
			.flatMap(has -> has ? Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
					"a revocation has no body; why is the parameter reason, as in ?reason=keyCompromise", request)
					: json(request, () -> issuances(revoker.revoke(leaf, reason))));
	}

	private static Reason reason(String text) {
		return Reason.named(text)
			.orElseThrow(() -> new IllegalArgumentException("a reason is one of "
					+ Stream.of(Reason.values()).map(Reason::toString).collect(Collectors.joining(", "))));
	}

	private static Map<String, Object> issuances(List<LeafEntry> known) {
		return Map.of("issuances", known.stream().map(CertificateRoutes::describe).toList());
	}

	private static Map<String, Object> describe(LeafEntry leaf) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("issuer", leaf.issuer().hex());
		body.put("node", leaf.node().hex());
		body.put("purpose", leaf.purpose().name());
		body.put("serial", leaf.serialHex());
		body.put("notAfter", leaf.notAfter().toString());
		body.put("logEntry", leaf.index());
		leaf.revocation().map(Revocation::at).ifPresent(at -> body.put("revokedAt", at.toString()));
		leaf.revocation().map(Revocation::reason).ifPresent(reason -> body.put("reason", reason.toString()));
		return body;
	}

	/** Off the event loop: files and the ledger are read. */
	private Mono<ServerResponse> json(ServerRequest request, Callable<Map<String, Object>> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work))
			.flatMap(body -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

}
