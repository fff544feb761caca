package org.web3ecosystem.platform.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Ends bodies that drip: after a time of grace a body has come at a least rate on
 * average, or the request is answered with 408 (RFC 9110, section 15.5.9) and the
 * connection closed. A body that breaks off for any other reason of its sender's is a
 * {@link BrokenOffException} too, so that no handler takes it for a failure of its own.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyPace implements WebFilter {

	private static final Logger logger = LoggerFactory.getLogger(BodyPace.class);

	private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

	private static final int LOOKS_PER_GRACE = 10;

	private final double bytesPerMilli;

	private final Duration grace;

	private final Scheduler scheduler = Schedulers.parallel();

	BodyPace(EdgeProperties.Http limits) {
		this.bytesPerMilli = limits.bodyRate().toBytes() / 1000.0;
		this.grace = limits.bodyGrace();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = new ServerHttpRequestDecorator(exchange.getRequest()) {

			@Override
			public Flux<DataBuffer> getBody() {
				return paced(super.getBody()).doOnError(BrokenOffException.class, broken -> close(exchange, broken));
			}

		};
		return chain.filter(exchange.mutate().request(request).build());
	}

	/** The rest of the body would be taken for the next request, or waited for. */
	private static void close(ServerWebExchange exchange, BrokenOffException broken) {
		logger.debug("a request did not arrive whole: method={} path={} because={}", exchange.getRequest().getMethod(),
				exchange.getRequest().getPath().value(), broken.getReason());
		ServerHttpResponse response = exchange.getResponse();
		if (!response.isCommitted()) {
			response.getHeaders().set(HttpHeaders.CONNECTION, "close");
		}
	}

	/** Counts from when somebody begins to read. */
	Flux<DataBuffer> paced(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			long begin = scheduler.now(TimeUnit.MILLISECONDS);
			AtomicLong arrived = new AtomicLong();
			Duration look = grace.dividedBy(LOOKS_PER_GRACE);
			Mono<DataBuffer> tooSlow = Flux
				.interval(grace, look.compareTo(LONGEST_LOOK) < 0 ? look : LONGEST_LOOK, scheduler)
				.filter(time -> arrived.get() < bytesPerMilli * (scheduler.now(TimeUnit.MILLISECONDS) - begin))
				.next()
				.flatMap(time -> Mono
					.error(new BrokenOffException(HttpStatus.REQUEST_TIMEOUT, "the request comes too slowly", null)));
			return body.doOnNext(piece -> arrived.addAndGet(piece.readableByteCount()))
				.onErrorMap(BodyPace::broken)
				.takeUntilOther(tooSlow);
		});
	}

	/**
	 * The server's own time-outs are exceptions of Netty's, whose words tell them apart.
	 */
	private static Throwable broken(Throwable failure) {
		boolean late = failure instanceof io.netty.handler.timeout.TimeoutException
				|| String.valueOf(failure.getMessage()).contains("timed out");
		return new BrokenOffException(late ? HttpStatus.REQUEST_TIMEOUT : HttpStatus.BAD_REQUEST,
				late ? "the request did not arrive in time" : "the request broke off", failure);
	}

}
