package org.web3ecosystem.platform.edge;

import java.util.Optional;
import java.util.Set;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.web3ecosystem.platform.access.ProblemType;
import org.web3ecosystem.platform.access.Resource;
import org.web3ecosystem.platform.access.ServedComponent;
import org.web3ecosystem.spi.discovery.Name;
import reactor.core.publisher.Mono;

/**
 * Says of a path whose component this process does not serve which one it is and where
 * those that do are found, rather than that there is no such path.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 12)
final class Unserved implements WebFilter {

	private final Set<ServedComponent> served;

	private final Name zone;

	private final Problems problems;

	/**
	 * @param served what this process serves
	 */
	Unserved(Set<ServedComponent> served, Name zone, Problems problems) {
		this.served = Set.copyOf(served);
		this.zone = zone;
		this.problems = problems;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Optional<ServedComponent> other = RequestPaths.decoded(exchange.getRequest().getPath().pathWithinApplication())
			.map(Resource::of)
			.flatMap(ServedComponent::of)
			.filter(component -> !served.contains(component));
		return other.map(component -> problems.answer(exchange, problem(component)))
			.orElseGet(() -> chain.filter(exchange));
	}

	private ProblemDetail problem(ServedComponent component) {
		ProblemDetail problem = ProblemType.UNSERVED
			.exception(HttpStatus.NOT_FOUND,
					"this process does not serve " + component + ": processes that do are in SRV of "
							+ component.service(zone) + ", and whole nodes, in SRV of _stoq._udp." + zone
							+ ", serve everything")
			.getBody();
		problem.setProperty("component", component.toString());
		problem.setProperty("service", component.service(zone).text());
		return problem;
	}

}
