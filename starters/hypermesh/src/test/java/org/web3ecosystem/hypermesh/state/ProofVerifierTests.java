package org.web3ecosystem.hypermesh.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.time.Instant;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.state.StateTree.Entry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProofVerifierTests {

	private final List<NodeKey> keys = IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList();

	private final Genesis genesis = TestFederation.genesis(keys);

	private final ProofVerifier verifier = new ProofVerifier(genesis);

	private final Genesis alone = TestFederation.genesis(keys.subList(0, 1));

	private final Map<String, byte[]> stored = new HashMap<>();

	private final LedgerState store = new LedgerState() {

		@Override
		public Optional<byte[]> get(byte[] key) {
			return Optional.ofNullable(stored.get(HexFormat.of().formatHex(key)));
		}

		@Override
		public void put(byte[] key, byte[] value) {
			stored.put(HexFormat.of().formatHex(key), value);
		}

		@Override
		public void remove(byte[] key) {
			stored.remove(HexFormat.of().formatHex(key));
		}

	};

	private ProvenEntry entry(int signers) {
		return entry(genesis, signers);
	}

	private ProvenEntry entry(Genesis genesis, int signers) {
		SortedMap<Entry, Optional<byte[]>> entries = new TreeMap<>();
		for (int i = 0; i < 10; i++) {
			entries.put(new Entry("m", "k" + i), Optional.of(new byte[] { (byte) i }));
		}
		byte[] hash = StateTree.update(store, entries);
		StateRoot root = new StateRoot(genesis.chainId(), Epoch.GENESIS, new Height(7), hash, Instant.EPOCH);
		List<NodeSignature> signatures = keys.stream()
			.limit(signers)
			.map(key -> root.sign(key))
			.sorted((a, b) -> a.signer().compareTo(b.signer()))
			.toList();
		return new ProvenEntry("m", "k3", Optional.of(new byte[] { 3 }), StateTree.prove(store::get, "m", "k3"),
				new AttestedRoot(root, signatures));
	}

	/** Else it would be found out by whoever has the file, and nothing but the file. */
	@Test
	void moreThanIsReadIsNotWritten() {
		ProvenEntry entry = new ProvenEntry("m", "k3", Optional.of(new byte[ProofFile.MAX_BYTES]), entry(3).proof(),
				entry(3).root());

		assertThatExceptionOfType(ProofException.class).isThrownBy(new ProofFile(List.of(), entry)::encode)
			.withMessageContaining("at most 4194304 bytes");
	}

	@Test
	void anEntryUnderARootOfThreeOfFourIsRight() {
		assertThat(verifier.verify(entry(3).encode()).value()).hasValue(new byte[] { 3 });
	}

	@Test
	void twoOfFourAreNotEnough() {
		byte[] encoded = entry(2).encode();

		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> verifier.verify(encoded))
			.withMessageContaining("two thirds");
	}

	@Test
	void everyFlippedBitIsRefused() {
		ProofVerifier verifier = new ProofVerifier(alone);
		byte[] encoded = entry(alone, 1).encode();
		assertThat(verifier.verify(encoded).value()).isPresent();

		for (int bit = 0; bit < encoded.length * Byte.SIZE; bit++) {
			byte[] flipped = encoded.clone();
			flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
			assertThatExceptionOfType(ProofException.class).as("bit %d", bit)
				.isThrownBy(() -> verifier.verify(flipped));
		}
	}

	@Test
	void aTrailingByteIsRefused() {
		byte[] encoded = entry(3).encode();

		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> verifier.verify(Arrays.copyOf(encoded, encoded.length + 1)));
	}

	@Test
	void oneValidatorCannotSignTwice() {
		NodeSignature one = entry(3).root().signatures().getFirst();
		StateRoot root = entry(3).root().root();

		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> new AttestedRoot(root, List.of(one, one, one)))
			.withMessageContaining("ascending");
	}

	@Test
	void anotherFederationsRootIsRefused() {
		ProofVerifier other = new ProofVerifier(TestFederation.genesis(List.of(NodeKey.generate())));
		byte[] encoded = entry(4).encode();

		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> other.verify(encoded));
	}

	@Test
	void genesisEntriesNeedNoSignature() {
		ProvenEntry stake = GenesisState.prove(genesis, GenesisState.LEDGER,
				GenesisState.stakeKey(keys.getFirst().id()));

		assertThat(verifier.verify(stake.encode()).value()).isPresent();
	}

	@Test
	void aRootOfHeightZeroThatGenesisDoesNotImplyIsRefused() {
		ProvenEntry signed = entry(4);
		StateRoot zero = new StateRoot(genesis.chainId(), Epoch.GENESIS, Height.GENESIS, signed.root().root().root(),
				Instant.EPOCH);
		ProvenEntry forged = new ProvenEntry(signed.module(), signed.key(), signed.value(), signed.proof(),
				new AttestedRoot(zero, List.of()));

		assertThatExceptionOfType(ProofException.class).isThrownBy(() -> verifier.verify(forged.encode()))
			.withMessageContaining("genesis");
	}

}
