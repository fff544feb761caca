package org.web3ecosystem.bootstrap.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;

import org.jspecify.annotations.Nullable;

/**
 * Keeps criteria out of {@code /actuator/health} itself: a node in phase 0 that waits for
 * phase 1 is not ill.
 */
public final class WholeHealth implements HealthEndpointGroupsPostProcessor {

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		Map<String, HealthEndpointGroup> named = new LinkedHashMap<>();
		groups.getNames().forEach(name -> {
			HealthEndpointGroup group = groups.get(name);
			if (group != null) {
				named.put(name, group);
			}
		});
		return HealthEndpointGroups.of(new WithoutCriteria(groups.getPrimary(), HealthContributors.criteria()), named);
	}

	private record WithoutCriteria(HealthEndpointGroup group, Set<String> criteria) implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			return !criteria.contains(name) && group.isMember(name);
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return group.showComponents(securityContext);
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return group.showDetails(securityContext);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return group.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return group.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return group.getAdditionalPath();
		}

	}

}
