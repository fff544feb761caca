package org.web3ecosystem.platform.edge;

import java.util.List;
import java.util.Set;

/**
 * Who may ask for what. What is not granted here is refused.
 * <ul>
 * <li>Everybody reads health, metrics, the state of the walk, the dashboard and what
 * TrustChain publishes.
 * <li>This machine reads the rest of the REST interface.
 * <li>The operator of this node, over HTTPS, does everything.
 * </ul>
 */
final class AccessRules {

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

	private static final Set<String> PUBLIC_PATHS = Set.of("/", "/index.html", "/favicon.ico", "/actuator",
			"/bootstrap/events");

	/** Each with everything below it. */
	private static final List<String> PUBLIC_ROOMS = List.of("/dashboard", "/actuator/health", "/actuator/info",
			"/actuator/metrics", "/actuator/prometheus", "/actuator/bootstrap", "/livez", "/readyz", "/trustchain");

	/** For the operator's eyes, though the room around it is public. */
	private static final List<String> SECRET_ROOMS = List.of("/trustchain/tokens");

	/** What this machine's users do not read either, unless it is public. */
	private static final List<String> OPERATOR_ROOMS = List.of("/actuator", "/trustchain/tokens");

	private AccessRules() {
	}

	/** Who asks, as far as it was looked into. */
	enum Client {

		/** Showed no certificate. */
		ANONYMOUS,
		/** Showed one that is not this node's operator's. */
		STRANGER,
		/** The operator of this node. */
		OPERATOR

	}

	/**
	 * A request, as far as access depends on it.
	 *
	 * @param method HTTP method, upper case
	 * @param path decoded, see {@link RequestPaths}
	 * @param secure it came over HTTPS
	 * @param local it came from this machine and was addressed to it by a name of its own
	 * @param crossSite a web page of another site made the browser send it
	 * @param client who asks
	 */
	record Question(String method, String path, boolean secure, boolean local, boolean crossSite, Client client) {

		boolean reads() {
			return READING.contains(method);
		}

	}

	/** The answer. */
	sealed interface Decision {

		/** Go ahead. */
		record Granted() implements Decision {
		}

		/** A certificate would help. */
		record Unauthenticated(String reason) implements Decision {
		}

		/** Nothing would help, not on this port or not for this client. */
		record Forbidden(String reason) implements Decision {
		}

	}

	static Decision decide(Question question) {
		if (!question.reads() && question.crossSite()) {
			return new Decision.Forbidden("a page of another site asked for this write");
		}
		if (question.client() == Client.OPERATOR && question.secure()) {
			return new Decision.Granted();
		}
		if (question.secure() && question.local() && question.method().equals("POST")
				&& question.path().equals("/hypermesh/transactions")) {
			return new Decision.Granted();
		}
		if (question.reads() && mayRead(question)) {
			return new Decision.Granted();
		}
		return refuse(question);
	}

	private static boolean mayRead(Question question) {
		String path = question.path();
		if (PUBLIC_PATHS.contains(path) || isIn(PUBLIC_ROOMS, path)) {
			return !isIn(SECRET_ROOMS, path);
		}
		return question.local() && !isIn(OPERATOR_ROOMS, path);
	}

	private static Decision refuse(Question question) {
		String what = question.reads() ? "this path is not public" : "writing needs the operator of this node";
		if (!question.secure()) {
			return new Decision.Forbidden(what + ": use the HTTPS port with the operator's certificate");
		}
		return switch (question.client()) {
			case STRANGER ->
				new Decision.Forbidden(what + ": the certificate shown is not the operator's of this node");
			case ANONYMOUS, OPERATOR -> new Decision.Unauthenticated(what + ": show the operator's certificate");
		};
	}

	private static boolean isIn(List<String> rooms, String path) {
		return rooms.stream().anyMatch(room -> path.equals(room) || path.startsWith(room + "/"));
	}

}
