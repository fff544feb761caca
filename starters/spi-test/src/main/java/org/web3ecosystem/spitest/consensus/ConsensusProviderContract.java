package org.web3ecosystem.spitest.consensus;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/**
 * The laws of {@link ConsensusProvider}, for those that block what they find wrong.
 */
public abstract class ConsensusProviderContract {

	private final Operation operation = operation((byte) 1);

	/** A provider that proves as {@link #prover()}. */
	protected abstract ConsensusProvider provider();

	protected abstract NodeId prover();

	/** The same node on another chain. */
	protected abstract ConsensusProvider onAnotherChain();

	private static Operation operation(byte content) {
		byte[] digest = new byte[32];
		Arrays.fill(digest, content);
		return new Operation("contract.test", digest, true);
	}

	private Verdict validate(ProofBundle bundle) {
		return get(provider().validate(bundle, operation, prover()));
	}

	@Test
	void whatItMadeItAccepts() {
		assertThat(validate(get(provider().prove(operation)))).isEqualTo(Verdict.accepted());
	}

	@Test
	void whatIsProvenAtTheSameTimeIsAcceptedOnceEach() {
		List<Operation> operations = IntStream.range(2, 20).mapToObj(i -> operation((byte) i)).toList();
		List<CompletionStage<ProofBundle>> asked = operations.stream().map(provider()::prove).toList();
		for (int i = 0; i < operations.size(); i++) {
			ProofBundle bundle = get(asked.get(i));
			assertThat(get(provider().validate(bundle, operation, prover()))).isInstanceOf(Verdict.Rejected.class);
			assertThat(get(provider().validate(bundle, operations.get(i), prover()))).isEqualTo(Verdict.accepted());
			assertThat(get(provider().validate(bundle, operations.get(i), prover())))
				.isInstanceOf(Verdict.Rejected.class);
		}
	}

	@Test
	void aForeignOperationIsRefused() {
		ProofBundle bundle = get(provider().prove(operation));

		assertThat(get(provider().validate(bundle, operation((byte) 2), prover())))
			.isInstanceOf(Verdict.Rejected.class);
		assertThat(
				get(provider().validate(bundle, new Operation("contract.other", operation.digest(), true), prover())))
			.isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aForeignProverIsRefused() {
		ProofBundle bundle = get(provider().prove(operation));

		assertThat(get(provider().validate(bundle, operation, new NodeId("0".repeat(NodeId.LENGTH)))))
			.isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aForeignChainIsRefused() {
		assertThat(validate(get(onAnotherChain().prove(operation)))).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aReplayIsRefused() {
		ProofBundle bundle = get(provider().prove(operation));

		assertThat(validate(bundle)).isEqualTo(Verdict.accepted());
		assertThat(validate(bundle)).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void everyFlippedBitIsRefused() {
		ProofBundle bundle = get(provider().prove(operation));
		byte[] encoded = bundle.encoded();

		for (int bit = 0; bit < encoded.length * Byte.SIZE; bit++) {
			byte[] flipped = encoded.clone();
			flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
			assertThat(validate(new ProofBundle(flipped, bundle.present()))).as("bit %d", bit)
				.isInstanceOf(Verdict.Rejected.class);
		}
	}

	@Test
	void everyTruncationAndATrailingByteAreRefused() {
		ProofBundle bundle = get(provider().prove(operation));
		byte[] encoded = bundle.encoded();

		for (int length = 0; length < encoded.length; length++) {
			assertThat(validate(new ProofBundle(Arrays.copyOf(encoded, length), bundle.present())))
				.isInstanceOf(Verdict.Rejected.class);
		}
		assertThat(validate(new ProofBundle(Arrays.copyOf(encoded, encoded.length + 1), bundle.present())))
			.isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void aBundleThatNamesProofsItDoesNotHoldIsRefused() {
		ProofBundle bundle = get(provider().prove(operation));

		assertThat(validate(new ProofBundle(bundle.encoded(), Set.of()))).isInstanceOf(Verdict.Rejected.class);
		for (ProofKind kind : ProofKind.values()) {
			Set<ProofKind> named = EnumSet.copyOf(bundle.present());
			if (!named.remove(kind)) {
				named.add(kind);
			}
			assertThat(validate(new ProofBundle(bundle.encoded(), named))).isInstanceOf(Verdict.Rejected.class);
		}
	}

	@Test
	void theLargestPossibleInputIsRefused() {
		assertThat(validate(new ProofBundle(new byte[ProofBundle.MAX_BYTES], Set.of())))
			.isInstanceOf(Verdict.Rejected.class);
	}

}
