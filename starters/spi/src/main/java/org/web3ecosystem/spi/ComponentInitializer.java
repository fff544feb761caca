package org.web3ecosystem.spi;

import org.web3ecosystem.spi.consensus.ConsensusProvider;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateProvider;

/**
 * The seats, handed to a component when it is made. Behind each stands whoever the phase
 * table puts there; a call before any offer sits fails with {@link UnavailableException}.
 *
 * @param transport connections between nodes
 * @param certificates identities and their validation
 * @param consensus proofs for operations
 * @param discovery names
 */
public record ComponentInitializer(TransportProvider transport, CertificateProvider certificates,
		ConsensusProvider consensus, ServiceDiscovery discovery) {
}
