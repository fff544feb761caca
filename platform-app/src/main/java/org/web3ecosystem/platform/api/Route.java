package org.web3ecosystem.platform.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Something this application answers.
 *
 * @param method upper case
 * @param path with its variables as {@code {name}}
 */
public record Route(String method, String path) {

	/**
	 * What functional routes answer, in their order. What has a path and no method is
	 * there to refuse and is no route.
	 */
	public static List<Route> of(RouterFunction<?> routes) {
		Walk walk = new Walk();
		routes.accept(walk);
		return List.copyOf(walk.found);
	}

	private static final class Walk implements RouterFunctions.Visitor {

		private final List<Route> found = new ArrayList<>();

		@Override
		public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
			predicate.accept(new Predicate(found));
		}

		@Override
		public void startNested(RequestPredicate predicate) {
			throw new IllegalStateException("nested routes are not known here");
		}

		@Override
		public void endNested(RequestPredicate predicate) {
		}

		@Override
		public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
		}

		@Override
		public void attributes(Map<String, Object> attributes) {
		}

		@Override
		public void unknown(RouterFunction<?> routes) {
			throw new IllegalStateException("a router function of an unknown kind: " + routes);
		}

	}

	/** Alternatives of a method and a path. */
	private static final class Predicate implements RequestPredicates.Visitor {

		private final List<Route> found;

		private final Set<HttpMethod> methods = new HashSet<>();

		private @Nullable String path;

		Predicate(List<Route> found) {
			this.found = found;
		}

		@Override
		public void method(Set<HttpMethod> allowed) {
			methods.addAll(allowed);
		}

		@Override
		public void path(String pattern) {
			// OpenAPI does not tell a variable that takes the rest from one that takes a
			// part
			path = pattern.replace("{*", "{");
		}

		@Override
		public void endAnd() {
			String pattern = path;
			if (pattern != null) {
				methods.stream()
					.map(method -> new Route(method.name(), pattern))
					.sorted(Comparator.comparing(Route::method))
					.forEach(found::add);
			}
			methods.clear();
			path = null;
		}

		@Override
		@SuppressWarnings("removal")
		public void pathExtension(String extension) {
		}

		@Override
		public void version(String version) {
		}

		@Override
		public void header(String name, String value) {
		}

		@Override
		public void queryParam(String name, String value) {
		}

		@Override
		public void startAnd() {
		}

		@Override
		public void and() {
		}

		@Override
		public void startOr() {
		}

		@Override
		public void or() {
		}

		@Override
		public void endOr() {
		}

		@Override
		public void startNegate() {
			throw new IllegalStateException("negated predicates are not known here");
		}

		@Override
		public void endNegate() {
		}

		@Override
		public void unknown(RequestPredicate predicate) {
			throw new IllegalStateException("a predicate of an unknown kind: " + predicate);
		}

	}

}
