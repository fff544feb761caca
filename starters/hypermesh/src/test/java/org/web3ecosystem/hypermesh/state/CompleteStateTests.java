package org.web3ecosystem.hypermesh.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.state.StateTree.Entry;
import org.web3ecosystem.spi.consensus.LedgerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class CompleteStateTests {

	private record Shown(Entry entry, byte[] value, InclusionProof proof) {
	}

	private final Store store = new Store();

	private final SortedMap<Entry, byte[]> model = new TreeMap<>();

	/** Of any size, changed in any way: what is walked is what there is. */
	@Test
	void allEntriesInTheirOrderAreTheState() {
		long seed = System.nanoTime();
		RandomGenerator random = new SplittableRandom(seed);
		for (int step = 0; step < 200; step++) {
			change(random, random.nextInt(1, 9));

			List<Shown> all = walk();

			assertThat(all).as("seed %d step %d", seed, step)
				.extracting(Shown::entry)
				.containsExactlyInAnyOrderElementsOf(model.keySet());
			assertThatNoException().as("seed %d step %d", seed, step).isThrownBy(() -> check(all));
		}
	}

	@Test
	void anEntryThatIsMissingIsNoticedWhereItIsMissing() {
		change(new SplittableRandom(7), 300);
		List<Shown> all = walk();

		for (int i = 0; i < all.size(); i++) {
			List<Shown> holed = new ArrayList<>(all);
			holed.remove(i);
			assertThatExceptionOfType(ProofException.class).isThrownBy(() -> check(holed))
				.withMessageContaining("missing");
		}
		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> check(List.of()));
	}

	@Test
	void anEntryInAnotherPlaceOrTwiceOrOtherwiseIsRefused() {
		change(new SplittableRandom(8), 50);
		List<Shown> all = walk();
		for (int i = 1; i < all.size(); i++) {
			int place = i;
			List<Shown> swapped = new ArrayList<>(all);
			Collections.swap(swapped, place, place - 1);
			assertThatExceptionOfType(ProofException.class).isThrownBy(() -> check(swapped));
			List<Shown> twice = new ArrayList<>(all);
			twice.add(place, all.get(place));
			assertThatExceptionOfType(ProofException.class).isThrownBy(() -> check(twice));
			List<Shown> changed = new ArrayList<>(all);
			changed.set(place, new Shown(all.get(place).entry(), new byte[] { 1 }, all.get(place).proof()));
			assertThatExceptionOfType(ProofException.class).isThrownBy(() -> check(changed));
			List<Shown> renamed = new ArrayList<>(all);
			renamed.set(place, new Shown(new Entry("m9", "other"), all.get(place).value(), all.get(place).proof()));
			assertThatExceptionOfType(ProofException.class).isThrownBy(() -> check(renamed));
		}
	}

	@Test
	void theStateOfNothingHasNoEntries() {
		assertThatNoException().isThrownBy(() -> check(List.of()));
	}

	private void check(List<Shown> entries) {
		CompleteState state = new CompleteState(StateTree.root(store::get));
		entries.forEach(shown -> state.next(shown.entry().module(), shown.entry().key(), shown.value(), shown.proof()));
		state.end();
	}

	private List<Shown> walk() {
		List<Shown> shown = new ArrayList<>();
		StateTree.walk(store::get,
				(entry, proof) -> shown.add(new Shown(entry, model.getOrDefault(entry, new byte[0]), proof)));
		return shown;
	}

	private void change(RandomGenerator random, int count) {
		SortedMap<Entry, Optional<byte[]>> changes = new TreeMap<>();
		for (int i = 0; i < count; i++) {
			Entry entry = new Entry("m" + random.nextInt(2), "k" + random.nextInt(4 * count));
			changes.put(entry, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value(random.nextInt())));
		}
		changes.forEach(
				(entry, value) -> value.ifPresentOrElse(bytes -> model.put(entry, bytes), () -> model.remove(entry)));
		StateTree.update(store, changes);
	}

	private static byte[] value(int number) {
		return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
	}

	private static final class Store implements LedgerState {

		private final Map<ByteBuffer, byte[]> entries = new HashMap<>();

		@Override
		public Optional<byte[]> get(byte[] key) {
			return Optional.ofNullable(entries.get(ByteBuffer.wrap(key)));
		}

		@Override
		public void put(byte[] key, byte[] value) {
			entries.put(ByteBuffer.wrap(key), value);
		}

		@Override
		public void remove(byte[] key) {
			entries.remove(ByteBuffer.wrap(key));
		}

	}

}
