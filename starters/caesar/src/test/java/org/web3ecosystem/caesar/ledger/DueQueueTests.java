package org.web3ecosystem.caesar.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.caesar.TestEconomy;

import static org.assertj.core.api.Assertions.assertThat;

class DueQueueTests {

	private static final long SEED = Long.getLong("caesar.seed", 20_260_101);

	private final TestEconomy economy = new TestEconomy(1, 1);

	@Test
	void whatIsDueComesOutInTheOrderOfTime() {
		SplittableRandom random = new SplittableRandom(SEED);
		PriorityQueue<Long> expected = new PriorityQueue<>(Comparator.naturalOrder());
		economy.alone(state -> {
			DueQueue queue = new DueQueue(state, "queue");
			for (int i = 0; i < 400; i++) {
				if (random.nextInt(3) > 0) {
					long at = random.nextLong(50);
					expected.add(at);
					queue.add(Instant.ofEpochMilli(at), TransferId.own(at));
				}
				else {
					Optional<TransferId> next = queue.poll(Instant.ofEpochMilli(50));
					assertThat(next).as("seed %d", SEED)
						.isEqualTo(Optional.ofNullable(expected.poll()).map(TransferId::own));
				}
				assertThat(queue.size()).isEqualTo(expected.size());
			}
		});
	}

	@Test
	void nothingComesOutBeforeItsTime() {
		List<Optional<TransferId>> taken = new ArrayList<>();
		economy.alone(state -> {
			DueQueue queue = new DueQueue(state, "queue");
			queue.add(Instant.ofEpochMilli(5), TransferId.own(5));
			taken.add(queue.poll(Instant.ofEpochMilli(4)));
			taken.add(queue.poll(Instant.ofEpochMilli(5)));
			taken.add(queue.poll(Instant.ofEpochMilli(6)));
		});
		assertThat(taken).containsExactly(Optional.empty(), Optional.of(TransferId.own(5)), Optional.empty());
	}

	@Test
	void anEmptyQueueLeavesNoPlacesBehind() {
		int before = economy.entries().size();
		economy.alone(state -> {
			DueQueue queue = new DueQueue(state, "queue");
			for (int i = 0; i < 100; i++) {
				queue.add(Instant.ofEpochMilli(i % 7), TransferId.own(i));
			}
			while (queue.poll(Instant.ofEpochMilli(100)).isPresent()) {
				assertThat(queue.size()).isLessThan(100);
			}
		});
		assertThat(economy.entries()).hasSize(before + 1);
	}

}
