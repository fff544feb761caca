package org.web3ecosystem.catalog.autoconfigure;

import java.util.List;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.HEAD;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

/**
 * Paths of the REST interface. What goes wrong is thrown, the edge makes it a problem.
 */
final class CatalogRoutes {

	private static final String PACKAGES = "/catalog/packages";

	private static final String PACKAGE = PACKAGES + "/{name}";

	private static final String VERSION = PACKAGE + "/{constraint}";

	private static final String LOCK = VERSION + "/lock";

	private static final String STORED = VERSION + "/blobs/{digest}";

	private static final String YANK = VERSION + "/yank";

	private static final String BLOB = "/catalog/blobs/{digest}";

	private final PackageHandler packages;

	private final PublishHandler publishing;

	private final BlobRoutes blobs;

	CatalogRoutes(PackageHandler packages, PublishHandler publishing, BlobRoutes blobs) {
		this.packages = packages;
		this.publishing = publishing;
		this.blobs = blobs;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.route(reading(PACKAGES), packages::list)
			.route(reading(PACKAGE), packages::find)
			.route(reading(VERSION), packages::version)
			.route(reading(LOCK), packages::lock)
			.route(reading(STORED), blobs::get)
			.PUT(BLOB, request -> asOperator(request, blobs::put))
			.POST(PACKAGES, request -> asOperator(request, publishing::publish))
			.POST(YANK, request -> asOperator(request, known -> publishing.yank(known, true)))
			.DELETE(YANK, request -> asOperator(request, known -> publishing.yank(known, false)))
			.route(path(PACKAGES), request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
			.route(path(YANK), request -> notAllowed(request, HttpMethod.POST, HttpMethod.DELETE))
			.route(path(BLOB), request -> notAllowed(request, HttpMethod.PUT))
			.route(path(PACKAGE).or(path(VERSION)).or(path(LOCK)).or(path(STORED)),
					request -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD))
			.filter(CatalogRoutes::answer)
			.build();
	}

	/** GET, and HEAD, which is the same without its body. */
	private static RequestPredicate reading(String path) {
		return GET(path).or(HEAD(path));
	}

	private static Mono<ServerResponse> notAllowed(ServerRequest request, HttpMethod... allowed) {
		return Mono.error(new MethodNotAllowedException(request.method(), List.of(allowed)));
	}

	/** Reads may touch the disk, which is nothing for an event loop. */
	private static Mono<ServerResponse> answer(ServerRequest request, HandlerFunction<ServerResponse> next) {
		return Mono.defer(() -> next.handle(request)).subscribeOn(Schedulers.boundedElastic());
	}

	/** This node signs only for the one whom its server has identified. */
	private static Mono<ServerResponse> asOperator(ServerRequest request, HandlerFunction<ServerResponse> handler) {
		return request.principal()
			.hasElement()
			.flatMap(known -> known ? handler.handle(request)
					: Mono.error(new ResponseStatusException(HttpStatus.FORBIDDEN,
							"writing needs the client certificate of this node's operator")));
	}

}
