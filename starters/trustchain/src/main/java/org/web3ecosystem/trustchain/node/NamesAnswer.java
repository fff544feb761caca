package org.web3ecosystem.trustchain.node;

import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * Service discovery is operational: this node's name server answered a UDP query lately.
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
		return trustchain.namesAnswer() ? Finding.met("the name server answers SOA over UDP")
				: Finding.waitingFor("this node's name server to answer SOA over UDP");
	}

}
