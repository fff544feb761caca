package org.web3ecosystem.hypermesh.proof;

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
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.consensus.Operation;
import org.web3ecosystem.spi.consensus.ProofBundle;

/**
 * Makes bundles with this node's key. A node without stake makes bundles without a stake
 * proof, which say so.
 */
public final class Prover {

	private final Node node;

	private final Supplier<Height> height;

	private final StakeWitness stake;

	private final RandomGenerator random;

	private final Executor executor;

	/**
	 * @param stake as long as it saw nothing, the genesis state serves
	 * @param random must be unpredictable: a SecureRandom outside of tests
	 * @param executor where the work is done
	 */
	public Prover(Node node, Supplier<Height> height, StakeWitness stake, RandomGenerator random, Executor executor) {
		this.node = node;
		this.height = height;
		this.stake = stake;
		this.random = random;
		this.executor = executor;
	}

	public CompletionStage<ProofBundle> prove(Operation operation) {
		return CompletableFuture.supplyAsync(() -> bundle(operation), executor);
	}

	private ProofBundle bundle(Operation operation) {
		byte[] nonce = new byte[Claim.NONCE_LENGTH];
		random.nextBytes(nonce);
		Claim claim = new Claim(node.genesis().chainId(), Epoch.GENESIS, operation, node.id(), nonce, height.get());
		long work = WorkProof.find(claim.digest(), GenesisState.workBits(node.genesis()));
		return Bundle.sign(claim, Optional.of(work), stake().map(ProvenEntry::encode), node.key()).seal();
	}

	/** The newest seen; a validator has that of the genesis document at least. */
	private Optional<ProvenEntry> stake() {
		Optional<ProvenEntry> newest = stake.newest().filter(entry -> entry.value().isPresent());
		if (newest.isPresent() || !node.isValidator()) {
			return newest;
		}
		StakeEntry genesis = StakeEntry.inGenesis(node.id());
		return Optional.of(GenesisState.prove(node.genesis(), genesis.module(), genesis.key()));
	}

}
