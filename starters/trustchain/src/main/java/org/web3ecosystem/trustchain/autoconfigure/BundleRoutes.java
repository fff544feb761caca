package org.web3ecosystem.trustchain.autoconfigure;

import java.time.Duration;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import org.web3ecosystem.trustchain.bundle.OwnBundle;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * The bundle endpoint (SPIFFE Federation, section 5.2.1, profile {@code https_web}):
 * every validator shows the same.
 */
final class BundleRoutes {

	private static final String BUNDLE = "/trustchain/bundle";

	private final OwnBundle bundle;

	BundleRoutes(OwnBundle bundle) {
		this.bundle = bundle;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(LogRoutes.reading(BUNDLE),
					request -> ServerResponse.ok()
						.contentType(MediaType.APPLICATION_JSON)
						.cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
						.bodyValue(bundle.current().toJson()))
			.route(path(BUNDLE), request -> LogRoutes.notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.build();
	}

}
