package org.web3ecosystem.hypermesh.ledger;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.asset.AssetFixtures;
import org.web3ecosystem.hypermesh.asset.AssetModule;
import org.web3ecosystem.hypermesh.ledger.StateMachine.Applied;
import org.web3ecosystem.hypermesh.proof.BundleVerifier;
import org.web3ecosystem.hypermesh.proof.FixedTime;
import org.web3ecosystem.hypermesh.proof.OwnChain;
import org.web3ecosystem.hypermesh.proof.Prover;
import org.web3ecosystem.hypermesh.proof.StakeWitness;
import org.web3ecosystem.hypermesh.state.ProofVerifier;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.LedgerApplication.Block;
import org.web3ecosystem.spi.consensus.LedgerApplication.Ordered;
import org.web3ecosystem.spi.consensus.LedgerState;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spitest.consensus.RegisterModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.spitest.Stages.get;

/**
 * Replicas on one thread that get the same blocks of honest, malformed and hostile
 * transactions: some prepared, some not, one restarted now and then. All must come to the
 * same roots. A failure prints its seed.
 */
class SimulationTests {

	private static final int REPLICAS = 4;

	private static final int BLOCKS = 60;

	private final List<NodeKey> keys = IntStream.range(0, REPLICAS).mapToObj(i -> NodeKey.generate()).toList();

	private final NodeKey stranger = NodeKey.generate();

	private final Genesis genesis = TestFederation.genesis(keys);

	private byte[] bundle = new byte[0];

	private final Map<NodeId, OwnChain> chains = new HashMap<>();

	private Instant now = Instant.EPOCH;

	@Test
	void allReplicasComeToTheSameRootsWhateverTheyAreFed() {
		long seed = new SecureRandom().nextLong();
		run(seed);
	}

	@Test
	void aSeedThatWasRunOnceRunsAgain() {
		assertThat(run(42)).isPositive();
	}

	private int run(long seed) {
		RandomGenerator random = new SplittableRandom(seed);
		List<Replica> replicas = IntStream.range(0, REPLICAS).mapToObj(i -> new Replica()).toList();
		List<byte[]> history = new ArrayList<>();
		Instant time = Instant.EPOCH;
		chains.clear();
		int executed = 0;
		for (long round = 1; round <= BLOCKS; round++) {
			time = time.plus(Duration.ofMillis(random.nextInt(1, 5_000)));
			now = time;
			List<byte[]> transactions = new ArrayList<>();
			for (int i = random.nextInt(1, 6); i > 0; i--) {
				transactions.add(transaction(random, history, new Height(round - 1)));
			}
			history.addAll(transactions);
			List<Applied> all = new ArrayList<>();
			for (Replica replica : replicas) {
				all.add(replica.apply(round, time, transactions, random));
			}
			assertThat(all).as("seed %d round %d", seed, round)
				.allSatisfy(applied -> assertThat(applied).isEqualTo(all.getFirst()));
			executed += all.getFirst().outcomes().size();
		}
		assertThat(replicas).as("seed %d", seed)
			.allSatisfy(replica -> assertThat(replica.readable()).isEqualTo(replicas.getFirst().readable()));
		return executed;
	}

	private byte[] transaction(RandomGenerator random, List<byte[]> history, Height known) {
		return switch (random.nextInt(11)) {
			case 10 -> registered(random, known).encoded();
			case 0 -> bytes(random, random.nextInt(200));
			case 1 -> flipped(random, signed(random, known, command(random)));
			case 2 -> history.isEmpty() ? new byte[0] : history.get(random.nextInt(history.size()));
			case 3 -> truncated(random, signed(random, known, command(random)));
			case 4 -> draft(random, new ChainId("local-fedcba9876543210"), Epoch.GENESIS, known).encoded();
			case 5 -> draft(random, genesis.chainId(), new Epoch(1), known).encoded();
			case 6 -> draft(random, genesis.chainId(), Epoch.GENESIS, new Height(known.number() + 1_000)).encoded();
			default -> signed(random, known, command(random));
		};
	}

	private record Wanted(String module, byte[] body, Optional<byte[]> proof) {
	}

