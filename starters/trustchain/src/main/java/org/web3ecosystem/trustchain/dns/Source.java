package org.web3ecosystem.trustchain.dns;

import org.web3ecosystem.spi.discovery.Resolution;

/**
 * Whose word an answer is, so that one knows for how long it may be repeated.
 */
sealed interface Source {

	/** Made by this server alone. */
	Source HERE = new Here();

	/** Of several, of the past, or of nobody: not to be repeated. */
	Source NOBODY = new Nobody();

	/** See {@link #HERE}. */
	record Here() implements Source {
	}

	/** See {@link #NOBODY}. */
	record Nobody() implements Source {
	}

	/**
	 * One offer's.
	 *
	 * @param name of the offer
	 */
	record Offer(String name) implements Source {
	}

	static Source of(Resolution resolution) {
		return resolution instanceof Resolution.Found found && found.stale() ? NOBODY
				: new Offer(resolution.answeredBy());
	}

	/** Of what is made of both. */
	default Source and(Source other) {
		return switch (this) {
			case Here _ -> other;
			case Nobody nobody -> nobody;
			case Offer offer -> other instanceof Here || offer.equals(other) ? offer : NOBODY;
		};
	}

}
