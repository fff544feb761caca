package org.web3ecosystem.platform.client;

import org.web3ecosystem.caesar.ledger.AccountId;
import org.web3ecosystem.platform.command.Action;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Through the REST interface as a node's operator: the node signs. */
final class GatewayAccess implements Access {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String ASSETS = "/hypermesh/assets";

	private static final String TRANSFERS = "/caesar/transfers";

	private static final String STAKE = "/caesar/stake";

	private final Rest rest;

	GatewayAccess(Rest rest) {
		this.rest = rest;
	}

	@Override
	public JsonNode carryOut(Action.Write write) {
		ObjectNode body = JSON.createObjectNode();
		return switch (write) {
			case Action.Register it -> rest.send("POST", ASSETS,
					body.put("id", it.id()).put("kind", it.kind().name()).put("description", it.description()));
			case Action.Give it -> rest.send("PUT", asset(it.id(), "/owner"), body.put("owner", it.to().hex()));
			case Action.Lease it ->
				rest.send("POST", asset(it.id(), "/lease"), body.put("seconds", it.duration().toSeconds()));
			case Action.Renew it -> rest.send("PUT", asset(it.id(), "/lease"),
					body.put("term", it.term()).put("seconds", it.duration().toSeconds()));
			case Action.Release it -> JSON.readTree(rest.send("DELETE", asset(it.id(), "/lease?term=" + it.term())));
			case Action.Pay it -> rest.send("POST", TRANSFERS, pay(it, body));
			case Action.Post it -> rest.send("POST", TRANSFERS,
					body.put("kind", "post")
						.put("id", it.id().hex())
						.put("pending", it.pending().hex())
						.put("amount", it.amount()));
			case Action.Void it -> rest.send("POST", TRANSFERS,
					body.put("kind", "void").put("id", it.id().hex()).put("pending", it.pending().hex()));
			case Action.Bond it -> rest.send("POST", STAKE, body.put("id", it.id().hex()).put("bond", it.amount()));
			case Action.Unbond it -> rest.send("POST", STAKE, body.put("id", it.id().hex()).put("unbond", it.amount()));
		};
	}

	private static ObjectNode pay(Action.Pay it, ObjectNode body) {
		body.put("kind", it.reserve().isPresent() ? "pending" : "transfer")
			.put("id", it.id().hex())
			.put("credit", it.to().owner().map(owner -> owner.hex()).orElse(it.to().account().hex()))
			.put("amount", it.amount())
			.put("code", it.code());
		it.reserve().ifPresent(time -> body.put("timeout", time.toSeconds()));
		return body;
	}

	@Override
	public JsonNode account(AccountId id) {
		return rest.get("/caesar/accounts/" + id.hex());
	}

	@Override
	public JsonNode asset(String id) {
		return rest.get(asset(id, ""));
	}

	@Override
	public JsonNode stake() {
		return rest.get(STAKE);
	}

	private static String asset(String id, String rest) {
		return ASSETS + "/" + id + rest;
	}

	@Override
	public void close() {
		rest.close();
	}

}
