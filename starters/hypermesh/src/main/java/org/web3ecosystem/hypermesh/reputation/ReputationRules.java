package org.web3ecosystem.hypermesh.reputation;

import java.time.Duration;

/**
 * What deeds count for.
 *
 * @param useful from 0
 * @param silence up to 0, like the next four
 * @param halfLife after which half of a score is forgotten
 * @param most a score grows no further, so that nobody saves up for a betrayal
 * @param askedLast who is below this is asked after all others
 */
public record ReputationRules(double useful, double silence, double invalidProof, double oddClock, double disagreement,
		double replayedNonce, Duration halfLife, double most, double askedLast) {

	/**
	 * Quick to fall, slow to rise: one invalid proof is worth a hundred useful answers
	 * and half an hour.
	 */
	public static final ReputationRules DEFAULT = new ReputationRules(1, -20, -1_000, -50, -1_000, -200,
			Duration.ofMinutes(40), 100, -500);

	double of(Deed deed) {
		return switch (deed) {
			case USEFUL -> useful;
			case SILENCE -> silence;
			case INVALID_PROOF -> invalidProof;
			case ODD_CLOCK -> oddClock;
			case DISAGREEMENT -> disagreement;
			case REPLAYED_NONCE -> replayedNonce;
		};
	}

}
