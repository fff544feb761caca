package org.web3ecosystem.hypermesh.proof;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.hypermesh.state.ProvenEntry;
import org.web3ecosystem.hypermesh.state.StakeEntry;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Makes bundles with one key, one proof for all operations that come at a time. Who has
 * no stake makes bundles without a stake proof, which say so.
 */
public final class Prover {

	private final NodeKey key;

	private final Genesis genesis;

	private final Supplier<Height> height;

	private final Supplier<Epoch> epoch;

	private final StakeWitness stake;

	private final RandomGenerator random;

	private final Gathering gathering;

	/**
	 * @param epoch the newest known
	 * @param stake as long as it saw nothing, the genesis state serves
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param executor where the work is done
	 */
	public Prover(NodeKey key, Genesis genesis, Supplier<Height> height, Supplier<Epoch> epoch, StakeWitness stake,
			RandomGenerator random, Executor executor) {
		this.key = key;
		this.genesis = genesis;
		this.height = height;
		this.epoch = epoch;
		this.stake = stake;
		this.random = random;
		this.gathering = new Gathering(this::bundles, executor);
	}

	/**
	 * Who just bonded has not seen it yet, so before it says that it has no stake it
	 * looks.
	 */
	public CompletionStage<ProofBundle> prove(Operation operation) {
		CompletionStage<?> looked = operation.critical() && stake().isEmpty() ? stake.look()
				: CompletableFuture.completedFuture(null);
		return looked.handle((seen, failure) -> operation).thenCompose(gathering::ask);
	}

	private List<ProofBundle> bundles(List<Operation> operations) {
		byte[] nonce = new byte[Claim.NONCE_LENGTH];
		random.nextBytes(nonce);
		Batch batch = new Batch(operations);
		Claim claim = new Claim(genesis.chainId(), epoch.get(), batch.root(), key.id(), nonce, height.get());
		long work = WorkProof.find(claim.digest(), GenesisState.workBits(genesis));
		return Bundle.sign(claim, batch, operations.size(), Optional.of(work), stake().map(ProvenEntry::encode), key)
			.stream()
			.map(Bundle::seal)
			.toList();
	}

	/**
	 * The newest seen; as long as there is none a validator has that of the genesis
	 * document. Who took all of it back has none, and can do what needs none.
	 */
	private Optional<ProvenEntry> stake() {
		Optional<ProvenEntry> newest = stake.newest().filter(entry -> entry.value().isPresent());
		if (newest.isPresent()) {
			return newest.filter(entry -> entry.value().filter(BundleVerifier::isStake).isPresent());
		}
		if (genesis.validator(key.id()).isEmpty()) {
			return Optional.empty();
		}
		StakeEntry first = StakeEntry.inGenesis(key.id());
		return Optional.of(GenesisState.prove(genesis, first.module(), first.key()));
	}

}
