package org.web3ecosystem.trustchain.autoconfigure;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ct.InclusionProof;
import org.web3ecosystem.trustchain.ct.LogEntry;
import org.web3ecosystem.trustchain.ct.LogKey;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.offer.Issuing;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** What anyone may read: the root, the log's checkpoint, its entries and proofs. */
final class LogRoutes {

	private static final String CHECKPOINT = "/trustchain/log/checkpoint";

	private static final String KEY = "/trustchain/log/key";

	private static final String WITNESS = "/trustchain/witness/key";

	private static final String PROOF = "/trustchain/log/proof";

	private static final String CONSISTENCY = "/trustchain/log/consistency";

	private static final String ENTRIES = "/trustchain/log/entries";

	private static final String ENTRY = "/trustchain/log/entries/{index}";

	private static final int PAGE = 20;

	private static final int MAX_PAGE = 100;

	private final IssuingDesk desk;

	private final UnaryOperator<String> cosigned;

	private final Supplier<String> witnessKey;

	private final TrustChainThreads threads;

	/**
	 * @param cosigned a note of the log with what others have cosigned of it
	 * @param witnessKey the key by which this node cosigns others' checkpoints; blocks
	 */
	LogRoutes(IssuingDesk desk, UnaryOperator<String> cosigned, Supplier<String> witnessKey,
			TrustChainThreads threads) {
		this.desk = desk;
		this.cosigned = cosigned;
		this.witnessKey = witnessKey;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(reading(CHECKPOINT), request -> text(request, log -> cosigned.apply(log.note())))
			.route(reading(WITNESS), this::witness)
			.route(reading(KEY),
					request -> text(request,
							log -> LogKey.verifierKey(log.checkpoint().origin(), log.key().publicKey()) + "\n"))
			.route(reading(PROOF), this::proof)
			.route(reading(CONSISTENCY), this::consistency)
			.route(reading(ENTRIES), this::page)
			.route(reading(ENTRY), this::entry)
			.route(path(CHECKPOINT).or(path(WITNESS))
				.or(path(KEY))
				.or(path(PROOF))
				.or(path(CONSISTENCY))
				.or(path(ENTRIES))
				.or(path(ENTRY)), request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.build();
	}

	/** GET, and HEAD, which is the same without its body. */
	static RequestPredicate reading(String path) {
		return GET(path).or(HEAD(path));
	}

	static Mono<ServerResponse> notAllowed(ServerRequest request, HttpMethod... allowed) {
		return Mono.error(new MethodNotAllowedException(request.method(), List.of(allowed)));
	}

	private Mono<ServerResponse> witness(ServerRequest request) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), witnessKey::get))
			.flatMap(key -> ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(key + "\n"))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private Mono<ServerResponse> text(ServerRequest request, Function<TransparencyLog, String> content) {
		return withLog(request,
				log -> ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(content.apply(log)));
	}

	private Mono<ServerResponse> proof(ServerRequest request) {
		return withLog(request, log -> {
			byte[] leaf = fingerprint(request.queryParam("leaf").orElse(""));
			OptionalInt index = log.find(leaf);
			if (index.isEmpty()) {
				return Problems.respond(HttpStatus.NOT_FOUND, "no such certificate in this node's log", request);
			}
			InclusionProof proof = log.inclusion(index.getAsInt());
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("index", proof.index());
			body.put("leafInput", base64(log.entry(index.getAsInt()).orElseThrow().leafInput()));
			body.put("path", proof.path().stream().map(LogRoutes::base64).toList());
			body.put("checkpoint", proof.note());
			return json(body);
		});
	}

	private Mono<ServerResponse> consistency(ServerRequest request) {
		return withLog(request, log -> {
			int first = number(request.queryParam("first").orElse(""));
			int second = number(request.queryParam("second").orElse(""));
			return json(Map.of("first", first, "second", second, "path",
					log.consistency(first, second).stream().map(LogRoutes::base64).toList()));
		});
	}

	private Mono<ServerResponse> entry(ServerRequest request) {
		return withLog(request, log -> {
			int index = number(request.pathVariable("index"));
			return (index < log.size()) ? json(describe(log, index))
					: Problems.respond(HttpStatus.NOT_FOUND, "the log has " + log.size() + " entries", request);
		});
	}

	/** Newest first. */
	private Mono<ServerResponse> page(ServerRequest request) {
		return withLog(request, log -> {
			int size = log.size();
			int end = Math.min(request.queryParam("before").map(LogRoutes::number).orElse(size), size);
			int limit = Math.clamp(request.queryParam("limit").map(LogRoutes::number).orElse(PAGE), 1, MAX_PAGE);
			int begin = Math.max(end - limit, 0);
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("entries",
					IntStream.range(begin, end)
						.map(index -> begin + end - 1 - index)
						.mapToObj(index -> summary(log, index))
						.toList());
			if (begin > 0) {
				body.put("next", begin);
			}
			return json(body);
		});
	}

	/** What was logged and not issued in the end, or not yet, has no leaf. */
	private static Map<String, Object> summary(TransparencyLog log, int index) {
		LogEntry entry = log.entry(index).orElseThrow();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("index", index);
		body.put("timestamp", entry.timestamp().toString());
		body.put("purpose", entry.purpose().name());
		body.put("node", entry.node().hex());
		log.certificate(index)
			.ifPresent(certificate -> body.put("leaf", HexFormat.of().formatHex(Digest.sha256(certificate))));
		return body;
	}

	private static Map<String, Object> describe(TransparencyLog log, int index) {
		LogEntry entry = log.entry(index).orElseThrow();
		Map<String, Object> body = summary(log, index);
		body.put("leafInput", base64(entry.leafInput()));
		if (entry.precertificate().length > 0) {
			body.put("precertificate", Pem.encode("CERTIFICATE", entry.precertificate()));
		}
		log.certificate(index)
			.ifPresent(certificate -> body.put("certificate", Pem.encode("CERTIFICATE", certificate)));
		return body;
	}

	/** Off the event loop, since the log reads files and may be writing. */
	private Mono<ServerResponse> withLog(ServerRequest request,
			Function<TransparencyLog, Mono<ServerResponse>> reading) {
		return Mono
			.fromCompletionStage(() -> Async.call(threads.executor(), () -> reading.apply(desk.current()
				.map(Issuing::log)
				.orElseThrow(() -> new UnavailableException("this node keeps no transparency log, or not now")))))
			.flatMap(Function.identity())
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private static Mono<ServerResponse> json(Map<String, Object> body) {
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
	}

	static byte[] fingerprint(String hex) {
		if (!hex.matches("[0-9a-fA-F]{64}")) {
			throw new IllegalArgumentException("leaf is the SHA-256 of a certificate, 64 hexadecimal digits");
		}
		return HexFormat.of().parseHex(hex);
	}

	static int number(String text) {
		if (!text.matches("[0-9]{1,9}")) {
			throw new IllegalArgumentException(
					"not a number: '" + text.substring(0, Math.min(text.length(), 20)) + "'");
		}
		return Integer.parseInt(text);
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
