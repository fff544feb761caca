package org.web3ecosystem.hypermesh.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.Moment;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.MapLedgerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the ledger makes of the time of a bundle: its place in the order, and among its
 * author's.
 */
class TimelyTests {

	private static final Instant START = Instant.parse("2026-05-05T12:00:00Z");

	private final List<NodeKey> keys = IntStream.range(0, 4).mapToObj(i -> NodeKey.generate()).toList();

	private final NodeKey key = keys.getFirst();

	private final Genesis genesis = TestFederation.genesis(keys);

	private final StateMachine machine = new StateMachine(genesis, TestFederation.modules(genesis),
			new BundleVerifier(genesis, new ProofVerifier(genesis)));

	private final MapLedgerState state = new MapLedgerState();

	private Instant now = START;

	private Height known = Height.GENESIS;

	private final Prover prover = prover(new OwnChain(() -> CompletableFuture.completedFuture(newest())));

	private int count;

	private Prover prover(OwnChain chain) {
		return new Prover(key, genesis, new FixedTime(keys, () -> now).sources(() -> known, new StakeWitness(), chain),
				new SplittableRandom(count + 7L), Runnable::run);
	}

	private Optional<byte[]> newest() {
		return Records.ledgerEntry(state::get, Records.chain(key.id()));
	}

	private Transaction registration(Prover by) {
		byte[] body = AssetFixtures.registration("disk-" + count++);
		byte[] bundle = by.prove(AssetFixtures.operation(body)).toCompletableFuture().join().encoded();
		byte[] nonce = new byte[Transaction.NONCE_LENGTH];
		nonce[0] = (byte) count;
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, known, AssetModule.NAME, nonce, body,
				Optional.of(bundle))
			.sign(key);
	}

	private Verdict apply(Transaction transaction) {
		long round = Records.height(state::get).number() + 1;
		return machine
			.apply(new Block(Epoch.GENESIS, round, now, List.of(new Ordered(transaction.encoded(), now, null))), state)
			.outcomes()
			.getFirst()
			.receipt()
			.verdict();
	}

	private void pass(Duration time) {
		now = now.plus(time);
	}

	private void skipTo(long height) {
		state.put(Records.HEIGHT, Records.encode(new Height(height)));
		known = new Height(height);
	}

	@Test
	void aBundleIsExecutedInItsTime() {
		Transaction early = registration(prover);
		Transaction late = registration(prover);
		Transaction tooLate = registration(prover);

		assertThat(apply(early)).isEqualTo(Verdict.accepted());
		pass(Moment.LAG);
		assertThat(apply(late)).isEqualTo(Verdict.accepted());
		pass(Duration.ofSeconds(1));
		assertThat(apply(tooLate)).isEqualTo(Verdict.rejected("not proven: the time proof is too old"));
	}

	@Test
	void aBundleOfTheFutureIsRefused() {
		pass(Moment.LEAD.plusSeconds(1));
		Transaction ahead = registration(prover);
		now = START;

		assertThat(apply(ahead)).isEqualTo(Verdict.rejected("not proven: the time proof is of the future"));
	}

	@Test
	void whatWasQueuedWhileItsAuthorWasCutOffIsExecutedAfterWhatCameLater() {
		Transaction queued = registration(prover);
		pass(Duration.ofMinutes(10));
		Transaction later = registration(prover);

		assertThat(apply(later)).isEqualTo(Verdict.accepted());
		assertThat(apply(queued)).isEqualTo(Verdict.accepted());
	}

	@Test
	void anAuthorThatStartsAgainGoesOn() {
		assertThat(apply(registration(prover))).isEqualTo(Verdict.accepted());
		Transaction underWay = registration(prover);
		pass(Duration.ofMinutes(1));
		Prover again = prover(new OwnChain(() -> CompletableFuture.completedFuture(newest())));

		assertThat(apply(registration(again))).isEqualTo(Verdict.accepted());
		assertThat(apply(underWay)).isEqualTo(Verdict.accepted());
		assertThat(apply(registration(again))).isEqualTo(Verdict.accepted());
	}

	@Test
	void anAuthorThatHidesWhatItDidBeforeIsRefused() {
		assertThat(apply(registration(prover))).isEqualTo(Verdict.accepted());
		pass(Duration.ofMinutes(1));

		assertThat(apply(registration(prover(FixedTime.newChain())))).isInstanceOf(Verdict.Rejected.class);
	}

	@Test
	void whatIsRememberedOfAnAuthorGoesWithItsWindow() {
		apply(registration(prover));
		skipTo(Transaction.WINDOW / 2);
		apply(registration(prover));
		skipTo(Transaction.WINDOW + 1);
		Transaction next = registration(prover(FixedTime.newChain()));
		assertThat(newest()).isPresent();
		apply(next);
		assertThat(newest()).as("executed after the block that leaves").isPresent();
		skipTo(Transaction.WINDOW + Transaction.WINDOW / 2 + 1);

		assertThat(apply(registration(prover(FixedTime.newChain())))).isInstanceOf(Verdict.Rejected.class);
		assertThat(newest()).isEmpty();
		assertThat(apply(registration(prover(FixedTime.newChain())))).isEqualTo(Verdict.accepted());
	}

}
