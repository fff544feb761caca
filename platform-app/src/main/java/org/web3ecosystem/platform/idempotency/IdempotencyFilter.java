package org.web3ecosystem.platform.idempotency;

import java.util.Optional;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.web3ecosystem.platform.access.Caller;
import org.web3ecosystem.platform.access.ProblemType;
import org.web3ecosystem.platform.access.Verb;
import org.web3ecosystem.platform.audit.AuditTrail;
import reactor.core.publisher.Mono;

/**
 * A write with an {@value IdempotencyKey#HEADER} is carried out once: sent again by the
 * same caller it gets the answer of the first, while that is under way 409, with another
 * content 422. The header goes on to handlers that have a memory of their own.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public final class IdempotencyFilter implements WebFilter {

	private final Answers answers;

	private final WebExceptionHandler problems;

	/**
	 * @param problems answers what a handler throws
	 */
	public IdempotencyFilter(Answers answers, WebExceptionHandler problems) {
		this.answers = answers;
		this.problems = problems;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Caller caller = exchange.getAttribute(Caller.ATTRIBUTE);
		if (caller == null || Verb.of(exchange.getRequest().getMethod().name()) == Verb.READ) {
			return chain.filter(exchange);
		}
		return Mono.defer(() -> IdempotencyKey.of(caller, exchange.getRequest().getHeaders())
			.map(key -> filter(exchange, chain, key))
			.orElseGet(() -> chain.filter(exchange)));
	}

	private Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain, IdempotencyKey key) {
		return switch (answers.begin(key)) {
			case Answers.State.Begun() -> carryOut(exchange, chain, key);
			case Answers.State.UnderWay() -> Mono.error(ProblemType.IDEMPOTENCY_UNDER_WAY.exception(HttpStatus.CONFLICT,
					"the first request with this " + IdempotencyKey.HEADER + " is under way: try again later"));
			case Answers.State.Known(Answer answer) -> again(exchange, answer);
		};
	}

	private Mono<Void> carryOut(ServerWebExchange exchange, WebFilterChain chain, IdempotencyKey key) {
		KeyedRequest request = new KeyedRequest(exchange.getRequest());
		KeyedAnswer response = new KeyedAnswer(exchange.getResponse(), request,
				answer -> answers.remember(key, answer));
		ServerWebExchange keyed = exchange.mutate().request(request).response(response).build();
		return Mono.defer(() -> chain.filter(keyed))
			.onErrorResume(failure -> problems.handle(keyed, failure))
			.doFinally(end -> answers.end(key));
	}

	private Mono<Void> again(ServerWebExchange exchange, Answer answer) {
		Fingerprint asked = KeyedRequest.of(exchange.getRequest(), Optional.empty());
		if (!asked.isTo(answer.request())) {
			return Mono.error(other());
		}
		return answer.request()
			.body()
			.map(first -> hash(exchange, first)
				.flatMap(now -> now.equals(first) ? give(exchange, answer) : Mono.error(other())))
			.orElseGet(() -> give(exchange, answer));
	}

	/** Reads no more than the first had. */
	private static Mono<Fingerprint.Body> hash(ServerWebExchange exchange, Fingerprint.Body first) {
		Hashing hashing = new Hashing();
		return exchange.getRequest().getBody().doOnNext(piece -> {
			hashing.look(piece);
			DataBufferUtils.release(piece);
			if (hashing.length() > first.length()) {
				throw other();
			}
		}).then(Mono.fromSupplier(hashing::end));
	}

	private static Mono<Void> give(ServerWebExchange exchange, Answer answer) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		response.getHeaders().putAll(answer.headers());
		response.getHeaders().set(AuditTrail.REPLAYED, "true");
		DataBuffer body = response.bufferFactory().wrap(answer.body());
		return answer.body().length == 0 ? response.setComplete() : response.writeWith(Mono.just(body));
	}

	private static ErrorResponseException other() {
		return ProblemType.IDEMPOTENCY_KEY_REUSED.exception(HttpStatus.UNPROCESSABLE_CONTENT,
				"this " + IdempotencyKey.HEADER + " was used for another request");
	}

}
