package org.web3ecosystem.trustchain.autoconfigure;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.genesis.Validator;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.ca.Pem;
import org.web3ecosystem.trustchain.ca.StatusSigner;
import org.web3ecosystem.trustchain.ledger.AnchorVotes;
import org.web3ecosystem.trustchain.ledger.Taint;
import org.web3ecosystem.trustchain.ledger.TaintVotes;
import org.web3ecosystem.trustchain.ledger.TaintedAuthorities;
import org.web3ecosystem.trustchain.ledger.TrustAnchors;
import org.web3ecosystem.trustchain.node.IssuingDesk;
import org.web3ecosystem.trustchain.offer.Issuing;
import org.web3ecosystem.trustchain.path.Anchor;
import org.web3ecosystem.trustchain.path.AnchorRules;
import org.web3ecosystem.trustchain.rotation.Tainter;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/** Which authorities there are, and how the operator replaces and taints them. */
final class AuthorityRoutes {

	/** Time enough for every node to hear of it, ask, and have the answer ordered. */
	static final Duration WITHIN = Duration.ofMinutes(5);

	private static final String ALL = "/trustchain/authorities";

	private static final String INSTALLATION = "/trustchain/authorities/installation";

	private static final String ANCHORS = "/trustchain/authorities/anchors";

	private static final String TAINT = "/trustchain/authorities/{authority}/taint";

	private final Node node;

	private final IssuingDesk desk;

	private final TrustAnchors anchors;

	private final TaintedAuthorities tainted;

	private final Tainter tainter;

	private final TrustChainThreads threads;

	AuthorityRoutes(Node node, IssuingDesk desk, TrustAnchors anchors, TaintedAuthorities tainted, Tainter tainter,
			TrustChainThreads threads) {
		this.node = node;
		this.desk = desk;
		this.anchors = anchors;
		this.tainted = tainted;
		this.tainter = tainter;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(ALL), request -> json(request, HttpStatus.OK, this::all))
			.POST(INSTALLATION, request -> OperatorRoutes.asOperator(request, this::install))
			.POST(ANCHORS, request -> OperatorRoutes.asOperator(request, this::anchor))
			.POST(TAINT, request -> OperatorRoutes.asOperator(request, this::taint))
			.route(path(ALL), request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.route(path(INSTALLATION).or(path(ANCHORS)).or(path(TAINT)),
					request -> LogRoutes.notAllowed(request, HttpMethod.POST))
			.build();
	}

	private Map<String, Object> all() {
		List<Map<String, Object>> authorities = new ArrayList<>();
		anchors.all()
			.stream()
			.map(Anchor::certificate)
			.forEach(root -> authorities
				.add(describe(root, "root", tainted.exactly(root).isPresent() ? "tainted" : "anchor")));
		desk.current().ifPresent(with -> {
			with.authority().statuses().forEach(each -> authorities.add(describe(each, state(each))));
			with.former().forEach(each -> authorities.add(describe(each, "former")));
		});
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("authorities", authorities);
		body.put("tainted", tainted.all().stream().map(AuthorityRoutes::describe).toList());
		return body;
	}

	private String state(StatusSigner signer) {
		return tainted.find(signer.certificate()).isPresent() ? "tainted" : "issuing";
	}

	private Map<String, Object> describe(StatusSigner signer, String state) {
		return describe(signer.certificate(), signer.name().toString(), state);
	}

