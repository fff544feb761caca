package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.discovery.ZoneListing;
import org.web3ecosystem.spi.discovery.ZoneListing.Listed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.spitest.Stages.get;

class LedgerZoneTests {

	private final TestFederation federation = new TestFederation(2).start();

	private final Member first = federation.member(0);

	private final ZoneListing listing = new LedgerZone(federation.genesis(), first.ledger());

	@AfterEach
	void close() {
		federation.close();
	}

	@Test
	void whatTheDocumentGivesAssetsAndServicesAreListed() {
		LedgerAssets assets = new LedgerAssets(first.node().id(), first.ledger(), first.consensus(Mode.QUORUM));
		get(assets.register("disk", AssetKind.STORAGE, ""));
		register("a.b.local.internal", new ResourceRecord.Text("text"));

		List<Listed> names = get(listing.list()).names();

		assertThat(names).extracting(listed -> listed.name().text())
			.containsExactlyInAnyOrder("node1.node.local.internal", "node2.node.local.internal",
					"_stoq._udp.local.internal", "disk.asset.local.internal", "a.b.local.internal");
		assertThat(names).filteredOn(listed -> listed.name().text().startsWith("disk."))
			.singleElement()
			.extracting(Listed::records)
			.isEqualTo(List.of(new ResourceRecord.Address(InetAddress.ofLiteral("127.0.0.1"))));
	}

	@Test
	void whatWasTakenBackIsNotListed() {
		register("gone.local.internal", new ResourceRecord.Text("text"));
		get(first.names().withdraw(new Name("gone.local.internal")));
		assertThat(get(listing.list()).names()).extracting(listed -> listed.name().text())
			.doesNotContain("gone.local.internal");
	}

	@Test
	void aSilentValidatorIsListedNevertheless() {
		register("here.local.internal", new ResourceRecord.Text("text"));
		federation.silence(first.node().id(), true);
		assertThat(get(listing.list()).names()).extracting(listed -> listed.name().text())
			.contains("here.local.internal");
	}

	@Test
	void whoCannotReadTheLedgerListsNothing() {
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> get(listing.list()));
		Member observer = federation.observer("node5");
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> get(new LedgerZone(federation.genesis(), observer.ledger()).list()));
	}

	private void register(String name, ResourceRecord record) {
		get(first.names().register(new ServiceRegistration(new Name(name), List.of(record), Duration.ofSeconds(30))));
	}

}
