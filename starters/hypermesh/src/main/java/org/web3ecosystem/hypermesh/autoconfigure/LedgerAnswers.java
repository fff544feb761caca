package org.web3ecosystem.hypermesh.autoconfigure;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.web3ecosystem.hypermesh.ledger.Freshness;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.consensus.EmergencyModeException;
import org.web3ecosystem.spi.consensus.LedgerReads;
import org.web3ecosystem.spi.consensus.Preference;
import org.web3ecosystem.spi.consensus.QueueFullException;
import org.web3ecosystem.spi.consensus.QueuedException;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * What answers from the ledger have in common, whichever starter gives them: a read says
 * from which height it is, and whether that is stale; a write that waits in the queue
 * says where, and one that emergency mode holds up until when.
 */
final class LedgerAnswers implements WebFilter {

	/** Structured (RFC 9651): no field of HTTP's own says a height. */
	static final String FIELD = "Web3-Ledger";

	private static final Duration QUEUE_MOVES = Duration.ofSeconds(2);

	private final Freshness freshness;

	private final Supplier<Stream<LedgerReads>> reads;

	private final JsonMapper json;

	private final InstantSource clock;

	private volatile List<PathPattern> paths = List.of();

	/**
	 * @param reads which paths answer from the ledger; asked with the first request
	 */
	LedgerAnswers(Freshness freshness, Supplier<Stream<LedgerReads>> reads, JsonMapper json, InstantSource clock) {
		this.clock = clock;
		this.freshness = freshness;
		this.reads = reads;
		this.json = json;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		boolean reads = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
		if (reads) {
			return isOfLedger(request) ? answered(exchange, chain) : chain.filter(exchange);
		}
		return chain.filter(exchange)
			.onErrorResume(QueuedException.class, queued -> accepted(exchange.getResponse(), queued.id()))
			.onErrorMap(QueueFullException.class, full -> full(exchange.getResponse(), full))
			.onErrorMap(EmergencyModeException.class, held -> heldUp(exchange.getResponse(), held));
	}

	/**
	 * The standpoint is looked up before anything is read: what is read is of that height
	 * or a later one.
	 */
	private Mono<Void> answered(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.fromCallable(() -> freshness.now().field())
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap(field -> {
				ServerHttpResponse response = exchange.getResponse();
				response.beforeCommit(() -> Mono.fromRunnable(() -> response.getHeaders().set(FIELD, field)));
				return chain.filter(exchange);
			});
	}

	private boolean isOfLedger(ServerHttpRequest request) {
		List<PathPattern> known = paths;
		if (known.isEmpty()) {
			known = reads.get()
				.flatMap(each -> each.paths().stream())
				.map(PathPatternParser.defaultInstance::parse)
				.toList();
			paths = known;
		}
		PathContainer path = request.getPath().pathWithinApplication();
		return known.stream().anyMatch(pattern -> pattern.matches(path));
	}

	private Mono<Void> accepted(ServerHttpResponse response, String id) {
		response.setStatusCode(HttpStatus.ACCEPTED);
		response.getHeaders().setLocation(URI.create(QueueHandler.location(id)));
		response.getHeaders().set("Preference-Applied", Preference.RESPOND_ASYNC);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] body = json.writeValueAsString(QueueHandler.queued(id)).getBytes(StandardCharsets.UTF_8);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static ResponseStatusException full(ServerHttpResponse response, QueueFullException full) {
		return unavailable(response, full, "The queue is full", QueueFullException.KIND, QUEUE_MOVES);
	}

	/** In consensus time, which is that of the clocks of more than two thirds. */
	private ResponseStatusException heldUp(ServerHttpResponse response, EmergencyModeException held) {
		Duration left = Duration.between(clock.instant(), held.until()).plusSeconds(1);
		return unavailable(response, held, "Emergency mode", EmergencyModeException.KIND,
				left.compareTo(QUEUE_MOVES) > 0 ? left : QUEUE_MOVES);
	}

	private static ResponseStatusException unavailable(ServerHttpResponse response, UnavailableException failure,
			String title, String kind, Duration after) {
		ResponseStatusException answer = new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
				failure.getMessage(), failure);
		answer.setTitle(title);
		answer.setType(URI.create("urn:web3:" + kind));
		response.getHeaders().set("Retry-After", Long.toString(after.toSeconds()));
		return answer;
	}

}
