package org.web3ecosystem.hypermesh.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.plot.PlotModule;
import org.web3ecosystem.hypermesh.plot.TestPlots;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerModule;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.consensus.ProofKind;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.usage.Economy;
import org.web3ecosystem.spitest.consensus.MapLedgerState;

import static org.assertj.core.api.Assertions.assertThat;

/** Stake that can be unbonded: what a bundle shows of it may be of the past. */
class StakeTests {

	private final NodeKey key = NodeKey.generate();

	private final Genesis genesis = genesis(TestFederation.genesis(List.of(key)));

	private final StateMachine machine = new StateMachine(genesis,
			ModuleSet.of(genesis,
					List.of(new AssetModule(), new Bonds(key.id()),
							TestPlots.registered(genesis.chainId(), List.of(key.id())))),
			new BundleVerifier(genesis, new ProofVerifier(genesis)));

	private final FixedTime time = new FixedTime(List.of(key), () -> Instant.EPOCH);

	private final Prover prover = new Prover(key, genesis, time.sources(new StakeWitness()), new SplittableRandom(7),
			Runnable::run);

	private final MapLedgerState state = new MapLedgerState();

	private final Map<String, byte[]> stored = state.entries();

	private byte nonce;

	@Test
	void whoHasStakeRegisters() {
		assertThat(register("disk-1")).isEqualTo(Verdict.accepted());
	}

	@Test
	void whoHasUnbondedCannotShowTheStakeOfGenesisAgain() {
		apply(transaction(Economy.MODULE, new byte[0], Optional.empty()));
		assertThat(register("disk-1")).isEqualTo(Verdict.rejected("the author has no stake any more"));
	}

	/** Without that whoever unbonds all could never bond again. */
	@Test
	void whoHasUnbondedDoesWhatNeedsNoStake() {
		StakeEntry entry = StakeEntry.of(genesis, key.id());
		ProvenEntry first = GenesisState.prove(genesis, entry.module(), entry.key());
		StakeWitness witness = new StakeWitness();
		witness.saw(new ProvenEntry(first.module(), first.key(), Optional.of(Cbor.of(0).encode()), first.proof(),
				first.root()));
		Operation operation = new Operation("economy.enter", new byte[32], false);

		ProofBundle bundle = new Prover(key, genesis, time.sources(witness), new SplittableRandom(8), Runnable::run)
			.prove(operation)
			.toCompletableFuture()
			.join();

		assertThat(bundle.present()).containsExactlyInAnyOrder(ProofKind.WORK, ProofKind.TIME, ProofKind.SPACE);
		assertThat(new BundleVerifier(genesis, new ProofVerifier(genesis)).verify(bundle.encoded(), operation, key.id())
			.staked()).isFalse();
	}

	@Test
	void whoHasJustBondedLooksBeforeItSaysItHasNone() {
		NodeKey owner = NodeKey.generate();
		StakeEntry entry = StakeEntry.inGenesis(key.id());
		StakeWitness witness = new StakeWitness(
				() -> CompletableFuture.completedFuture(GenesisState.prove(genesis, entry.module(), entry.key())));

		ProofBundle bundle = new Prover(owner, genesis, time.sources(witness), new SplittableRandom(9), Runnable::run)
			.prove(new Operation("asset.register", new byte[32], true))
			.toCompletableFuture()
			.join();

		assertThat(bundle.present()).contains(ProofKind.STAKE);
	}

	@Test
	void aPlaceInABatchIsUsedOnce() {
		byte[] body = AssetFixtures.registration("disk-1");
		byte[] bundle = prover.prove(AssetFixtures.operation(body)).toCompletableFuture().join().encoded();
		assertThat(apply(transaction(AssetModule.NAME, body, Optional.of(bundle)))).isEqualTo(Verdict.accepted());
		assertThat(apply(transaction(AssetModule.NAME, body, Optional.of(bundle))))
			.isEqualTo(Verdict.rejected("not proven: the bundle was used before"));
	}

	private Verdict register(String id) {
		byte[] body = AssetFixtures.registration(id);
		byte[] bundle = prover.prove(AssetFixtures.operation(body)).toCompletableFuture().join().encoded();
		return apply(transaction(AssetModule.NAME, body, Optional.of(bundle)));
	}

	private Transaction transaction(String module, byte[] body, Optional<byte[]> bundle) {
		byte[] bytes = new byte[Transaction.NONCE_LENGTH];
		bytes[0] = nonce++;
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, Height.GENESIS, module, bytes, body, bundle)
			.sign(key);
	}

	private Verdict apply(Transaction transaction) {
		long round = Records.height(state::get).number() + 1;
		return machine
			.apply(new Block(Epoch.GENESIS, round, Instant.EPOCH,
					List.of(new Ordered(transaction.encoded(), Instant.EPOCH, null))), state)
			.outcomes()
			.getFirst()
			.receipt()
			.verdict();
	}

	private static Genesis genesis(Genesis like) {
		return new Genesis(like.chainId(), like.federation(), like.zone(), like.createdAt(), like.protocolVersion(),
				List.of(AssetModule.NAME, Economy.MODULE, PlotModule.NAME), like.validators(), like.root());
	}

	/** An economy in which every command takes all stake away. */
	private record Bonds(NodeId node) implements LedgerModule {

		@Override
		public String name() {
			return Economy.MODULE;
		}

		@Override
		public void begin(State state) {
			state.put(Economy.stakeKey(node), Cbor.of(100).encode());
		}

		@Override
		public Verdict check(Command command) {
			return Verdict.accepted();
		}

		@Override
		public Verdict apply(Command command, State state) {
			state.put(Economy.stakeKey(node), Cbor.of(0).encode());
			return Verdict.accepted();
		}

	}

}
