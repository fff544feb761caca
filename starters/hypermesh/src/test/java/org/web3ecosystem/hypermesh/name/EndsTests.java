package org.web3ecosystem.hypermesh.name;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.name.Ends.End;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spitest.consensus.MapModuleState;

import static org.assertj.core.api.Assertions.assertThat;

class EndsTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final NodeId NODE = new NodeId("ab".repeat(32));

	private final MapModuleState state = new MapModuleState();

	private final Ends ends = new Ends(state);

	private static End end(int number) {
		return new End(NODE, new Name("n" + number + ".local.internal"));
	}

	@Test
	void theNextEndIsAlwaysTheEarliestOfAll() {
		Random random = new Random(7);
		Map<End, Instant> known = new HashMap<>();
		for (int i = 0; i < 2_000; i++) {
			End end = end(random.nextInt(300));
			Instant before = known.remove(end);
			if (before != null) {
				ends.strike(end, before);
			}
			else {
				known.put(end, ends.enter(end, START.plusSeconds(random.nextLong(1_000_000))).orElseThrow());
			}
			assertThat(ends.first()).isEqualTo(known.values().stream().min(Comparator.naturalOrder()));
		}
		known.forEach(ends::strike);
		assertThat(state.entries()).as("nothing is left of what is over").isEmpty();
	}

	@Test
	void whereThereIsNoRoomAnEndIsLater() {
		for (int i = 0; i < Ends.ROOM; i++) {
			assertThat(ends.enter(end(i), START)).contains(START);
		}
		assertThat(ends.enter(end(-1), START)).contains(START.plusSeconds(1));
		assertThat(state.entries().get("end/" + START.getEpochSecond())).hasSizeLessThan(64 * 1024);
	}

	@Test
	void whereThereIsNoRoomForLongNothingIsEntered() {
		for (int i = 0; i < Ends.ROOM * (Ends.LATEST + 1); i++) {
			ends.enter(end(i), START).orElseThrow();
		}
		assertThat(ends.enter(end(-1), START)).isEmpty();
	}

	@Test
	void findingTheNextTakesFiveReadsHoweverManyThereAre() {
		for (int i = 0; i < 3_000; i++) {
			ends.enter(end(i), START.plusSeconds(i * 97L));
		}
		AtomicInteger reads = new AtomicInteger();
		Ends counted = new Ends(new CountingState(state, reads));

		Optional<Instant> first = counted.first();

		assertThat(first).contains(START);
		assertThat(reads).hasValue(5);
	}

}
