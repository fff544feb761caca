package org.web3ecosystem.trustchain.autoconfigure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ca.Ca;
import org.web3ecosystem.trustchain.ca.CaName;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.revocation.Responder;
import org.web3ecosystem.trustchain.revocation.RevocationDesk;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * What clients that are no nodes need to know whether a leaf is revoked. It is signed, so
 * it is as good over plain HTTP.
 */
final class StatusRoutes {

	private static final String CA = "/trustchain/ca/{ca}";

	private static final String LIST = "/trustchain/crl/{ca}/{shard}";

	private static final String OCSP = "/trustchain/ocsp";

	/** RFC 6960, appendix A.1; Base64 has slashes of its own. */
	private static final String OCSP_GET = "/trustchain/ocsp/{*request}";

	private static final String OCSP_BELOW = "/trustchain/ocsp/{request}";

	private static final MediaType CERTIFICATE = MediaType.parseMediaType("application/pkix-cert");

	private static final MediaType CRL = MediaType.parseMediaType("application/pkix-crl");

	private static final MediaType OCSP_REQUEST = MediaType.parseMediaType("application/ocsp-request");

	private static final MediaType OCSP_RESPONSE = MediaType.parseMediaType("application/ocsp-response");

	/** News must not wait for caches; an answer stays good for an hour. */
	private static final CacheControl SHORT = CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();

	private final IssuingDesk desk;

	private final RevocationDesk revocation;

	private final TrustChainThreads threads;

	StatusRoutes(IssuingDesk desk, RevocationDesk revocation, TrustChainThreads threads) {
		this.desk = desk;
		this.revocation = revocation;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(CA), request -> der(request, CERTIFICATE, () -> certificate(ca(request))))
			.route(LogRoutes.reading(LIST), request -> der(request, CRL, () -> list(request)))
			.route(LogRoutes.reading(OCSP_GET), request -> ocsp(request, Mono.just(encoded(request))))
			.POST(OCSP, this::ocsp)
			.route(path(CA).or(path(LIST)).or(path(OCSP_BELOW)),
					request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(OCSP), request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	private byte[] certificate(CaName ca) {
		return desk.current()
			.orElseThrow(() -> new UnavailableException("this node has no issuing authority, or not now"))
			.statuses()
			.stream()
			.filter(each -> each.name().answersTo(ca))
			.findFirst()
			.map(signer -> Digest.encoded(signer.certificate()))
			.orElseThrow(() -> new IllegalArgumentException("there is no intermediate " + ca));
	}

	private byte[] list(ServerRequest request) {
		String shard = request.pathVariable("shard");
		if (!shard.matches("[0-9]{1,3}")) {
			throw new IllegalArgumentException("a list has a number");
		}
		return revocation.lists().list(ca(request), Integer.parseInt(shard));
	}

	private static CaName ca(ServerRequest request) {
		return CaName.named(request.pathVariable("ca"))
			.orElseThrow(() -> new IllegalArgumentException(
					"there are " + Stream.of(Ca.values()).map(Ca::toString).collect(Collectors.joining(" and "))));
	}

	private Mono<ServerResponse> ocsp(ServerRequest request) {
		if (!request.headers().contentType().filter(OCSP_REQUEST::equalsTypeAndSubtype).isPresent()) {
			return Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the body is of type " + OCSP_REQUEST, request);
		}
		return ocsp(request,
				DataBufferUtils.join(request.bodyToFlux(DataBuffer.class), Responder.MAX_REQUEST).map(body -> {
					ByteBuffer bytes = ByteBuffer.allocate(body.readableByteCount());
					body.toByteBuffer(bytes);
					DataBufferUtils.release(body);
					return bytes.array();
				}).defaultIfEmpty(new byte[0]));
	}

	private Mono<ServerResponse> ocsp(ServerRequest request, Mono<byte[]> asked) {
		return asked.flatMap(der -> on(() -> revocation.responder().answer(der)))
			.flatMap(answer -> ServerResponse.ok().contentType(OCSP_RESPONSE).cacheControl(SHORT).bodyValue(answer))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	/** What is no Base64 is no request, which the responder says. */
	private static byte[] encoded(ServerRequest request) {
		String text = request.pathVariable("request").replaceFirst("^/", "");
		try {
			return (text.length() <= 2 * Responder.MAX_REQUEST) ? Base64.getDecoder().decode(text) : new byte[0];
		}
		catch (IllegalArgumentException malformed) {
			return new byte[0];
		}
	}

	private Mono<ServerResponse> der(ServerRequest request, MediaType type, Callable<byte[]> work) {
		return on(work).flatMap(body -> ServerResponse.ok().contentType(type).cacheControl(SHORT).bodyValue(body))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	/** Off the event loop: files and the ledger are read. */
	private <T> Mono<T> on(Callable<T> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work));
	}

}
