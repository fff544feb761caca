package org.web3ecosystem.hypermesh.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.web3ecosystem.hypermesh.roster.Emergency;
import org.web3ecosystem.hypermesh.roster.EmergencyOrder;
import org.web3ecosystem.hypermesh.roster.EmergencyRule;

/** What is ordered, and wanted, about emergency mode. */
final class EmergencyJson {

	private EmergencyJson() {
	}

	static Map<String, Object> of(Emergency emergency) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("since", emergency.since().toString());
		json.put("until", emergency.until().toString());
		json.put("order", emergency.order());
		json.put("byRule", emergency.byRule());
		return json;
	}

	static Map<String, Object> of(EmergencyRule rule) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("isolated", rule.isolated());
		json.put("seconds", rule.length().toSeconds());
		json.put("order", rule.order());
		return json;
	}

	static Map<String, Object> of(EmergencyOrder order) {
		return switch (order) {
			case EmergencyOrder.Enter enter -> Map.of("what", "enter", "seconds", enter.length().toSeconds());
			case EmergencyOrder.Leave _ -> Map.of("what", "leave");
			case EmergencyOrder.Arm arm ->
				Map.of("what", "arm", "isolated", arm.isolated(), "seconds", arm.length().toSeconds());
			case EmergencyOrder.Disarm _ -> Map.of("what", "disarm");
		};
	}

}
