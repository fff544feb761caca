package org.web3ecosystem.hypermesh.proof;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where a prover gets the time from, never from its own clock alone, and with it the
 * proof of space.
 */
public interface TimeSource {

	/**
	 * Asks members of the question's epoch until enough of them answered, and shows a
	 * plot with it if there is one to show. Fails with
	 * {@link org.web3ecosystem.spi.UnavailableException} if they do not in time. The
	 * signatures of what comes were checked.
	 */
	CompletionStage<Attested> ask(TimeQuestion question);

	/** The same and shows no plot, where space is waived. */
	default CompletionStage<Attested> askAlone(TimeQuestion question) {
		return ask(question);
	}

	/** Why what it gave last has no space proof; empty if it has. Answers at once. */
	default Optional<String> spaceless() {
		return Optional.of("no plot is shown");
	}

}
