package org.web3ecosystem.platform.edge;

import java.util.List;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.web3ecosystem.platform.access.Verb;
import reactor.core.publisher.Mono;

/**
 * Refuses writes under a condition in their header (RFC 9110, section 13.1): no handler
 * evaluates one, and to write as if there were none is what the client wanted to prevent.
 * Writes have conditions of their own in the body: a revision, a term.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
final class Preconditions implements WebFilter {

	private static final List<String> CONDITIONS = List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH,
			HttpHeaders.IF_UNMODIFIED_SINCE);

	private final Problems problems;

	Preconditions(Problems problems) {
		this.problems = problems;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		return Verb.of(exchange.getRequest().getMethod().name()) == Verb.READ
				|| CONDITIONS.stream().noneMatch(headers::containsHeader)
						? chain.filter(exchange)
						: problems.answer(exchange, HttpStatus.PRECONDITION_FAILED,
								"conditions on writes are not evaluated here: leave " + String.join(", ", CONDITIONS)
										+ " out, and say in the body which revision or term is meant");
	}

}
