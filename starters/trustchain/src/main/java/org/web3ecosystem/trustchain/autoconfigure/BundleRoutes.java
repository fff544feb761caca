package org.web3ecosystem.trustchain.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import org.web3ecosystem.trustchain.Async;
import org.web3ecosystem.trustchain.autoconfigure.TrustChainAutoConfiguration.TrustChainThreads;
import org.web3ecosystem.trustchain.bundle.OwnBundle;
import org.web3ecosystem.trustchain.bundle.TrustBundle;
import org.web3ecosystem.trustchain.ca.Pem;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * The roots that are trusted: as the bundle endpoint of SPIFFE Federation (section 5.2.1,
 * profile {@code https_web}), and as PEM. Every validator shows the same.
 */
final class BundleRoutes {

	private static final String BUNDLE = "/trustchain/bundle";

	private static final String ROOTS = "/trustchain/root.pem";

	private static final MediaType PEM = MediaType.parseMediaType("application/pem-certificate-chain");

	private static final CacheControl SHORT = CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();

	private final OwnBundle bundle;

	private final TrustChainThreads threads;

	BundleRoutes(OwnBundle bundle, TrustChainThreads threads) {
		this.bundle = bundle;
		this.threads = threads;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(BUNDLE),
					request -> respond(request, MediaType.APPLICATION_JSON, TrustBundle::toJson))
			.route(LogRoutes.reading(ROOTS), request -> respond(request, PEM, bundle -> Pem.encode(bundle.anchors())))
			.route(path(BUNDLE).or(path(ROOTS)),
					request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.build();
	}

	/** Off the event loop: files are read, where it is not known yet what is tainted. */
	private Mono<ServerResponse> respond(ServerRequest request, MediaType type, Function<TrustBundle, String> form) {
		return Mono.fromCompletionStage(() -> Async.call(threads.executor(), () -> form.apply(bundle.current())))
			.flatMap(body -> ServerResponse.ok().contentType(type).cacheControl(SHORT).bodyValue(body))
			.onErrorResume(failure -> Problems.of(failure, request));
	}

}
