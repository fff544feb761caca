package org.web3ecosystem.platform.edge;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * A target with a host of its own overrides the header {@code Host} (RFC 9112, section
 * 3.2.2), by which access is decided. Nobody but a proxy is asked like that, so it is
 * refused.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class OriginForm implements WebFilter {

	private final Problems problems;

	OriginForm(Problems problems) {
		this.problems = problems;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpServerRequest asked = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
		return asked.uri().startsWith("/") || asked.uri().equals("*") ? chain.filter(exchange)
				: problems.answer(exchange, HttpStatus.BAD_REQUEST, "this is no proxy: ask for a path");
	}

}
