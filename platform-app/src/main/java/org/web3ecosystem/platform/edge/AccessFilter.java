package org.web3ecosystem.platform.edge;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.web3ecosystem.platform.edge.AccessRules.Client;
import org.web3ecosystem.platform.edge.AccessRules.Decision;
import org.web3ecosystem.platform.edge.AccessRules.Question;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.Purpose;
import reactor.core.publisher.Mono;

/**
 * Stands before every handler and asks {@link AccessRules}. A certificate is judged by
 * the certificate seat, and only when the request needs one. Every write that was let
 * through leaves a line in the log {@code web3.audit}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class AccessFilter implements WebFilter {

	private static final Logger audit = LoggerFactory.getLogger("web3.audit");

	private final Node node;

	private final CertificateProvider certificates;

	private final Problems problems;

	AccessFilter(Node node, CertificateProvider certificates, Problems problems) {
		this.node = node;
		this.certificates = certificates;
		this.problems = problems;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Optional<String> path = RequestPaths.decoded(exchange.getRequest().getPath().pathWithinApplication());
		if (path.isEmpty()) {
			return problems.answer(exchange, HttpStatus.BAD_REQUEST, "the path can be read in two ways");
		}
		Question anonymous = question(exchange.getRequest(), path.get(), Client.ANONYMOUS);
		if (AccessRules.decide(anonymous) instanceof Decision.Granted) {
			return chain.filter(exchange);
		}
		return client(exchange.getRequest())
			.flatMap(client -> admit(exchange, chain, question(exchange.getRequest(), path.get(), client)));
	}

	private Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain, Question question) {
		return switch (AccessRules.decide(question)) {
			case Decision.Granted() -> asOperator(exchange, chain, question);
			case Decision.Unauthenticated(String reason) -> problems.answer(exchange, HttpStatus.UNAUTHORIZED, reason);
			case Decision.Forbidden(String reason) -> problems.answer(exchange, HttpStatus.FORBIDDEN, reason);
		};
	}

	private Mono<Void> asOperator(ServerWebExchange exchange, WebFilterChain chain, Question question) {
		Principal operator = () -> "operator of " + node.name();
		ServerWebExchange known = exchange.mutate().principal(Mono.just(operator)).build();
		if (question.reads()) {
			return chain.filter(known);
		}
		String serial = shown(exchange.getRequest()).map(shown -> shown.leaf().getSerialNumber().toString(16))
			.orElse("-");
		return chain.filter(known)
			.doFinally(end -> audit.info("write: certificate={} method={} path={} status={} end={}", serial,
					question.method(), question.path(), exchange.getResponse().getStatusCode(), end));
	}

	private Mono<Client> client(ServerHttpRequest request) {
		return shown(request)
			.map(shown -> Mono.fromCompletionStage(() -> certificates.validate(shown, Purpose.OPERATOR, node.id()))
				.map(AccessFilter::client))
			.orElse(Mono.just(Client.ANONYMOUS));
	}

	private static Client client(Verdict verdict) {
		return switch (verdict) {
			case Verdict.Accepted() -> Client.OPERATOR;
			case Verdict.Rejected(String reason) -> Client.STRANGER;
			case Verdict.Unavailable(String reason) ->
				throw new UnavailableException("the certificate shown cannot be judged now: " + reason);
		};
	}

	private static Optional<CertificateChain> shown(ServerHttpRequest request) {
		return Optional.ofNullable(request.getSslInfo())
			.map(SslInfo::getPeerCertificates)
			.map(List::<X509Certificate>of)
			.filter(shown -> !shown.isEmpty() && shown.size() <= CertificateChain.MAX_LENGTH)
			.map(CertificateChain::new);
	}

	private Question question(ServerHttpRequest request, String path, Client client) {
		return new Question(request.getMethod().name().toUpperCase(Locale.ROOT), path, request.getSslInfo() != null,
				isLocal(request), Origins.isCrossSite(request.getHeaders()), client);
	}

	/** A name that anybody's DNS may point here does not make a request local. */
	private boolean isLocal(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		return remote != null && remote.getAddress() != null && remote.getAddress().isLoopbackAddress() && Origins
			.isOwnName(Objects.requireNonNullElse(request.getHeaders().getFirst("Host"), ""), node.genesis().zone());
	}

}
