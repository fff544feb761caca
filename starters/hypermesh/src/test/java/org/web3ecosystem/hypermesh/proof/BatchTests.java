package org.web3ecosystem.hypermesh.proof;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.proof.BundleVerifier.Proven;
import org.web3ecosystem.hypermesh.state.ProofException;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** One proof for many operations. */
class BatchTests {

	private final NodeKey key = NodeKey.generate();

	private final Genesis genesis = TestFederation.genesis(List.of(key));

	private final Queue<Runnable> work = new ArrayDeque<>();

	private final Prover prover = new Prover(key, genesis,
			new FixedTime(List.of(key), () -> Instant.EPOCH).sources(new StakeWitness()), new SecureRandom(),
			work::add);

	private final BundleVerifier verifier = new BundleVerifier(genesis, new ProofVerifier(genesis));

	private static Operation operation(int number) {
		return new Operation("test.do", ByteBuffer.allocate(32).putInt(28, number).array(), number % 2 == 0);
	}

	private static List<Operation> operations(int size) {
		return IntStream.range(0, size).mapToObj(BatchTests::operation).toList();
	}

	private void work() {
		for (Runnable next = work.poll(); next != null; next = work.poll()) {
			next.run();
		}
	}

	private List<ProofBundle> prove(int count) {
		List<CompletableFuture<ProofBundle>> asked = operations(count).stream()
			.map(operation -> prover.prove(operation).toCompletableFuture())
			.toList();
		work();
		return asked.stream().map(CompletableFuture::join).toList();
	}

	@Test
	void everyOperationStandsAtItsPlaceAlone() {
		for (int size : List.of(1, 2, 3, 4, 5, 7, 8, 9, Batch.MAX_SIZE - 1, Batch.MAX_SIZE)) {
			Batch batch = new Batch(operations(size));
			for (int place = 0; place < size; place++) {
				Batch.Place at = batch.place(place);
				assertThat(at.root(operation(place))).isEqualTo(batch.root());
				assertThat(at.root(operation(place + 1))).isNotEqualTo(batch.root());
			}
		}
	}

	@Test
	void aPlaceOutsideOfTheTreeIsNone() {
		Batch.Place last = new Batch(operations(4)).place(3);
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> new Batch.Place(4, last.siblings()));
		assertThatExceptionOfType(CborException.class).isThrownBy(() -> new Batch.Place(-1, last.siblings()));
		assertThatExceptionOfType(CborException.class)
			.isThrownBy(() -> new Batch.Place(0, Collections.nCopies(9, new byte[32])));
	}

	@Test
	void whatComesTogetherIsProvenTogether() {
		List<ProofBundle> bundles = prove(10);

		List<Proven> proven = new ArrayList<>();
		for (int i = 0; i < bundles.size(); i++) {
			proven.add(verifier.verify(bundles.get(i).encoded(), operation(i), key.id()));
		}
		assertThat(proven).extracting(Proven::batch).containsOnly(proven.getFirst().batch());
		assertThat(proven).extracting(Proven::id).doesNotHaveDuplicates();
		assertThat(proven).extracting(Proven::staked).startsWith(true, false);
	}

	@Test
	void theBundleOfOneOperationIsOfNoUseToAnother() {
		List<ProofBundle> bundles = prove(3);

		assertThatExceptionOfType(ProofException.class)
			.isThrownBy(() -> verifier.verify(bundles.get(1).encoded(), operation(2), key.id()))
			.withMessageContaining("another operation");
	}

	@Test
	void eachPlaceIsUsedOnce() {
		UsedBundles used = new UsedBundles(1);
		List<ProofBundle> bundles = prove(3);
		for (int i = 0; i < bundles.size(); i++) {
			Proven proven = verifier.verify(bundles.get(i).encoded(), operation(i), key.id());
			assertThat(used.use(proven, Height.GENESIS)).isEqualTo(UsedBundles.Use.FIRST);
			assertThat(used.use(proven, Height.GENESIS)).isEqualTo(UsedBundles.Use.AGAIN);
		}
	}

	@Test
	void moreThanOneBatchHoldsAreProvenInSeveral() {
		List<ProofBundle> bundles = prove(Batch.MAX_SIZE + 1);

		Proven first = verifier.verify(bundles.getFirst().encoded(), operation(0), key.id());
		Proven last = verifier.verify(bundles.getLast().encoded(), operation(Batch.MAX_SIZE), key.id());
		assertThat(last.batch()).isNotEqualTo(first.batch());
	}

	@Test
	void whatComesLaterIsProvenToo() {
		assertThat(prove(2)).hasSize(2);
		assertThat(prove(1)).hasSize(1);
	}

	@Test
	void whoAsksAfterTheEndIsToldSoEachTime() {
		Prover closed = new Prover(key, genesis,
				new FixedTime(List.of(key), () -> Instant.EPOCH).sources(new StakeWitness()), new SecureRandom(),
				task -> {
					throw new RejectedExecutionException("closed");
				});
		for (int i = 0; i < 2; i++) {
			assertThat(closed.prove(operation(1)).toCompletableFuture()).isCompletedExceptionally();
		}
	}

}
