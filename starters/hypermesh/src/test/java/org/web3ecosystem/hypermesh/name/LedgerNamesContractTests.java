package org.web3ecosystem.hypermesh.name;

import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spitest.discovery.ServiceDiscoveryContract;

class LedgerNamesContractTests extends ServiceDiscoveryContract {

	private final TestFederation federation = new TestFederation(2).start();

	@Override
	protected ServiceDiscovery discovery() {
		return new LedgerDiscovery(federation.member(0).names());
	}

	@Override
	protected Optional<ServiceDiscovery> onAnotherNode() {
		return Optional.of(new LedgerDiscovery(federation.member(1).names()));
	}

	@Override
	protected Name zone() {
		return new Name(federation.genesis().zone());
	}

	@AfterEach
	void close() {
		federation.close();
	}

}
