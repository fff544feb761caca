package org.web3ecosystem.trustchain.autoconfigure;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;

import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ct.Submission;
import org.web3ecosystem.trustchain.ct.TransparencyLog;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.rfc6962.Answers;
import org.web3ecosystem.trustchain.rfc6962.Judge;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** The log as outside clients know logs (RFC 6962, section 4). */
final class CtRoutes {

	private static final String ADD_CHAIN = "/ct/v1/add-chain";

	private static final String ADD_PRE_CHAIN = "/ct/v1/add-pre-chain";

	private static final String STH = "/ct/v1/get-sth";

	private static final String CONSISTENCY = "/ct/v1/get-sth-consistency";

	private static final String PROOF = "/ct/v1/get-proof-by-hash";

	private static final String ENTRIES = "/ct/v1/get-entries";

	private static final String ROOTS = "/ct/v1/get-roots";

	private static final String ENTRY_AND_PROOF = "/ct/v1/get-entry-and-proof";

	/** The member of a log list, as other logs of static tiles show theirs. */
	private static final String DESCRIPTION = "/ct/log.v3.json";

	/** Four certificates in Base64, and something around them. */
	private static final int MAX_BODY = 48 * 1024;

	/** Submissions that are judged or written at once. */
	private static final int MAX_UNDER_WAY = 32;

	private static final Duration WRITING = Duration.ofSeconds(10);

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final Judge judge;

	private final URI base;

	private final IssuingDesk desk;

	private final TrustChainThreads threads;

	private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

	/**
	 * @param base where this node is reached over HTTPS
	 */
	CtRoutes(Judge judge, URI base, IssuingDesk desk, TrustChainThreads threads) {
		this.judge = judge;
		this.base = base;
		this.desk = desk;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.POST(ADD_CHAIN, request -> add(request, judge::certificate))
			.POST(ADD_PRE_CHAIN, request -> add(request, judge::precertificate))
			.route(LogRoutes.reading(STH), request -> read(request, Answers::treeHead))
			.route(LogRoutes.reading(CONSISTENCY),
					request -> read(request,
							answers -> answers.consistency(number(request, "first"), number(request, "second"))))
			.route(LogRoutes.reading(PROOF), request -> read(request, answers -> proof(request, answers)))
			.route(LogRoutes.reading(ENTRIES),
					request -> read(request,
							answers -> answers.entries(number(request, "start"), number(request, "end"))))
			.route(LogRoutes.reading(ROOTS),
					_ -> json(Map.of("certificates",
							judge.roots().stream().map(Base64.getEncoder()::encodeToString).toList())))
			.route(LogRoutes.reading(ENTRY_AND_PROOF), request -> read(request,
					answers -> answers.entryAndProof(number(request, "leaf_index"), number(request, "tree_size"))))
			.route(LogRoutes.reading(DESCRIPTION), request -> read(request, answers -> answers.description(base)))
			.route(path(STH).or(path(CONSISTENCY))
				.or(path(DESCRIPTION))
				.or(path(PROOF))
				.or(path(ENTRIES))
				.or(path(ROOTS))
				.or(path(ENTRY_AND_PROOF)), request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(ADD_CHAIN).or(path(ADD_PRE_CHAIN)), request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	private Mono<ServerResponse> add(ServerRequest request, Function<List<byte[]>, Submission> judged) {
		if (!underWay.tryAcquire()) {
			return Problems.respond(HttpStatus.SERVICE_UNAVAILABLE, MAX_UNDER_WAY + " submissions are under way",
					request);
		}
		return DataBufferUtils.join(request.bodyToFlux(DataBuffer.class), MAX_BODY)
			.map(CtRoutes::bytes)
			.defaultIfEmpty(new byte[0])
			.flatMap(body -> on(() -> add(judged.apply(chain(body)))))
			.flatMap(CtRoutes::json)
			.onErrorResume(failure -> Problems.of(failure, request))
			.doFinally(_ -> underWay.release());
	}

	private Map<String, Object> add(Submission submission) {
		TransparencyLog log = log();
		TransparencyLog.Logged logged = Async.await(log.append(submission), WRITING, "the transparency log");
		return Answers.timestamp(log.timestamp(logged.entry()));
	}

	private static List<byte[]> chain(byte[] body) {
		try {
			JsonNode chain = JSON.readTree(body).path("chain");
			if (!chain.isArray() || chain.isEmpty() || chain.size() > Judge.MAX_CHAIN) {
				throw new IllegalArgumentException(
						"the body is {\"chain\": [...]}, at most " + Judge.MAX_CHAIN + " certificates in Base64");
			}
			List<byte[]> certificates = new ArrayList<>();
			for (JsonNode each : chain) {
				certificates.add(Base64.getDecoder().decode(each.stringValue("")));
			}
			return certificates;
		}
		catch (JacksonException malformed) {
			throw new IllegalArgumentException("the body is not JSON", malformed);
		}
	}

	private static byte[] bytes(DataBuffer body) {
		ByteBuffer bytes = ByteBuffer.allocate(body.readableByteCount());
		body.toByteBuffer(bytes);
		DataBufferUtils.release(body);
		return bytes.array();
	}

	private static Map<String, Object> proof(ServerRequest request, Answers answers) {
		// what is not encoded as it should be has lost its plus signs
		byte[] hash = Base64.getDecoder().decode(request.queryParam("hash").orElse("").replace(' ', '+'));
		if (hash.length != Digest.LENGTH) {
			throw new IllegalArgumentException("hash is that of a leaf, " + Digest.LENGTH + " bytes in Base64");
		}
		return answers.proof(hash, number(request, "tree_size"))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such leaf in this tree"));
	}

	private static int number(ServerRequest request, String name) {
		return LogRoutes.number(request.queryParam(name).orElse(""));
	}

	private Mono<ServerResponse> read(ServerRequest request, Function<Answers, Map<String, Object>> answer) {
		return on(() -> answer.apply(new Answers(log()))).flatMap(CtRoutes::json)
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private TransparencyLog log() {
		return desk.current()
			.map(Issuing::log)
			.orElseThrow(() -> new UnavailableException("this node keeps no transparency log, or not now"));
	}

	/** Off the event loop: files are read and written. */
	private <T> Mono<T> on(Callable<T> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work));
	}

	private static Mono<ServerResponse> json(Map<String, Object> body) {
		return ServerResponse.ok()
			.contentType(MediaType.APPLICATION_JSON)
			.cacheControl(CacheControl.noStore())
			.bodyValue(body);
	}

}
