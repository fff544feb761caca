package org.web3ecosystem.platform.edge;

import java.util.Map;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** What a browser is told about every answer: nothing from elsewhere, in no frame. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SecurityHeaders implements WebFilter {

	static final Map<String, String> EVERYWHERE = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
					+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		EVERYWHERE.forEach(exchange.getResponse().getHeaders()::set);
		return chain.filter(exchange);
	}

}
