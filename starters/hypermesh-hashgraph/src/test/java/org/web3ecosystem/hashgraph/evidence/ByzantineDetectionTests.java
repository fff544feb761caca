package org.web3ecosystem.hashgraph.evidence;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.hedera.hapi.node.state.roster.Roster;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.health.CriterionId;

import static org.assertj.core.api.Assertions.assertThat;

class ByzantineDetectionTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));

	private final EquivocationWatch watch = new EquivocationWatch(Roster.DEFAULT, found -> {
	}, now::get);

	@Test
	void isNotMetBeforeTheFirstDrill() {
		ByzantineDetection detection = detection(false, () -> {
		});

		assertThat(detection.id()).isEqualTo(CriterionId.BYZANTINE_DETECTION);
		assertThat(detection.find().met()).isFalse();
	}

	@Test
	void saysWhenADrillWasCaught() {
		ByzantineDetection detection = detection(false, EquivocationProbe::run);

		detection.runDrill();

		assertThat(detection.find().met()).isTrue();
		assertThat(detection.find().reason()).contains("2030-01-01T00:00:00Z").contains("not a validator");
	}

	@Test
	void isNotMetAfterADrillThatWasMissed() {
		ByzantineDetection detection = detection(false, () -> {
			throw new IllegalStateException("a branch was not caught");
		});

		detection.runDrill();

		assertThat(detection.find().met()).isFalse();
		assertThat(detection.find().reason()).contains("a branch was not caught");
	}

	@Test
	void aDrillLongAgoDoesNotCount() {
		ByzantineDetection detection = detection(false, () -> {
		});
		detection.runDrill();

		now.set(now.get().plusSeconds(600));

		assertThat(detection.find().met()).isFalse();
	}

	@Test
	void onAValidatorTheWatchAtWorkMustSeeEvents() {
		ByzantineDetection detection = detection(true, () -> {
		});

		detection.runDrill();

		assertThat(detection.find().met()).isFalse();
		assertThat(detection.find().reason()).contains("engine to see events");
	}

	private ByzantineDetection detection(boolean validator, Runnable drill) {
		return new ByzantineDetection(validator, () -> Optional.of(watch), now::get, drill);
	}

}
