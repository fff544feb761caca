package org.web3ecosystem.hypermesh.name;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3ecosystem.hypermesh.TestFederation;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.asset.LedgerAssets;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.asset.AssetKind;
import org.web3ecosystem.spi.asset.AssetRegistry;
import org.web3ecosystem.spi.consensus.Ledger.Receipt;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.discovery.ResourceRecord.ServiceBinding.Kind;
import org.web3ecosystem.spi.discovery.ServiceRegistration;
import org.web3ecosystem.spi.genesis.FederationNames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class LedgerNamesTests {

	private final TestFederation federation = new TestFederation(2).start();

	private final Member first = federation.member(0);

	@AfterEach
	void close() {
		federation.close();
	}

	private static ResourceRecord address(String literal) {
		return new ResourceRecord.Address(InetAddress.ofLiteral(literal));
	}

	private static Receipt register(Member member, String name, ResourceRecord... records) {
		return get(member.names()
			.register(new ServiceRegistration(new Name(name), List.of(records), Duration.ofSeconds(30))));
	}

	private static void refused(Member member, String name, String why, ResourceRecord... records) {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> register(member, name, records))
			.withMessageContaining(why);
	}

	private static Resolution resolve(Member member, String name) {
		return get(member.names().resolve(new Name(name)));
	}

	@Test
	void aNodesNameIsItsOwn() {
		register(first, "node1.node.local.internal", address("127.0.0.1"), address("::1"));

		refused(first, "node2.node.local.internal", "another node's", address("127.0.0.1"));
		refused(first, "x.node2.node.local.internal", "another node's", address("127.0.0.1"));
		refused(first, "node9.node.local.internal", "one name", address("127.0.0.1"));
		assertThat(((Resolution.Found) resolve(first, "node1.node.local.internal")).records())
			.containsExactly(address("127.0.0.1"), address("::1"));
	}

	@Test
	void whoeverJoinsFirstHasTheNameOfANode() {
		Member fifth = federation.observer("node5");
		Member sixth = federation.observer("node5");
		fifth.ledger().start();
		sixth.ledger().start();
		await(() -> fifth.ledger().readiness().isAccepted() && sixth.ledger().readiness().isAccepted(), () -> "");
		register(fifth, "node5.node.local.internal", address("127.0.0.5"));

		refused(sixth, "node5.node.local.internal", "another node's", address("127.0.0.6"));
		refused(fifth, "node6.node.local.internal", "one name", address("127.0.0.5"));
		register(fifth, "node5.node.local.internal", address("127.0.0.7"));
	}

	@Test
	void namesThatBelongToNobodyCannotBeRegistered() {
		refused(first, "printer.asset.local.internal", "assets", address("127.0.0.1"));
		refused(first, "local.internal", "zone", address("127.0.0.1"));
		refused(first, "node.local.internal", "no node", address("127.0.0.1"));
		refused(first, "_x._tcp.local.internal", "target",
				new ResourceRecord.Service(0, 0, 1, new Name("example.com")));
	}

	@Test
	void anAliasHasNothingBesideItWhoeverWouldPutItThere() {
		Member second = federation.member(1);
		ResourceRecord alias = new ResourceRecord.Alias(new Name("web.local.internal"));
		register(first, "www.local.internal", alias);

		refused(second, "www.local.internal", "CNAME", address("127.0.0.1"));
		refused(second, "www.local.internal", "CNAME", new ResourceRecord.Alias(new Name("web2.local.internal")));
		register(second, "www.local.internal", alias);
		refused(first, "www.local.internal", "CNAME", address("127.0.0.1"));
		register(first, "web.local.internal", address("127.0.0.1"));
		refused(second, "web.local.internal", "CNAME", new ResourceRecord.Alias(new Name("x.local.internal")));
		refused(first, "self.local.internal", "itself", new ResourceRecord.Alias(new Name("self.local.internal")));

		assertThat(((Resolution.Found) resolve(first, "www.local.internal")).records()).containsExactly(alias);
	}

	@Test
	void whatLeadsSomewhereLeadsIntoTheZone() {
		Name outside = new Name("example.com");
		for (ResourceRecord record : List.of(new ResourceRecord.Alias(outside), new ResourceRecord.Pointer(outside),
				new ResourceRecord.ServiceBinding(Kind.HTTPS, 0, outside, List.of()))) {
			refused(first, "www.local.internal", "target", record);
		}
		register(first, "www.local.internal",
				new ResourceRecord.ServiceBinding(Kind.HTTPS, 1, new Name(""), List.of()));
	}

	@Test
	void aNameThatNobodyCouldAskForIsRefused() {
		for (String odd : List.of("*.local.internal", "a!b.local.internal", "a\\b.local.internal")) {
			refused(first, odd, "letters", address("127.0.0.1"));
		}
	}

	@Test
	void aRegistrationThatIsTooLargeIsRefused() {
		ResourceRecord[] large = Collections.nCopies(16, new ResourceRecord.Text("x".repeat(255)))
			.toArray(ResourceRecord[]::new);

		refused(first, "_x._tcp.local.internal", "bytes", large);
	}

	@Test
	void aNameWithNamesBelowExistsWithoutRecords() {
		register(first, "_a._tcp.local.internal", address("127.0.0.1"));

		assertThat(((Resolution.Found) resolve(first, "_tcp.local.internal")).records()).isEmpty();
		assertThat(((Resolution.Found) resolve(first, "local.internal")).records()).isEmpty();
		assertThat(resolve(first, "_sctp.local.internal")).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void aValidatorsNameIsThatOfTheGenesisDocumentUntilItRegistersItself() {
		Name second = new Name("node2.node.local.internal");
		List<ResourceRecord> founding = FederationNames.addresses(federation.genesis().validators().get(1).endpoints());

		assertThat(((Resolution.Found) resolve(first, second.text())).records()).isEqualTo(founding);
		assertThat(get(first.names().registered(second))).isEmpty();
		assertThat(((Resolution.Found) resolve(first, "_stoq._udp.local.internal")).records()).hasSize(2);
		assertThat(((Resolution.Found) resolve(first, "_udp.local.internal")).records()).isEmpty();
		assertThat(((Resolution.Found) resolve(first, "node.local.internal")).records()).isEmpty();
		refused(first, second.text(), "another node's", address("127.0.0.9"));

		register(federation.member(1), second.text(), address("127.0.0.2"));
		ResourceRecord.Service moved = new ResourceRecord.Service(0, 0, 9, second);
		register(federation.member(1), "_stoq._udp.local.internal", moved);
		await(() -> !get(first.names().registered(new Name("_stoq._udp.local.internal"))).isEmpty(), () -> "");

		assertThat(((Resolution.Found) resolve(first, second.text())).records()).containsExactly(address("127.0.0.2"));
		assertThat(get(first.names().registered(second))).containsExactly(federation.member(1).node().id());
		assertThat(((Resolution.Found) resolve(first, "_stoq._udp.local.internal")).records()).hasSize(2)
			.contains(moved);
	}

	@Test
	void anAssetOfAValidatorThatDidNotRegisterIsWhereTheGenesisDocumentHasIt() {
		get(new LedgerAssets(first.node().id(), first.ledger(), first.consensus(Mode.QUORUM)).register("printer",
				AssetKind.SERVICE, ""));

		assertThat(((Resolution.Found) resolve(first, "printer.asset.local.internal")).records())
			.isEqualTo(FederationNames.addresses(first.node().endpoints()));
	}

	@Test
	void anAssetsNameGivesTheAddressesOfItsHolders() {
		register(first, "node1.node.local.internal", address("127.0.0.1"));
		get(new LedgerAssets(first.node().id(), first.ledger(), first.consensus(Mode.QUORUM)).register("printer",
				AssetKind.SERVICE, ""));

		assertThat(((Resolution.Found) resolve(first, "printer.asset.local.internal")).records())
			.containsExactly(address("127.0.0.1"));
		assertThat(resolve(first, "scanner.asset.local.internal")).isInstanceOf(Resolution.NotFound.class);
	}

	@Test
	void whatASilentNodeServesIsLeftOutAndWhereItIsIsNot() {
		Member second = federation.member(1);
		register(second, "node2.node.local.internal", address("127.0.0.2"));
		register(second, "_a._tcp.local.internal", new ResourceRecord.Text("second"));
		get(new LedgerAssets(second.node().id(), second.ledger(), second.consensus(Mode.QUORUM)).register("printer",
				AssetKind.SERVICE, ""));
		// and with it has all the other has written before
		register(first, "_a._tcp.local.internal", new ResourceRecord.Text("first"));

		federation.silence(second.node().id(), true);

		assertThat(records("_a._tcp.local.internal")).containsExactly(new ResourceRecord.Text("first"));
		assertThat(records("printer.asset.local.internal")).isEmpty();
		assertThat(records("node2.node.local.internal")).containsExactly(address("127.0.0.2"));
		assertThat(records("_stoq._udp.local.internal")).hasSize(2);

		federation.silence(second.node().id(), false);

		assertThat(records("_a._tcp.local.internal")).hasSize(2);
		assertThat(records("printer.asset.local.internal")).containsExactly(address("127.0.0.2"));
	}

	@Test
	void whileNothingIsOrderedALeaseEndsByTheReadersClock() {
		Member second = federation.member(1);
		get(second.names()
			.register(new ServiceRegistration(new Name("_a._tcp.local.internal"), List.of(address("127.0.0.2")),
					Duration.ofSeconds(3_600), Duration.ofMinutes(10))));
		await(() -> resolve(first, "_a._tcp.local.internal") instanceof Resolution.Found, () -> "");
		assertThat(resolve(first, "_a._tcp.local.internal").ttl()).as("no longer than the lease")
			.isBetween(Duration.ofSeconds(540), Duration.ofSeconds(600));
		Height before = first.ledger().height();

		federation.pass(Duration.ofMinutes(9));
		assertThat(resolve(first, "_a._tcp.local.internal").ttl()).isLessThanOrEqualTo(Duration.ofSeconds(60));
		federation.pass(Duration.ofMinutes(2));

		assertThat(resolve(first, "_a._tcp.local.internal")).isInstanceOf(Resolution.NotFound.class);
		assertThat(get(first.names().leases(new Name("_a._tcp.local.internal")))).isEmpty();
		assertThat(first.ledger().height()).as("nothing was ordered").isEqualTo(before);
	}

	@Test
	void anAnswerIsSteadyForAsLongAsItsTtlIsWithinTheLease() {
		Name name = new Name("_a._tcp.local.internal");
		get(first.names()
			.register(new ServiceRegistration(name, List.of(address("127.0.0.1")), Duration.ofSeconds(60),
					Duration.ofSeconds(90))));
		await(() -> resolve(first, name.text()) instanceof Resolution.Found, () -> "");
		Resolution.Found whole = (Resolution.Found) resolve(first, name.text());
		assertThat(whole.ttl()).isEqualTo(Duration.ofSeconds(60));
		assertThat(whole.steady()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));

		federation.pass(Duration.ofSeconds(50));

		Resolution.Found cut = (Resolution.Found) resolve(first, name.text());
		assertThat(cut.ttl()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
		assertThat(cut.steady()).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void anAssetIsWhereItsLesseeIsForAsLongAsTheLease() {
		Member second = federation.member(1);
		register(first, "node1.node.local.internal", address("127.0.0.1"));
		register(second, "node2.node.local.internal", address("127.0.0.2"));
		AssetRegistry owner = new LedgerAssets(first.node().id(), first.ledger(), first.consensus(Mode.QUORUM));
		AssetRegistry lessee = new LedgerAssets(second.node().id(), second.ledger(), second.consensus(Mode.QUORUM));
		get(owner.register("disk", AssetKind.STORAGE, ""));
		assertThat(records("disk.asset.local.internal")).containsExactly(address("127.0.0.1"));

		get(lessee.lease("disk", 0, federation.clock().instant().plusSeconds(20)));
		await(() -> records("disk.asset.local.internal").size() == 2, () -> "not leased");
		assertThat(resolve(first, "disk.asset.local.internal").ttl()).isLessThanOrEqualTo(Duration.ofSeconds(20));
		federation.pass(Duration.ofSeconds(23));

		assertThat(records("disk.asset.local.internal")).containsExactly(address("127.0.0.1"));

		get(owner.transfer("disk", 0, second.node().id()));
		assertThat(records("disk.asset.local.internal")).containsExactly(address("127.0.0.2"));
	}

	@Test
	void twoThatWantOneNameOfANodeAreToldApartAndNothingIsLost() {
		Member fifth = federation.observer("node5");
		Member sixth = federation.observer("node5");
		fifth.ledger().start();
		sixth.ledger().start();
		await(() -> fifth.ledger().readiness().isAccepted() && sixth.ledger().readiness().isAccepted(), () -> "");
		register(fifth, "node5.node.local.internal", address("127.0.0.5"));

		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> register(sixth, "node5.node.local.internal", address("127.0.0.6")))
			.satisfies(refused -> assertThat(refused.kind()).contains(NameRefusal.ANOTHER_NODES.kind()));

		assertThat(get(first.names().registered(new Name("node5.node.local.internal"))))
			.containsExactly(fifth.node().id());
		assertThat(records("node5.node.local.internal")).containsExactly(address("127.0.0.5"));
		register(sixth, "node6.node.local.internal", address("127.0.0.6"));
		assertThat(records("node6.node.local.internal")).containsExactly(address("127.0.0.6"));
	}

	@Test
	void whatIsWithdrawnIsGoneAndMayComeAgain() {
		register(first, "web.local.internal", address("127.0.0.1"));
		Name web = new Name("web.local.internal");

		get(first.names().withdraw(web));
		assertThat(resolve(first, "web.local.internal")).isInstanceOf(Resolution.NotFound.class);
		assertThat(get(first.names().isWithdrawn(web))).isTrue();

		register(first, "web.local.internal", address("127.0.0.1"));
		assertThat(records("web.local.internal")).hasSize(1);
	}

	private List<ResourceRecord> records(String name) {
		return ((Resolution.Found) resolve(first, name)).records();
	}

	@Test
	void whileTheLedgerDoesNotExecuteNothingIsSaid() {
		register(first, "_a._tcp.local.internal", address("127.0.0.1"));
		federation.engine(1).close();

		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> resolve(first, "_a._tcp.local.internal"));
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> register(first, "_a._tcp.local.internal", address("127.0.0.2")));
	}

}
