package org.web3ecosystem.bootstrap.monitor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.health.CriterionId.Gate;

import static org.assertj.core.api.Assertions.assertThat;

class GateWatchTests {

	private final Set<Gate> met = EnumSet.noneOf(Gate.class);

	private final List<Gate> lookedAt = new ArrayList<>();

	private final GateWatch watch = new GateWatch(gate -> {
		lookedAt.add(gate);
		return new Gates.View(met.contains(gate), List.of());
	}, new Announcements(event -> {
	}), InstantSource.system());

	@Test
	void whatANodeThatCameBackHasNotMetAgainIsLookedAtEveryTime() {
		watch.look(3);
		assertThat(lookedAt).containsExactly(Gate.values());
		assertThat(watch.isMet(3)).isFalse();
		met.add(Gate.TO_PHASE_3);
		lookedAt.clear();

		watch.look(3);

		assertThat(lookedAt).containsExactly(Gate.values());
		assertThat(watch.isMet(3)).isTrue();
		assertThat(watch.isMet(2)).isFalse();
	}

	@Test
	void whatIsMetIsLookedAtNowAndThen() {
		met.addAll(List.of(Gate.TO_PHASE_1, Gate.TO_PHASE_2));
		watch.look(2);
		lookedAt.clear();

		watch.look(2);

		assertThat(lookedAt).containsExactly(Gate.TO_PHASE_3);
	}

}
