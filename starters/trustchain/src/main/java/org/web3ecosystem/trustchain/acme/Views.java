package org.web3ecosystem.trustchain.acme;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.web3ecosystem.trustchain.acme.state.Authorization;
import org.web3ecosystem.trustchain.acme.state.Challenge;
import org.web3ecosystem.trustchain.acme.state.ChallengeType;
import org.web3ecosystem.trustchain.acme.state.Order;

/** State as the members of JSON objects (RFC 8555, sections 7.1.3 to 7.1.5). */
final class Views {

	private Views() {
	}

	static Map<String, Object> order(Links links, Order order) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("status", order.status());
		members.put("expires", order.expires().toString());
		members.put("identifiers", order.names().stream().map(Views::identifier).toList());
		members.put("authorizations",
				IntStream.range(0, order.authorizations().size())
					.mapToObj(index -> links.authorization(order.id(), index))
					.toList());
		members.put("finalize", links.finalizing(order.id()));
		order.replaces().ifPresent(id -> members.put("replaces", id));
		switch (order.state()) {
			case Order.Valid(String certificate) -> members.put("certificate", links.certificate(certificate));
			case Order.Invalid(var problem) -> members.put("error", Reply.members(problem));
			case Order.Pending _, Order.Ready _, Order.Processing _ -> {
			}
		}
		return members;
	}

	static Map<String, Object> authorization(Links links, Order order, int index, Instant now) {
		Authorization authorization = order.authorizations().get(index);
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("identifier", identifier(authorization.name()));
		members.put("status", authorization.status(order.expires(), now).name().toLowerCase(Locale.ROOT));
		members.put("expires", order.expires().toString());
		List<Map<String, Object>> challenges = authorization.challenges()
			.stream()
			.map(challenge -> challenge(links, order, index, challenge.type()))
			.toList();
		members.put("challenges", challenges);
		return members;
	}

	static Map<String, Object> challenge(Links links, Order order, int index, ChallengeType type) {
		Challenge challenge = order.authorizations().get(index).challenge(type).orElseThrow();
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("type", type.text());
		members.put("url", links.challenge(order.id(), index, type));
		members.put("status", challenge.status());
		members.put("token", challenge.token());
		switch (challenge.state()) {
			case Challenge.Valid(Instant at) -> members.put("validated", at.toString());
			case Challenge.Invalid(var problem) -> members.put("error", Reply.members(problem));
			case Challenge.Pending _, Challenge.Processing _ -> {
			}
		}
		return members;
	}

	private static Map<String, Object> identifier(String name) {
		return Map.of("type", "dns", "value", name);
	}

}
