package org.web3ecosystem.hypermesh.proof;

import java.util.concurrent.CompletionStage;

/** Where a prover gets the time from: never from its own clock alone. */
public interface TimeSource {

	/**
	 * Asks members of the question's epoch until enough of them answered. Fails with
	 * {@link org.web3ecosystem.spi.UnavailableException} if they do not in time. The
	 * signatures of what comes were checked.
	 */
	CompletionStage<TimeProof> ask(TimeQuestion question);

}
