package org.web3ecosystem.bootstrap.alert;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import org.web3ecosystem.spi.Node;

/**
 * An alert as JSON: {@code type}, {@code timestamp} and {@code data}, as in Standard
 * Webhooks. It says which node and what is wrong, and holds nothing that is secret. At
 * most some 4 KiB, since the reason is bounded.
 */
public final class AlertBody {

	private static final JsonMapper JSON = new JsonMapper();

	private final Node node;

	public AlertBody(Node node) {
		this.node = node;
	}

	/** The same bytes for each attempt. */
	public byte[] of(Alert alert) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("incident", alert.incident());
		data.put("condition", alert.condition().key());
		data.put("state", alert.state().key());
		data.put("since", alert.since().toString());
		data.put("reason", alert.reason());
		data.put("node", node.id().hex());
		data.put("name", node.name());
		data.put("federation", node.genesis().federation());
		data.put("chainId", node.genesis().chainId().value());
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", "alert." + alert.state().key());
		body.put("timestamp", alert.time().toString());
		body.put("data", data);
		return JSON.writeValueAsBytes(body);
	}

}
