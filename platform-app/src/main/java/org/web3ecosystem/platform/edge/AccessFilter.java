package org.web3ecosystem.platform.edge;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.web3ecosystem.platform.access.AccessRules;
import org.web3ecosystem.platform.access.Caller;
import org.web3ecosystem.platform.access.Decision;
import org.web3ecosystem.platform.access.ProblemType;
import org.web3ecosystem.platform.access.Question;
import org.web3ecosystem.platform.access.Resource;
import org.web3ecosystem.platform.access.Question.Client;
import org.web3ecosystem.platform.access.Role;
import org.web3ecosystem.platform.access.Verb;
import org.web3ecosystem.platform.audit.AuditTrail;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spi.trust.Purpose;
import reactor.core.publisher.Mono;

/**
 * Stands before every handler and asks {@link AccessRules}. A certificate is judged by
 * the certificate seat, and only when the request needs one. Every write, let through or
 * not, leaves its record in the {@link AuditTrail}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class AccessFilter implements WebFilter {

	private final Node node;

	private final CertificateProvider certificates;

	private final Problems problems;

	private final AccessRules rules;

	private final AuditTrail trail;

	private final AnonymousWrites anonymousWrites;

	AccessFilter(Node node, CertificateProvider certificates, Problems problems, AccessRules rules, AuditTrail trail,
			AnonymousWrites anonymousWrites) {
		this.node = node;
		this.certificates = certificates;
		this.problems = problems;
		this.rules = rules;
		this.trail = trail;
		this.anonymousWrites = anonymousWrites;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.HOST).size() != 1) {
			return refuse(exchange, Client.ANONYMOUS, HttpStatus.BAD_REQUEST, "a request names one host");
		}
		Optional<String> path = RequestPaths.decoded(exchange.getRequest().getPath().pathWithinApplication());
		if (path.isEmpty()) {
			return refuse(exchange, Client.ANONYMOUS, HttpStatus.BAD_REQUEST, "the path can be read in two ways");
		}
		Question anonymous = question(exchange.getRequest(), path.get(), Client.ANONYMOUS);
		if (rules.decide(anonymous) instanceof Decision.Granted(Role role)) {
			return tooSoon(anonymous, exchange.getRequest()).map(wait -> postpone(exchange, anonymous, wait))
				.orElseGet(() -> carryOut(exchange, chain, anonymous, role));
		}
		return client(exchange.getRequest())
			.flatMap(client -> admit(exchange, chain, question(exchange.getRequest(), path.get(), client)))
			.onErrorResume(UnavailableException.class, failure -> refuse(exchange, Client.ANONYMOUS,
					HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(failure.getMessage())));
	}

	/** Whoever is not known leaves a record with each write, and must not fill it. */
	private Optional<Duration> tooSoon(Question anonymous, ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		return anonymous.reads() || remote == null || remote.getAddress() == null ? Optional.empty()
				: anonymousWrites.wait(remote.getAddress());
	}

	private Mono<Void> postpone(ServerWebExchange exchange, Question question, Duration wait) {
		trail.unrecorded();
		exchange.getResponse()
			.getHeaders()
			.set(HttpHeaders.RETRY_AFTER, String.valueOf(wait.plusMillis(999).toSeconds()));
		ProblemType type = (Resource.of(question.path()) == Resource.ORDERS) ? ProblemType.ACME_RATE_LIMITED
				: ProblemType.ACCESS_TOO_MANY_WRITES;
		return problems.answer(exchange, HttpStatus.TOO_MANY_REQUESTS, type,
				"too many writes without a certificate: send this one again later");
	}

	private Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain, Question question) {
		return switch (rules.decide(question)) {
			case Decision.Granted(Role role) -> carryOut(asOperator(exchange), chain, question, role);
			case Decision.Unauthenticated(String reason) ->
				refuse(exchange, question.client(), HttpStatus.UNAUTHORIZED, reason);
			case Decision.Forbidden(String reason) -> refuse(exchange, question.client(), HttpStatus.FORBIDDEN, reason);
		};
	}

	private ServerWebExchange asOperator(ServerWebExchange exchange) {
		Principal operator = () -> "operator of " + node.name();
		return exchange.mutate().principal(Mono.just(operator)).build();
	}

	private Mono<Void> carryOut(ServerWebExchange exchange, WebFilterChain chain, Question question, Role role) {
		if (question.reads()) {
			return chain.filter(exchange);
		}
		Caller caller = caller(exchange.getRequest(), role);
		exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
		return trail.around(exchange, caller,
				known -> chain.filter(known).onErrorResume(failure -> problems.handle(known, failure)));
	}

	private Mono<Void> refuse(ServerWebExchange exchange, Client client, HttpStatus status, String reason) {
		if (Verb.of(exchange.getRequest().getMethod().name()) == Verb.WRITE) {
			Role role = (client == Client.OPERATOR) ? Role.OPERATOR : Role.READER;
			trail.refused(exchange, caller(exchange.getRequest(), role), status, reason);
		}
		return switch (status) {
			case UNAUTHORIZED -> problems.answer(exchange, status, ProblemType.ACCESS_CERTIFICATE_NEEDED, reason);
			case FORBIDDEN -> problems.answer(exchange, status, ProblemType.ACCESS_NOT_ALLOWED, reason);
			default -> problems.answer(exchange, status, reason);
		};
	}

	private static Caller caller(ServerHttpRequest request, Role role) {
		Optional<X509Certificate> leaf = shown(request).map(CertificateChain::leaf);
		InetSocketAddress remote = request.getRemoteAddress();
		return new Caller(role, leaf.map(certificate -> certificate.getSerialNumber().toString(16)),
				leaf.map(AccessFilter::fingerprint),
				remote == null || remote.getAddress() == null ? "-" : remote.getAddress().getHostAddress());
	}

	private static String fingerprint(X509Certificate certificate) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("a certificate that was read can be encoded", impossible);
		}
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
			case Verdict.Rejected(String reason, boolean revoked) -> Client.STRANGER;
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
