package org.web3ecosystem.platform.edge;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import io.netty.handler.codec.EncoderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.web3ecosystem.platform.access.ProblemType;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error as an RFC 9457 problem document, unknown paths too. What went wrong
 * inside is logged, not told.
 */
@Order(-10)
final class Problems implements WebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(Problems.class);

	private final JsonMapper json;

	Problems(JsonMapper json) {
		this.json = json;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
		if (thrown instanceof BrokenOffException && exchange.getResponse().isCommitted() || isGone(thrown)
				|| isAnswered(thrown)) {
			logger.debug("nobody waits for the answer: method={} path={} because={}", exchange.getRequest().getMethod(),
					exchange.getRequest().getPath().value(), thrown.getMessage());
			return Mono.empty();
		}
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(thrown);
		}
		if (thrown instanceof ErrorResponse known) {
			exchange.getResponse().getHeaders().addAll(known.getHeaders());
		}
		return answer(exchange, problem(exchange, thrown));
	}

	/** Answers with a problem of our own. */
	Mono<Void> answer(ServerWebExchange exchange, HttpStatus status, String detail) {
		return answer(exchange, ProblemDetail.forStatusAndDetail(status, detail));
	}

	/** Answers with a problem of a type of our own. */
	Mono<Void> answer(ServerWebExchange exchange, HttpStatus status, ProblemType type, String detail) {
		return answer(exchange, type.exception(status, detail).getBody());
	}

	/** Answers with a problem that says more. */
	Mono<Void> answer(ServerWebExchange exchange, ProblemDetail problem) {
		problem.setInstance(URI.create(exchange.getRequest().getURI().getRawPath()));
		ServerHttpResponse response = exchange.getResponse();
		response.setRawStatusCode(problem.getStatus());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(json.writeValueAsBytes(problem))));
	}

	/**
	 * The client closed its connection, or took its request back, or the server closed it
	 * after an answer of its own: then the channel has no event loop any more, for which
	 * Netty has no type.
	 */
	private static boolean isGone(Throwable thrown) {
		return thrown instanceof AbortedException || AbortedException.isConnectionReset(thrown)
				|| thrown instanceof IllegalStateException
						&& "channel not registered to an event loop".equals(thrown.getMessage());
	}

	/**
	 * By the server itself, to a body that cannot be read, while a handler was at work,
	 * or had just begun to send a file; see {@link UnreadRequests}. Reactor Netty and
	 * Netty have no types for it.
	 */
	private static boolean isAnswered(Throwable thrown) {
		return switch (thrown) {
			case IllegalStateException late -> "Status and headers already sent".equals(late.getMessage());
			case EncoderException late -> late.getCause() instanceof IllegalStateException afterTheEnd
					&& String.valueOf(afterTheEnd.getMessage()).startsWith("unexpected message type");
			default -> false;
		};
	}

	private static ProblemDetail problem(ServerWebExchange exchange, Throwable thrown) {
		Throwable cause = thrown instanceof CompletionException wrapper && wrapper.getCause() != null
				? wrapper.getCause() : thrown;
		return switch (cause) {
			case ErrorResponse known -> known.getBody();
			case RejectedException refused -> {
				ProblemDetail problem = detail(HttpStatus.UNPROCESSABLE_CONTENT, refused);
				refused.kind().ifPresent(kind -> problem.setType(URI.create("urn:web3:" + kind)));
				yield problem;
			}
			case IllegalArgumentException malformed -> detail(HttpStatus.BAD_REQUEST, malformed);
			case UnavailableException unavailable -> detail(HttpStatus.SERVICE_UNAVAILABLE, unavailable);
			default -> {
				logger.error("request failed: method={} path={}", exchange.getRequest().getMethod(),
						exchange.getRequest().getPath().value(), cause);
				yield ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
						"this node's log says what went wrong");
			}
		};
	}

	private static ProblemDetail detail(HttpStatus status, Throwable cause) {
		return ProblemDetail.forStatusAndDetail(status,
				Objects.requireNonNullElse(cause.getMessage(), "no reason given"));
	}

}
