package org.web3ecosystem.trustchain.path;

import java.util.Optional;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.trust.Purpose;

/** The URI by which a certificate says whose it is (SPIFFE-ID, trust domain = zone). */
public final class SpiffeId {

	private SpiffeId() {
	}

	/** The one URI of a certificate for this purpose; a server's has none. */
	public static Optional<String> of(String zone, Purpose purpose, NodeId node) {
		return switch (purpose) {
			case NODE -> Optional.of("spiffe://" + zone + "/node/" + node.hex());
			case OPERATOR -> Optional.of("spiffe://" + zone + "/operator/" + node.hex());
			case SERVER -> Optional.empty();
		};
	}

}
