package org.web3ecosystem.hypermesh.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.state.StateTree.Entry;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StateTreeTests {

	private final Store store = new Store();

	@Test
	void theRootOfNothingIsTheEmptyHash() {
		assertThat(StateTree.root(store::get)).isEqualTo(new byte[Sha256.LENGTH]);
	}

	/**
	 * The model is a sorted map; the tree built at once from what it holds is the oracle.
	 */
	@Test
	void theRootDependsOnTheEntriesAndNotOnTheWayThere() {
		long seed = System.nanoTime();
		RandomGenerator random = new SplittableRandom(seed);
		SortedMap<Entry, Optional<byte[]>> model = new TreeMap<>();
		for (int step = 0; step < 300; step++) {
			SortedMap<Entry, Optional<byte[]>> changes = new TreeMap<>();
			for (int i = random.nextInt(1, 12); i > 0; i--) {
				Entry entry = new Entry("m" + random.nextInt(2), "k" + random.nextInt(60));
				changes.put(entry,
						random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value("v" + random.nextInt(1000))));
			}
			byte[] root = StateTree.update(store, changes);
			changes.forEach((entry, value) -> value.ifPresentOrElse(bytes -> model.put(entry, value),
					() -> model.remove(entry)));

			Store fresh = new Store();
			assertThat(root).as("seed %d step %d", seed, step).isEqualTo(StateTree.update(fresh, model));
			assertThat(store.entries.keySet()).as("seed %d step %d: no node is left behind", seed, step)
				.isEqualTo(fresh.entries.keySet());
			assertThat(StateTree.root(store::get)).isEqualTo(root);
		}
	}

	@Test
	void everyEntryAndEveryAbsenceCanBeProven() {
		SortedMap<Entry, Optional<byte[]>> entries = new TreeMap<>();
		for (int i = 0; i < 200; i++) {
			entries.put(new Entry("m", "k" + i), Optional.of(value("v" + i)));
		}
		byte[] root = StateTree.update(store, entries);

		for (int i = 0; i < 400; i++) {
			String key = "k" + i;
			Optional<byte[]> value = entries.getOrDefault(new Entry("m", key), Optional.empty());
			InclusionProof proof = decoded(StateTree.prove(store::get, "m", key));
			assertThat(proof.rootFor("m", key, value)).isEqualTo(root);
			assertThat(rootOrNone(proof, "m", key, Optional.of(value("other")))).isNotEqualTo(root);
			assertThat(rootOrNone(proof, "n", key, value)).isNotEqualTo(root);
			if (value.isPresent()) {
				assertThat(rootOrNone(proof, "m", key, Optional.empty())).isNotEqualTo(root);
			}
		}
	}

	@Test
	void aLeafFromElsewhereDoesNotProveAbsence() {
		List<String> keys = new ArrayList<>();
		SortedMap<Entry, Optional<byte[]>> entries = new TreeMap<>();
		for (int i = 0; i < 64; i++) {
			keys.add("k" + i);
			entries.put(new Entry("m", "k" + i), Optional.of(value("v")));
		}
		StateTree.update(store, entries);
		InclusionProof absent = keys.stream()
			.map(key -> StateTree.prove(store::get, "m", key + "-not-there"))
			.filter(proof -> ((Cbor.Struct) proof.toCbor()).struct("other").entries().size() == 2)
			.findFirst()
			.orElseThrow();

		int refused = 0;
		for (String key : keys) {
			try {
				assertThat(absent.rootFor("m", key, Optional.empty())).isNotEqualTo(StateTree.root(store::get));
			}
			catch (ProofException wrongPlace) {
				refused++;
			}
		}

		assertThat(refused).isPositive();
	}

	@Test
	void aLeafCannotPassForABranch() {
		byte[] one = Sha256.of(value("1"));
		byte[] two = Sha256.of(value("2"));

		assertThat(new TreeNode.Leaf(new EntryPath(one), two).hash())
			.isNotEqualTo(new TreeNode.Branch(one, two).hash());
	}

	@Test
	void aProofWithMoreSiblingsThanTurnsIsRefused() {
		List<Cbor> siblings = Collections.nCopies(EntryPath.BITS + 1, Cbor.of(new byte[Sha256.LENGTH]));
		Cbor.Struct hostile = Cbor.struct(Map.entry("siblings", Cbor.of(siblings)), Map.entry("other", Cbor.struct()));

		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> InclusionProof.fromCbor(hostile))
			.withMessageContaining("siblings");
	}

	private static InclusionProof decoded(InclusionProof proof) {
		return InclusionProof.fromCbor((Cbor.Struct) Cbor.decode(proof.toCbor().encode(), 64 * 1024));
	}

	private static byte[] rootOrNone(InclusionProof proof, String module, String key, Optional<byte[]> value) {
		try {
			return proof.rootFor(module, key, value);
		}
		catch (ProofException refused) {
			return new byte[0];
		}
	}

	private static byte[] value(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static final class Store implements LedgerState {

		private final Map<String, byte[]> entries = new HashMap<>();

		@Override
		public Optional<byte[]> get(byte[] key) {
			return Optional.ofNullable(entries.get(HexFormat.of().formatHex(key)));
		}

		@Override
		public void put(byte[] key, byte[] value) {
			entries.put(HexFormat.of().formatHex(key), value);
		}

		@Override
		public void remove(byte[] key) {
			entries.remove(HexFormat.of().formatHex(key));
		}

	}

}
