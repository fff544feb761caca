package org.web3ecosystem.spi.health;

/**
 * Looks at one of the roadmap's phase transition requirements, at the thing itself.
 * Several components may look at one criterion: all must find it met. Called every 250 ms
 * off the event loop; answers within milliseconds from what the component has observed,
 * and starts no work that piles up.
 */
public interface Criterion {

	/** Stable id, one of {@link CriterionId}. */
	CriterionId id();

	Finding find();

	/**
	 * @param met whether the requirement is met now
	 * @param reason what was seen: the evidence if met, what is waited for if not
	 */
	record Finding(boolean met, String reason) {

		public static Finding met(String evidence) {
			return new Finding(true, evidence);
		}

		public static Finding waitingFor(String what) {
			return new Finding(false, what);
		}

	}

}
