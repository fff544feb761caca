package org.web3ecosystem.bootstrap.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;

import org.web3ecosystem.bootstrap.monitor.Gates;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Gates are Actuator's health groups: whatever is in the group counts, also what an
 * operator has added. A group without members is not ready.
 */
public final class HealthGates implements Gates {

	private final HealthEndpoint endpoint;

	public HealthGates(HealthEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public View look(CriterionId.Gate gate) {
		HealthDescriptor health = endpoint.healthForPath(gate.group());
		if (health == null) {
			return new View(false,
					List.of(new Item(gate.group(), "UNKNOWN", "the health group has no member, so nobody can say")));
		}
		List<Item> items = new ArrayList<>();
		if (health instanceof CompositeHealthDescriptor composite) {
			Map<String, HealthDescriptor> members = composite.getComponents();
			if (members != null) {
				members.forEach((name, member) -> items.add(item(name, member)));
			}
		}
		return new View(health.getStatus().equals(Status.UP), items);
	}

	private static Item item(String name, HealthDescriptor member) {
		String status = member.getStatus().equals(Status.UP) ? "UP"
				: member.getStatus().equals(Status.UNKNOWN) ? "UNKNOWN" : "DOWN";
		Map<String, Object> details = member instanceof IndicatedHealthDescriptor indicated ? indicated.getDetails()
				: null;
		Object reason = details == null ? null : details.get(CriterionIndicator.REASON);
		return new Item(name, status, reason == null ? member.getStatus().getCode() : reason.toString());
	}

}
