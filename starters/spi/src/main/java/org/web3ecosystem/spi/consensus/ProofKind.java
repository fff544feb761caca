package org.web3ecosystem.spi.consensus;

/** The four proofs. */
public enum ProofKind {

	/** Where: the prover holds stored space. */
	SPACE,

	/** Who: the prover has bonded stake. */
	STAKE,

	/** What: the prover did work for exactly this operation. */
	WORK,

	/** When: the operation is not older and not newer than it says. */
	TIME

}
