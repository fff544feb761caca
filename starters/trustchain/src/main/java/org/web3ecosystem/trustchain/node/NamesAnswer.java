package org.web3ecosystem.trustchain.node;

import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Service discovery is operational: the zone was answered for lately, by this node's name
 * server or, where it has none, by a validator.
 */
public final class NamesAnswer implements Criterion {

	private final TrustChain trustchain;

	public NamesAnswer(TrustChain trustchain) {
		this.trustchain = trustchain;
	}

	@Override
	public CriterionId id() {
		return CriterionId.DISCOVERY_OPERATIONAL;
	}

	@Override
	public Finding find() {
		return trustchain.namesAnswer() ? Finding.met("answered: " + trustchain.naming())
				: Finding.waitingFor(trustchain.naming());
	}

}