	private static Wanted command(RandomGenerator random) {
		String value = switch (random.nextInt(6)) {
			case 0 -> "no";
			case 1 -> "fail";
			case 2 -> "remove";
			default -> "v" + random.nextInt(1_000);
		};
		byte[] body = RegisterModule.set("k" + random.nextInt(20), value);
		return switch (random.nextInt(8)) {
			case 0 -> new Wanted("nowhere", body, Optional.empty());
			case 1 -> new Wanted(AssetModule.NAME, body, Optional.of(bytes(random, 300)));
			case 2 -> new Wanted(RegisterModule.NAME, body, Optional.of(bytes(random, 10)));
			case 3 -> new Wanted(RegisterModule.NAME, bytes(random, 40), Optional.empty());
			default -> new Wanted(RegisterModule.NAME, body, Optional.empty());
		};
	}

	private byte[] signed(RandomGenerator random, Height known, Wanted wanted) {
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, known, wanted.module(), bytes(random, 16),
				wanted.body(), wanted.proof())
			.sign(author(random))
			.encoded();
	}

	private Transaction draft(RandomGenerator random, ChainId chain, Epoch epoch, Height after) {
		return new Transaction.Draft(chain, epoch, after, RegisterModule.NAME, bytes(random, 16),
				RegisterModule.set("k", "v"), Optional.empty())
			.sign(author(random));
	}

	/**
	 * An asset, sometimes with a bundle that was made for something else or used before.
	 */
	private Transaction registered(RandomGenerator random, Height known) {
		NodeKey author = keys.get(random.nextInt(REPLICAS));
		Node node = TestFederation.node(genesis, author, "node", TestFederation.endpoints(0));
		byte[] body = AssetFixtures.registration("asset-" + random.nextInt(8));
		if (bundle.length == 0 || random.nextInt(3) > 0) {
			Prover prover = new Prover(node.key(), node.genesis(), new FixedTime(keys, () -> now).sources(() -> known,
					new StakeWitness(), chains.computeIfAbsent(author.id(), any -> FixedTime.newChain())), random,
					Runnable::run);
			bundle = get(prover.prove(AssetFixtures.operation(body))).encoded();
		}
		return new Transaction.Draft(genesis.chainId(), Epoch.GENESIS, known, AssetModule.NAME, bytes(random, 16), body,
				Optional.of(bundle))
			.sign(author);
	}

	private NodeKey author(RandomGenerator random) {
		int author = random.nextInt(REPLICAS + 1);
		return author == REPLICAS ? stranger : keys.get(author);
	}

	private static byte[] bytes(RandomGenerator random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] flipped(RandomGenerator random, byte[] bytes) {
		int bit = random.nextInt(bytes.length * Byte.SIZE);
		bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
		return bytes;
	}

	private static byte[] truncated(RandomGenerator random, byte[] bytes) {
		return Arrays.copyOf(bytes, random.nextInt(bytes.length));
	}

	/** One replica: what it stores outlives the machine that computes. */
	private final class Replica implements LedgerState {

		private final Map<String, byte[]> stored = new HashMap<>();

		private StateMachine machine = machine();

		private StateMachine machine() {
			return new StateMachine(genesis, TestFederation.modules(genesis),
					new BundleVerifier(genesis, new ProofVerifier(genesis)));
		}

		Applied apply(long round, Instant time, List<byte[]> transactions, RandomGenerator random) {
			if (random.nextInt(10) == 0) {
				machine = machine();
			}
			List<Ordered> ordered = transactions.stream()
				.map(bytes -> new Ordered(bytes, time, random.nextBoolean() ? machine.prepare(bytes) : null))
				.toList();
			return machine.apply(new Block(Epoch.GENESIS, round, time, ordered), this);
		}

		Map<String, String> readable() {
			Map<String, String> readable = new HashMap<>();
			stored.forEach((key, value) -> readable.put(key, new String(value, StandardCharsets.ISO_8859_1)));
			return readable;
		}

		@Override
		public Optional<byte[]> get(byte[] key) {
			return Optional.ofNullable(stored.get(HexFormat.of().formatHex(key))).map(byte[]::clone);
		}

		@Override
		public void put(byte[] key, byte[] value) {
			stored.put(HexFormat.of().formatHex(key), value.clone());
		}

		@Override
		public void remove(byte[] key) {
			stored.remove(HexFormat.of().formatHex(key));
		}

	}

}
