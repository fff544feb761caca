package org.web3ecosystem.stoq.mesh;

import org.web3ecosystem.spi.health.Criterion;
import org.web3ecosystem.spi.health.CriterionId;

/**
 * "Basic connectivity established": live connections, admitted by both sides, to a
 * quorum.
 */
public final class BasicConnectivity implements Criterion {

	private final Mesh mesh;

	public BasicConnectivity(Mesh mesh) {
		this.mesh = mesh;
	}

	@Override
	public CriterionId id() {
		return CriterionId.BASIC_CONNECTIVITY;
	}

	@Override
	public Finding find() {
		return mesh.quorum(mesh.connected(), "connected");
	}

}
