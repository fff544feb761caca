package org.web3ecosystem.hypermesh.name;

import org.junit.jupiter.api.AfterEach;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spitest.discovery.ZoneListingContract;

class LedgerZoneContractTests extends ZoneListingContract {

	private final TestFederation federation = new TestFederation(2).start();

	@AfterEach
	void close() {
		federation.close();
	}

	@Override
	protected ZoneListing listing() {
		return new LedgerZone(federation.genesis(), federation.member(0).ledger());
	}

	@Override
	protected ServiceDiscovery discovery() {
		return new LedgerDiscovery(federation.member(0).names());
	}

	@Override
	protected ZoneListing another() {
		long height = federation.member(0).ledger().height().number();
		TestFederation.await(() -> federation.member(1).ledger().height().number() >= height, () -> "behind");
		return new LedgerZone(federation.genesis(), federation.member(1).ledger());
	}

}
