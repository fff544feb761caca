package org.web3ecosystem.bootstrap.monitor;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.web3ecosystem.bootstrap.seat.Occupancy;
import org.web3ecosystem.bootstrap.table.Capability;
import org.web3ecosystem.bootstrap.table.PhaseRow;

/** The capabilities that no component provides alone. */
final class DerivedCapabilities {

	private DerivedCapabilities() {
	}

	/**
	 * What is there.
	 * @param consensus how the seat is; null before the first look
	 * @param fallback whether one answers
	 */
	static Set<Capability> of(int phase, List<ComponentStatus> components, @Nullable Occupancy consensus,
			boolean fallback) {
		Set<Capability> derived = EnumSet.noneOf(Capability.class);
		List<ComponentStatus> built = components.stream().filter(ComponentStatus::isBuilt).toList();
		boolean all = !built.isEmpty() && built.stream().allMatch(ComponentStatus::isStarted);
		if (all && phase >= Capability.ALL_SERVICES.from()) {
			derived.add(Capability.ALL_SERVICES);
		}
		if (phase == PhaseRow.LAST && consensus != null && !consensus.isVacant() && !consensus.isEmpty()) {
			derived.add(Capability.FULL_CONSENSUS);
			if (all) {
				derived.add(Capability.FULL_FEDERATION);
			}
			if (all && !fallback) {
				derived.add(Capability.AUTONOMOUS);
			}
		}
		return derived;
	}

}
