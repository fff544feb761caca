package org.web3ecosystem.spi.consensus;

import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.Verdict;

/**
 * Proofs for operations, made by this node and checked for any.
 * <p>
 * Laws, tested by {@code ConsensusProviderContract}:
 * <ol>
 * <li>a bundle it made, it accepts, for that operation and this node;
 * <li>it rejects that bundle for another operation, another prover or another chain, and
 * with any bit flipped;
 * <li>a bundle accepted once for an operation is rejected when replayed for a second;
 * <li>sizes are checked before any cryptography is done.
 * </ol>
 */
public interface ConsensusProvider {

	/** Proves {@code operation} with this node's key. */
	CompletionStage<ProofBundle> prove(Operation operation);

	/** Whether {@code bundle} lets {@code prover} do {@code operation}. */
	CompletionStage<Verdict> validate(ProofBundle bundle, Operation operation, NodeId prover);

}
