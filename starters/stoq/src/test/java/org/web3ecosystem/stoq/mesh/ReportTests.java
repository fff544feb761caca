package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.stoq.TestFederation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Four validators, one of which may lie, and what they say of a node. */
class ReportTests {

	private static final NodeId NODE = id(1);

	private static final Duration SILENT = Duration.ofSeconds(4);

	private static final Duration JUST_NOW = Duration.ofMillis(300);

	private static final Duration LONG_AGO = Duration.ofSeconds(5);

	private static NodeId id(int number) {
		return new NodeId("%064x".formatted(number));
	}

	private static Report heard(Duration age) {
		return new Report(Map.of(NODE, age), 0);
	}

	private static Report nothing() {
		return new Report(Map.of(), 0);
	}

	private static Set<NodeId> silent(boolean own, Report... reports) {
		return Report.silent(List.of(reports), own, 1, 0, SILENT);
	}

	@Test
	void whoIsHeardByAnybodyIsNotSilent() {
		assertThat(silent(true, nothing(), nothing(), heard(JUST_NOW))).isEmpty();
		assertThat(silent(true, heard(LONG_AGO), heard(LONG_AGO), heard(JUST_NOW))).isEmpty();
		assertThat(silent(true, heard(JUST_NOW), heard(LONG_AGO), heard(LONG_AGO))).isEmpty();
	}

	@Test
	void whoWasHeardAndIsByNobodyAnyMoreIsSilent() {
		assertThat(silent(true, heard(LONG_AGO), heard(LONG_AGO), nothing())).containsExactly(NODE);
		assertThat(silent(true, heard(LONG_AGO), nothing(), nothing())).as("by this node itself").containsExactly(NODE);
		assertThat(silent(true, nothing(), heard(LONG_AGO), heard(LONG_AGO))).as("this node began later")
			.containsExactly(NODE);
	}

	/** Such as a program that registers by its key and is connected to nobody. */
	@Test
	void oneThatLiesSilencesNobodyWhoWasNeverHeard() {
		assertThat(silent(true, nothing(), heard(LONG_AGO), nothing())).isEmpty();
		assertThat(silent(false, heard(LONG_AGO), nothing(), nothing())).isEmpty();
		assertThat(silent(false, heard(LONG_AGO), heard(LONG_AGO), nothing())).containsExactly(NODE);
	}

	@Test
	void whatWasSaidGrowsOlder() {
		long later = Duration.ofMillis(3_800).toNanos();
		assertThat(Report.silent(List.of(heard(JUST_NOW), heard(JUST_NOW), nothing()), false, 1, later, SILENT))
			.containsExactly(NODE);
		assertThat(heard(JUST_NOW).isFresh(later, SILENT)).isTrue();
		assertThat(heard(JUST_NOW).isFresh(later + later, SILENT)).isFalse();
	}

	@Test
	void validatorsAreNotSightedAndOfTooManyTheOldestAreForgotten() {
		TestFederation federation = new TestFederation(4);
		AtomicLong now = new AtomicLong(Long.MAX_VALUE - 100);
		Sightings sightings = new Sightings(federation.genesis(), now::get);
		sightings.heard(federation.node(0).id());
		assertThat(sightings.ages()).isEmpty();

		for (int i = 0; i < Sightings.MAX + 10; i++) {
			sightings.heard(id(i));
			now.incrementAndGet();
		}

		assertThat(sightings.ages()).hasSize(Sightings.MAX).doesNotContainKey(id(9)).containsKey(id(10));
	}

	@Test
	void whatAWitnessSaysIsReadAndNothingElseIs() {
		TestFederation federation = new TestFederation(4);
		Sightings sightings = new Sightings(federation.genesis(), () -> 0);
		for (int i = 0; i < Sightings.MAX; i++) {
			sightings.heard(id(i));
		}
		Witness witness = new Witness(sightings);
		byte[] answer = get(witness.handle(NODE, new byte[0]));
		assertThat(Witness.decode(answer)).isEqualTo(sightings.ages());
		assertThat(Witness.decode(Witness.encode(Map.of(NODE, Duration.ofMillis(Long.MAX_VALUE))))).containsKey(NODE);
		assertThatThrownBy(() -> get(witness.handle(NODE, new byte[1]))).isInstanceOf(RejectedException.class);

		byte[] small = Witness.encode(Map.of(NODE, JUST_NOW, id(2), LONG_AGO));
		for (int length = 0; length < small.length; length++) {
			byte[] cut = Arrays.copyOf(small, length);
			assertThatExceptionOfType(CborException.class).isThrownBy(() -> Witness.decode(cut));
		}
		Random random = new Random(7);
		for (int i = 0; i < 10_000; i++) {
			byte[] changed = small.clone();
			changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
			try {
				assertThat(Witness.decode(changed)).hasSizeLessThanOrEqualTo(2);
			}
			catch (CborException refused) {
				assertThat(refused.getMessage()).isNotEmpty();
			}
		}
	}

}