	private static Map<String, Object> describe(X509Certificate certificate, String name, String state) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("authority", Digest.hex(Digest.encoded(certificate)));
		body.put("name", name);
		body.put("state", state);
		body.put("subject", certificate.getSubjectX500Principal().toString());
		body.put("notBefore", certificate.getNotBefore().toInstant().toString());
		body.put("notAfter", certificate.getNotAfter().toInstant().toString());
		return body;
	}

	private static Map<String, Object> describe(Taint taint) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("authority", taint.authority());
		body.put("validator", taint.owner().hex());
		body.put("taintedAt", taint.at().toString());
		body.put("refusedFrom", taint.refusedFrom().toString());
		return body;
	}

	private Mono<ServerResponse> install(ServerRequest request) {
		return withoutBody(request, "what is installed lies in the node's home",
				() -> json(request, HttpStatus.OK, () -> {
					desk.install();
					return all();
				}));
	}

	private Mono<ServerResponse> anchor(ServerRequest request) {
		return request.bodyToMono(String.class)
			.defaultIfEmpty("")
			.flatMap(body -> on(() -> anchor(Pem.decode("CERTIFICATE", body))))
			.flatMap(votes -> ServerResponse.status(votes.decided() ? HttpStatus.OK : HttpStatus.ACCEPTED)
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(Map.of("decided", votes.decided(), "votes", votes.voters().size(), "needed",
						node.genesis().quorum())));
	}

	private AnchorVotes anchor(List<byte[]> certificates) {
		if (certificates.size() != 2) {
			throw new IllegalArgumentException(
					"the body is two PEM blocks CERTIFICATE: the root, and its key certified by one that is trusted");
		}
		return tainter.anchor(AnchorRules.parse(certificates.getFirst()), AnchorRules.parse(certificates.getLast()));
	}

	private Mono<ServerResponse> taint(ServerRequest request) {
		byte[] authority = LogRoutes.fingerprint(request.pathVariable("authority"));
		NodeId owner = owner(request.queryParam("validator"));
		Duration within = within(request.queryParam("within"));
		return withoutBody(request, "how long leaves may still be shown is the parameter within, as in ?within=PT5M",
				() -> on(() -> {
					requireKnown(authority, owner);
					return tainter.taint(authority, owner, within);
				}).flatMap(
						votes -> ServerResponse.status(votes.taint().isPresent() ? HttpStatus.OK : HttpStatus.ACCEPTED)
							.contentType(MediaType.APPLICATION_JSON)
							.bodyValue(describe(votes)))
					.onErrorResume(failure -> Problems.of(failure, request)));
	}

	/**
	 * A digest that was mistyped would leave the one that was meant trusted. Of other
	 * validators it cannot be told from here which authorities they have.
	 */
	private void requireKnown(byte[] authority, NodeId owner) {
		Stream<X509Certificate> known;
		if (owner.equals(Taint.ROOT)) {
			known = anchors.all().stream().map(Anchor::certificate);
		}
		else if (owner.equals(node.id()) && desk.current().isPresent()) {
			Issuing issuing = desk.current().get();
			known = issuing.statuses().stream().map(StatusSigner::certificate);
		}
		else {
			return;
		}
		if (known.noneMatch(each -> MessageDigest.isEqual(Digest.of(each), authority))) {
			throw RejectedException.of("trustchain:no-such-authority",
					(owner.equals(Taint.ROOT) ? "no root that is trusted" : "none of this validator's intermediates")
							+ " has this digest: GET " + ALL + " shows them");
		}
	}

	private Map<String, Object> describe(TaintVotes votes) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("decided", votes.taint().isPresent());
		body.put("votes", votes.voters().size());
		body.put("needed", node.genesis().f() + 1);
		votes.taint().ifPresent(taint -> body.putAll(describe(taint)));
		return body;
	}

	private NodeId owner(Optional<String> named) {
		if (named.isEmpty()) {
			return node.id();
		}
		if (named.get().equals("root")) {
			return Taint.ROOT;
		}
		return node.genesis()
			.validators()
			.stream()
			.filter(each -> Stream.of(each.name(), each.id().hex()).anyMatch(named.get()::equals))
			.findFirst()
			.map(Validator::id)
			.orElseThrow(() -> new IllegalArgumentException("there is no validator '" + named.get() + "'"));
	}

	private static Duration within(Optional<String> text) {
		try {
			return text.map(Duration::parse).orElse(WITHIN);
		}
		catch (DateTimeParseException malformed) {
			throw new IllegalArgumentException("within is a duration such as PT5M", malformed);
		}
	}

	private static Mono<ServerResponse> withoutBody(ServerRequest request, String hint,
			Supplier<Mono<ServerResponse>> work) {
		return OperatorRoutes.hasBody(request)
			.flatMap(has -> has
					? Problems.respond(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "this has no body; " + hint, request)
					: work.get());
	}

	private Mono<ServerResponse> json(ServerRequest request, HttpStatus status, Callable<Map<String, Object>> work) {
		return on(work)
			.flatMap(body -> ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(body))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

	/** Off the event loop: files and the ledger are read. */
	private <T> Mono<T> on(Callable<T> work) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), work));
	}

}
