package org.web3ecosystem.hypermesh.name;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spitest.discovery.ZoneListingContract;

import static org.web3ecosystem.hypermesh.TestFederation.await;

/** The same laws where the ledger is asked for: the zone, listed without a replica. */
class ObserverZoneContractTests extends ZoneListingContract {

	private final TestFederation federation = new TestFederation(4).start();

	private final Member observer = federation.observer("node5");

	@BeforeEach
	void follow() {
		observer.ledger().start();
		await(() -> observer.ledger().readiness().isAccepted(), () -> observer.ledger().readiness().toString());
	}

	@AfterEach
	void close() {
		observer.ledger().close();
		federation.close();
	}

	@Override
	protected ZoneListing listing() {
		return new LedgerZone(federation.genesis(), observer.ledger());
	}

	@Override
	protected ServiceDiscovery discovery() {
		return new LedgerDiscovery(observer.names());
	}

	@Override
	protected ZoneListing another() {
		long height = observer.ledger().height().number();
		await(() -> federation.member(1).ledger().height().number() >= height, () -> "behind");
		return new LedgerZone(federation.genesis(), federation.member(1).ledger());
	}

}
