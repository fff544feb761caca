package org.web3ecosystem.trustchain.acme;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

/** What answers say. */
final class Replies {

	private Replies() {
	}

	static Map<String, Object> members(Reply reply) {
		return switch (reply.body()) {
			case Reply.Body.Json(Map<String, Object> members) -> members;
			case Reply.Body.Refusal(Map<String, Object> members) -> members;
			case Reply.Body.Chain _, Reply.Body.Nothing _ -> throw new AssertionError("no JSON: " + reply);
		};
	}

	static String text(Reply reply, String member) {
		return String.valueOf(members(reply).get(member));
	}

	@SuppressWarnings("unchecked")
	static List<String> texts(Reply reply, String member) {
		return (List<String>) Objects.requireNonNull(members(reply).get(member), reply.toString());
	}

	/** The last part of the type of a problem; empty if it is none. */
	static String problem(Reply reply) {
		return reply.body() instanceof Reply.Body.Refusal
				? text(reply, "type").replace("urn:ietf:params:acme:error:", "") : "";
	}

	/** The URL of a challenge of an authorization. */
	@SuppressWarnings("unchecked")
	static String challenge(Reply authorization, String type) {
		List<Map<String, Object>> challenges = (List<Map<String, Object>>) members(authorization).get("challenges");
		return challenges.stream()
			.filter(challenge -> type.equals(challenge.get("type")))
			.map(challenge -> String.valueOf(challenge.get("url")))
			.findFirst()
			.orElseThrow();
	}

	static Reply await(Callable<Reply> reading, Predicate<Reply> done) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(5))
			.until(reading, done);
	}

}
