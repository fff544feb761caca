package org.web3ecosystem.platform.edge;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

/**
 * Reads a path as the handler mappings will: segments percent-decoded, without matrix
 * parameters. A path that could be read in two ways is not read at all, but for the
 * Base64 that OCSP puts there, whose slashes may come encoded (RFC 6960, appendix A.1).
 */
final class RequestPaths {

	private static final String OCSP = "/trustchain/ocsp";

	private static final Pattern OCSP_REQUEST = Pattern.compile(OCSP + "/[A-Za-z0-9+/]+={0,2}");

	private RequestPaths() {
	}

	/** The decoded path, or empty if it is ambiguous. */
	static Optional<String> decoded(PathContainer path) {
		String decoded = path.elements()
			.stream()
			.map(element -> element instanceof PathSegment segment ? segment.valueToMatch() : "/")
			.collect(Collectors.joining());
		if (OCSP_REQUEST.matcher(decoded).matches()) {
			return Optional.of(OCSP);
		}
		boolean ambiguous = path.elements()
			.stream()
			.filter(PathSegment.class::isInstance)
			.map(element -> ((PathSegment) element).valueToMatch())
			.anyMatch(RequestPaths::isAmbiguous);
		return ambiguous ? Optional.empty() : Optional.of(withoutTrailingSlash(decoded));
	}

	private static boolean isAmbiguous(String segment) {
		return segment.equals(".") || segment.equals("..")
				|| segment.chars().anyMatch(c -> c == '/' || c == '\\' || c == '%' || Character.isISOControl(c));
	}

	private static String withoutTrailingSlash(String path) {
		return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

}
