package org.web3ecosystem.bootstrap.actuate;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.registry.HealthContributorRegistry;

import org.web3ecosystem.bootstrap.monitor.Criteria;
import org.web3ecosystem.bootstrap.monitor.Snapshot;
import org.web3ecosystem.bootstrap.seat.SeatName;
import org.web3ecosystem.spi.health.CriterionId;

/** The criteria and seats as health contributors, and the groups they are members of. */
public final class HealthContributors {

	private static final String GROUP = "management.endpoint.health.group.";

	private HealthContributors() {
	}

	/** Makes all of them known to Actuator. */
	public static void register(HealthContributorRegistry registry, Criteria criteria,
			Supplier<@Nullable Snapshot> snapshot) {
		for (CriterionId id : CriterionId.values()) {
			registry.registerContributor(id.id(), new CriterionIndicator(id, criteria));
		}
		for (SeatName seat : SeatName.values()) {
			registry.registerContributor(SeatIndicator.name(seat), new SeatIndicator(seat, snapshot));
		}
		registry.registerContributor(ReturnIndicator.NAME, new ReturnIndicator(snapshot));
		registry.registerContributor(FitIndicator.NAME, new FitIndicator(snapshot));
	}

	/** The names of the criteria, which are no part of the health as a whole. */
	public static Set<String> criteria() {
		Set<String> names = new HashSet<>();
		List.of(CriterionId.values()).forEach(id -> names.add(id.id()));
		return names;
	}

	/**
	 * Properties that make the gates, {@code stay} and readiness health groups; liveness
	 * depends on none of them.
	 */
	public static Map<String, Object> groupProperties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (CriterionId.Gate gate : CriterionId.Gate.values()) {
			String members = Arrays.stream(CriterionId.values())
				.filter(id -> id.gate() == gate)
				.map(CriterionId::id)
				.collect(Collectors.joining(","));
			properties.put(GROUP + gate.group() + ".include", members);
			properties.put(GROUP + gate.group() + ".show-details", "always");
		}
		String stay = Arrays.stream(SeatName.values()).map(SeatIndicator::name).collect(Collectors.joining(","));
		properties.put(GROUP + "stay.include", stay);
		properties.put(GROUP + "stay.show-details", "always");
		properties.put(GROUP + "readiness.include",
				String.join(",", "readinessState", ReturnIndicator.NAME, FitIndicator.NAME, stay));
		properties.put("management.endpoint.health.probes.enabled", "true");
		properties.put("management.endpoint.health.validate-group-membership", "false");
		return properties;
	}

}
