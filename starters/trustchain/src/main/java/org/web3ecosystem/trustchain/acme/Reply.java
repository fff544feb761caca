package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.trustchain.acme.jose.AccountKey;
import org.web3ecosystem.trustchain.acme.problem.AcmeException;
import org.web3ecosystem.trustchain.acme.problem.ErrorType;
import org.web3ecosystem.trustchain.acme.problem.Problem;

/**
 * An answer, before it is written as HTTP.
 *
 * @param status of HTTP
 * @param body what it says
 * @param location the URL of what it is about
 * @param up the URL of what that belongs to
 * @param retryAfter when to ask again
 */
public record Reply(int status, Body body, Optional<String> location, Optional<String> up,
		Optional<Duration> retryAfter) {

	private static final int INTERNAL = 500;

	private static final int UNAVAILABLE = 503;

	/** What an answer says. */
	public sealed interface Body {

		/** A JSON object. */
		record Json(Map<String, Object> members) implements Body {
		}

		/** A problem document. */
		record Refusal(Map<String, Object> members) implements Body {
		}

		/** A chain of certificates, PEM. */
		record Chain(String pem) implements Body {
		}

		/** Nothing. */
		record Nothing() implements Body {
		}

	}

	static Reply json(int status, Map<String, Object> members) {
		return new Reply(status, new Body.Json(members), Optional.empty(), Optional.empty(), Optional.empty());
	}

	static Reply empty(int status) {
		return new Reply(status, new Body.Nothing(), Optional.empty(), Optional.empty(), Optional.empty());
	}

	static Reply chain(String pem) {
		return new Reply(200, new Body.Chain(pem), Optional.empty(), Optional.empty(), Optional.empty());
	}

	static Reply conflict(Problem problem, String location) {
		return new Reply(409, new Body.Refusal(members(problem, 409)), Optional.of(location), Optional.empty(),
				Optional.empty());
	}

	/** A refusal as an answer. */
	public static Reply of(AcmeException refusal) {
		int status = refusal.problem().type().status();
		if (status == INTERNAL && refusal.retryAfter().isPresent()) {
			status = UNAVAILABLE;
		}
		return new Reply(status, new Body.Refusal(members(refusal.problem(), status)), Optional.empty(),
				Optional.empty(), refusal.retryAfter());
	}

	/** The same with another status of HTTP. */
	public Reply withStatus(int other) {
		Body same = (body instanceof Body.Refusal(Map<String, Object> members)) ? new Body.Refusal(with(members, other))
				: body;
		return new Reply(other, same, location, up, retryAfter);
	}

	private static Map<String, Object> with(Map<String, Object> members, int status) {
		Map<String, Object> changed = new LinkedHashMap<>(members);
		changed.put("status", status);
		return changed;
	}

	Reply at(String url) {
		return new Reply(status, body, Optional.of(url), up, retryAfter);
	}

	Reply below(String url) {
		return new Reply(status, body, location, Optional.of(url), retryAfter);
	}

	Reply again(Duration after) {
		return new Reply(status, body, location, up, Optional.of(after));
	}

	/** A problem as a member of something else. */
	static Map<String, Object> members(Problem problem) {
		return members(problem, problem.type().status());
	}

	private static Map<String, Object> members(Problem problem, int status) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("type", problem.type().urn());
		members.put("detail", problem.detail());
		members.put("status", status);
		if (problem.type() == ErrorType.BAD_SIGNATURE_ALGORITHM) {
			// RFC 8555, section 6.2
			members.put("algorithms", List.copyOf(AccountKey.ALGORITHMS));
		}
		return members;
	}

}
