package org.web3ecosystem.trustchain.autoconfigure;

import java.net.URI;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.trustchain.Async;

/** Failures as problem documents (RFC 9457). */
final class Problems {

	private static final Logger logger = LoggerFactory.getLogger(Problems.class);

	private static final String RETRY_AFTER_SECONDS = "2";

	private Problems() {
	}

	static Mono<ServerResponse> respond(HttpStatus status, String detail, ServerRequest request) {
		return respond(ProblemDetail.forStatusAndDetail(status, detail), status, request);
	}

	private static Mono<ServerResponse> respond(ProblemDetail problem, HttpStatus status, ServerRequest request) {
		problem.setInstance(URI.create(request.uri().getRawPath()));
		ServerResponse.BodyBuilder response = ServerResponse.status(status)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			response.header("Retry-After", RETRY_AFTER_SECONDS);
		}
		return response.bodyValue(problem);
	}

	static Mono<ServerResponse> of(Throwable failure, ServerRequest request) {
		return switch (Async.cause(failure)) {
			case RejectedException rejected -> {
				ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT,
						String.valueOf(rejected.getMessage()));
				rejected.kind().ifPresent(kind -> problem.setType(URI.create("urn:web3:" + kind)));
				yield respond(problem, HttpStatus.UNPROCESSABLE_CONTENT, request);
			}
			case UnavailableException notNow ->
				respond(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(notNow.getMessage()), request);
			case ResponseStatusException known ->
				respond(HttpStatus.valueOf(known.getStatusCode().value()), String.valueOf(known.getReason()), request);
			case IllegalArgumentException bad ->
				respond(HttpStatus.BAD_REQUEST, String.valueOf(bad.getMessage()), request);
			case DataBufferLimitException _ -> respond(HttpStatus.CONTENT_TOO_LARGE, "the body is too large", request);
			case Throwable unexpected -> {
				logger.atError().addKeyValue("path", request.path()).setCause(unexpected).log("a request failed");
				yield respond(HttpStatus.INTERNAL_SERVER_ERROR,
						"the request could not be answered; the log has the reason", request);
			}
		};
	}

}
