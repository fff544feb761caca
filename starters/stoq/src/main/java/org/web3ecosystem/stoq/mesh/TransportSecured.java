package org.web3ecosystem.stoq.mesh;

import java.util.Optional;

import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.spi.trust.PublishedIdentity;

/** "STOQ transport secured": issued certificates on both sides, to a quorum. */
public final class TransportSecured implements Criterion {

	private final Mesh mesh;

	private final PublishedIdentity identity;

	public TransportSecured(Mesh mesh, PublishedIdentity identity) {
		this.mesh = mesh;
		this.identity = identity;
	}

	@Override
	public CriterionId id() {
		return CriterionId.TRANSPORT_SECURED;
	}

	@Override
	public Finding find() {
		Optional<String> clock = mesh.clockTrouble();
		if (clock.isPresent()) {
			// by a wrong clock nobody's certificate can be judged
			return Finding.waitingFor(clock.get());
		}
		Optional<CertificateChain> shown = identity.current();
		boolean issued = shown.isPresent() && !shown.get().isSelfIssued();
		return issued ? mesh.quorum(mesh.secured(), "issued certificates on both sides")
				: Finding.waitingFor("this node still shows a self-signed certificate");
	}

}
