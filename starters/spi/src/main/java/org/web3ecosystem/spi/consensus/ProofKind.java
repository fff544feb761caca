package org.web3ecosystem.spi.consensus;

/** The four proofs. */
public enum ProofKind {

	/** Where: the node at which it enters showed stored labels in time. */
	SPACE,

	/** Who: the prover has bonded stake. */
	STAKE,

	/** What: the prover did work for exactly this operation. */
	WORK,

	/** When: the operation is not older and not newer than it says. */
	TIME

}
