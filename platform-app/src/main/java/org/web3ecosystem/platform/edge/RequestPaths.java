package org.web3ecosystem.platform.edge;

import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

/**
 * Reads a path as the handler mappings will: segments percent-decoded, without matrix
 * parameters. A path that could be read in two ways is not read at all.
 */
final class RequestPaths {

	private RequestPaths() {
	}

	/** The decoded path, or empty if it is ambiguous. */
	static Optional<String> decoded(PathContainer path) {
		boolean ambiguous = path.elements()
			.stream()
			.filter(PathSegment.class::isInstance)
			.map(element -> ((PathSegment) element).valueToMatch())
			.anyMatch(RequestPaths::isAmbiguous);
		return ambiguous ? Optional.empty()
				: Optional
					.of(path.elements()
						.stream()
						.map(element -> element instanceof PathSegment segment ? segment.valueToMatch() : "/")
						.collect(Collectors.joining()))
					.map(RequestPaths::withoutTrailingSlash);
	}

	private static boolean isAmbiguous(String segment) {
		return segment.equals(".") || segment.equals("..")
				|| segment.chars().anyMatch(c -> c == '/' || c == '\\' || c == '%' || Character.isISOControl(c));
	}

	private static String withoutTrailingSlash(String path) {
		return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

}
