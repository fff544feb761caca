package org.web3ecosystem.trustchain.dnssec;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.trustchain.dnssec.KeyRing.Kept;
import org.web3ecosystem.trustchain.dnssec.ZoneKey.Role;

import static org.assertj.core.api.Assertions.assertThat;

class KeyRingTests {

	private static final Duration STEP = Duration.ofMinutes(5);

	private static final Duration ZONE_LIFE = Duration.ofDays(10);

	private static final Duration KEY_LIFE = Duration.ofDays(60);

	/** TTLs of what is signed, and of keys. */
	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Duration KEYS = Duration.ofMinutes(5);

	private static Duration life(Role role) {
		return role == Role.KEY_SIGNING ? KEY_LIFE : ZONE_LIFE;
	}

	/** A set of keys, or a signature, as somebody may still have it. */
	private record Remembered<T>(T what, Instant at) {
	}

	@Test
	void whoeverKeepsKeysOrAnswersForTheirTimeFindsThatTheyFit() {
		Instant now = Instant.parse("2026-01-01T00:00:00Z");
		Instant end = now.plus(Duration.ofDays(100));
		KeyRing ring = KeyRing.EMPTY;
		Deque<Remembered<Set<ZoneKey>>> keys = new ArrayDeque<>();
		Deque<Remembered<ZoneKey>> answers = new ArrayDeque<>();
		Set<ZoneKey> signed = new HashSet<>();
		while (now.isBefore(end)) {
			ring = ring.at(now, KeyRingTests::life, ZoneKey::generate);
			if (ring.hasNews()) {
				// the ledger takes its time
				now = now.plus(STEP);
				ring = ring.shown(now);
			}
			Set<ZoneKey> shown = new HashSet<>(ring.keys().stream().map(Kept::key).toList());
			ZoneKey signing = ring.signing(Role.ZONE_SIGNING).orElseThrow();
			signed.add(signing);
			keys.addLast(new Remembered<>(shown, now));
			answers.addLast(new Remembered<>(signing, now));
			while (keys.getFirst().at().plus(KEYS).isBefore(now)) {
				keys.removeFirst();
			}
			while (answers.getFirst().at().plus(LONGEST).isBefore(now)) {
				answers.removeFirst();
			}
			if (keys.getFirst().at().isAfter(Instant.parse("2026-01-01T00:10:00Z"))) {
				assertThat(keys).as("%s", now).allSatisfy(kept -> assertThat(kept.what()).contains(signing));
			}
			assertThat(answers).as("%s", now).allSatisfy(answer -> assertThat(shown).contains(answer.what()));
			assertThat(ring.signingKeys()).isNotEmpty();
			assertThat(ring.keys()).hasSizeLessThanOrEqualTo(4);
			now = now.plus(STEP);
		}
		assertThat(signed).as("one every ten days").hasSizeBetween(9, 11);
	}

	@Test
	void theFirstKeysSignAsSoonAsTheyAreShown() {
		Instant now = Instant.EPOCH;
		KeyRing ring = KeyRing.EMPTY.at(now, KeyRingTests::life, ZoneKey::generate);
		assertThat(ring.keys()).hasSize(2);
		assertThat(ring.hasNews()).isTrue();
		assertThat(ring.signing(Role.ZONE_SIGNING)).isEmpty();

		KeyRing shown = ring.shown(now.plusSeconds(1));

		assertThat(shown.hasNews()).isFalse();
		assertThat(shown.signing(Role.ZONE_SIGNING)).isPresent();
		assertThat(shown.signingKeys()).hasSize(1);
	}

	@Test
	void aSuccessorThatNobodySeesTakesNoPlace() {
		Instant now = Instant.EPOCH;
		KeyRing ring = KeyRing.EMPTY.at(now, KeyRingTests::life, ZoneKey::generate).shown(now);
		ZoneKey first = ring.signing(Role.ZONE_SIGNING).orElseThrow();
		for (int day = 1; day < 30; day++) {
			ring = ring.at(now.plus(Duration.ofDays(day)), KeyRingTests::life, ZoneKey::generate);
			assertThat(ring.signing(Role.ZONE_SIGNING)).hasValue(first);
		}
		assertThat(ring.keys()).hasSize(4);
	}

}
