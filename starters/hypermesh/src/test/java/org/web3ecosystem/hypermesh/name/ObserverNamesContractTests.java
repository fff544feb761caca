package org.web3ecosystem.hypermesh.name;

import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spitest.discovery.ServiceDiscoveryContract;

import static org.web3ecosystem.hypermesh.TestFederation.await;

/**
 * The same laws where the ledger is asked for: names of a process that has no replica.
 */
class ObserverNamesContractTests extends ServiceDiscoveryContract {

	private final TestFederation federation = new TestFederation(4).start();

	private final Member observer = federation.observer("node5");

	@BeforeEach
	void follow() {
		observer.ledger().start();
		await(() -> observer.ledger().readiness().isAccepted(), () -> observer.ledger().readiness().toString());
	}

	@Override
	protected ServiceDiscovery discovery() {
		return new LedgerDiscovery(observer.names());
	}

	@Override
	protected Optional<ServiceDiscovery> onAnotherNode() {
		return Optional.of(new LedgerDiscovery(federation.member(0).names()));
	}

	@Override
	protected Name zone() {
		return new Name(federation.genesis().zone());
	}

	@AfterEach
	void close() {
		observer.ledger().close();
		federation.close();
	}

}
