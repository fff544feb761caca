package org.web3ecosystem.trustchain.autoconfigure;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

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

import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.dns.Answering;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * DNS over HTTPS (RFC 8484): the zone, from the same place as over UDP. What is wrong
 * with a question is said by DNS, with status 200; what is none, by HTTP.
 */
final class DnsRoutes {

	private static final String QUERY = "/dns-query";

	private static final MediaType MESSAGE = MediaType.parseMediaType("application/dns-message");

	private final Answering answering;

	private final TrustChainThreads threads;

	DnsRoutes(Answering answering, TrustChainThreads threads) {
		this.answering = answering;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(QUERY), request -> answer(request, Mono.fromSupplier(() -> inQuery(request))))
			.POST(QUERY, this::post)
			.route(path(QUERY),
					request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
			.build();
	}

	private Mono<ServerResponse> post(ServerRequest request) {
		if (request.headers().contentType().filter(MESSAGE::equalsTypeAndSubtype).isEmpty()) {
			return Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the body is of type " + MESSAGE, request);
		}
		return answer(request,
				DataBufferUtils.join(request.bodyToFlux(DataBuffer.class), Answering.MAX_QUERY).map(body -> {
					ByteBuffer message = ByteBuffer.allocate(body.readableByteCount());
					body.toByteBuffer(message);
					DataBufferUtils.release(body);
					return message;
				}).defaultIfEmpty(ByteBuffer.allocate(0)));
	}

	/** RFC 8484, section 6: base64url without padding. */
	private static ByteBuffer inQuery(ServerRequest request) {
		String text = request.queryParam("dns")
			.orElseThrow(() -> new IllegalArgumentException("the question is in 'dns', base64url"));
		if (text.length() > 2 * Answering.MAX_QUERY) {
			throw new IllegalArgumentException("a question has at most " + Answering.MAX_QUERY + " bytes");
		}
		return ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
	}

	/** Off the event loop: names are looked up. */
	private Mono<ServerResponse> answer(ServerRequest request, Mono<ByteBuffer> asked) {
		return asked
			.flatMap(message -> Mono.fromCompletionStage(
					() -> Async.call(threads.executor(), () -> answering.within(message)).thenCompose(stage -> stage)))
			.flatMap(reply -> reply(reply, request))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	private static Mono<ServerResponse> reply(Optional<Answering.Reply> answered, ServerRequest request) {
		if (answered.isEmpty()) {
			return Problems.respond(HttpStatus.BAD_REQUEST, "this is no question of DNS", request);
		}
		Answering.Reply reply = answered.get();
		byte[] message = new byte[reply.message().remaining()];
		reply.message().get(message);
		return ServerResponse.ok()
			.contentType(MESSAGE)
			.cacheControl(CacheControl.maxAge(reply.freshFor()))
			.bodyValue(message);
	}

}
