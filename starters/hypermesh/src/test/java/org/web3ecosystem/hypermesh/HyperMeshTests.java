package org.web3ecosystem.hypermesh;

import java.time.Duration;
import java.time.Instant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3ecosystem.hypermesh.HyperMesh.Part;
import org.web3ecosystem.hypermesh.TestFederation.Member;
import org.web3ecosystem.hypermesh.conduct.LedgerConduct;
import org.web3ecosystem.hypermesh.proof.FourProofs.Mode;
import org.web3ecosystem.hypermesh.plot.OwnPlot;
import org.web3ecosystem.hypermesh.queue.DurableQueue;
import org.web3ecosystem.hypermesh.queue.QueueFixtures;
import org.web3ecosystem.hypermesh.roster.EmergencyWatch;
import org.web3ecosystem.hypermesh.roster.RosterSigner;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.discovery.LocalZone;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.spi.discovery.Resolution;
import org.web3ecosystem.spi.discovery.ResourceRecord;
import org.web3ecosystem.spi.health.ComponentHealth.Status;

import org.web3ecosystem.spi.genesis.Genesis;

import org.web3ecosystem.spi.Node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.hypermesh.TestFederation.await;
import static org.web3ecosystem.spitest.Stages.get;

class HyperMeshTests {

	@TempDir
	private Path directory;

	private final TestFederation federation = new TestFederation(4);

	private final List<FederationEndpoints> endpoints = new ArrayList<>();

	@AfterEach
	void close() {
		endpoints.forEach(FederationEndpoints::close);
		federation.close();
	}

	private HyperMesh hyperMesh(Member member) {
		FederationEndpoints own = new FederationEndpoints(member.node(), member.ledger(), member.names(),
				member.stake(), federation.scheduler(), federation.clock(), new Random(1));
		endpoints.add(own);
		DurableQueue queue = QueueFixtures.queue();
		OwnPlot plot = new OwnPlot(withoutPlots(member.node()), 15, member.ledger(), member.ledger()::readiness,
				member.prover()::prove, federation.scheduler());
		BoundNames bound = new BoundNames(member.names(), name -> Optional.empty(), federation.scheduler(),
				federation.clock(), new BindingsFile(directory.resolve(member.node().name())), Runnable::run);
		return new HyperMesh(member.ledger(), bound, plot, member.policy(),
				new EmergencyWatch(member.ledger(), federation.clock(), federation.scheduler(),
						() -> TestFederation.PATIENCE),
				queue, List.of(new Part(member.ledger()::start, member.ledger()::close),
						new Part(own::start, own::close), new Part(bound::start, () -> {
						}), new Part(plot::start, plot::close), new Part(queue::open, queue::close)));
	}

	/** What a plot does is said by tests of its own. */
	private static Node withoutPlots(Node node) {
		Genesis like = node.genesis();
		return TestFederation.node(new Genesis(like.chainId(), like.federation(), like.zone(), like.createdAt(),
				like.protocolVersion(), List.of(), like.validators(), like.root()), node.key(), node.name(),
				node.endpoints());
	}

	@Test
	void providesNothingBeforeTheLedgerExecutes() {
		HyperMesh first = hyperMesh(federation.member(0));

		get(first.start());

		assertThat(first.capabilities()).isEmpty();
		assertThat(first.health().status()).isEqualTo(Status.STARTING);
		assertThat(endpoints.getFirst().consensusActive().met()).isFalse();
	}

	@Test
	void registersItsEndpointsAndSeesThoseOfTheQuorum() {
		List<HyperMesh> all = federation.members().stream().map(this::hyperMesh).toList();

		all.forEach(one -> get(one.start()));

		await(() -> endpoints.stream().allMatch(one -> one.consensusActive().met() && one.endpointsReady().met()),
				() -> endpoints.stream()
					.map(one -> one.consensusActive() + " " + one.endpointsReady())
					.toList()
					.toString());
		assertThat(all).allSatisfy(one -> {
			assertThat(one.capabilities()).contains("hypermesh_consensus", "hypermesh_assets");
			assertThat(one.health().status()).isEqualTo(Status.UP);
		});
		Resolution found = get(federation.member(3).names().resolve(new Name("node1.node.local.internal")));
		assertThat(((Resolution.Found) found).records()).hasOnlyElementsOfType(ResourceRecord.Address.class);
	}

	@Test
	void whatHasComeIntoTheLedgerIsToldAndWhatHasNotIsAnsweredNevertheless() {
		List<HyperMesh> three = federation.members().subList(0, 3).stream().map(this::hyperMesh).toList();
		federation.start();
		Name last = new Name("node4.node.local.internal");
		assertThat(endpoints.getFirst().migration().toMap()).containsEntry("names", 4).containsEntry("confirmed", 0);

		three.forEach(one -> get(one.start()));

		await(() -> endpoints.getFirst().migration().confirmed() == 3,
				() -> endpoints.getFirst().migration().toString());
		assertThat(endpoints.getFirst().migration().waiting()).containsExactly(last);
		assertThat(endpoints.getFirst().endpointsReady().met()).isTrue();
		assertThat(((Resolution.Found) get(federation.member(0).names().resolve(last))).records()).isNotEmpty();

		get(hyperMesh(federation.member(3)).start());
		await(() -> endpoints.stream().allMatch(one -> one.migration().waiting().isEmpty()), () -> "not all came");
		assertThat(endpoints.getFirst().migration().toMap()).containsEntry("confirmed", 4).containsEntry("done", true);
	}

	@Test
	void anIdleFederationOrdersNothing() {
		List<HyperMesh> all = federation.members().stream().map(this::hyperMesh).toList();
		all.forEach(one -> get(one.start()));
		await(() -> endpoints.stream().allMatch(one -> one.consensusActive().met() && one.endpointsReady().met()),
				() -> "not met");
		Height before = federation.member(0).ledger().height();

		java.util.concurrent.locks.LockSupport.parkNanos(1_500_000_000);

		assertThat(federation.member(0).ledger().height()).isEqualTo(before);
	}

	@Test
	void aNodeRenewsItsOwnNamesLongBeforeTheyEnd() {
		List<HyperMesh> all = federation.members().stream().map(this::hyperMesh).toList();
		all.forEach(one -> get(one.start()));
		await(() -> endpoints.stream().allMatch(one -> one.consensusActive().met() && one.endpointsReady().met()),
				() -> "not met");
		Name own = new Name("node1.node.local.internal");
		NodeId self = federation.member(0).node().id();
		Instant first = get(federation.member(0).names().leases(own)).get(self);

		federation.pass(Duration.ofMinutes(30));

		await(() -> get(federation.member(0).names().leases(own)).get(self).isAfter(first), () -> "not renewed");
		assertThat(first).isAfter(federation.clock().instant().plus(Duration.ofHours(1)));
	}

	@Test
	void whatItsOperatorWithdrewANodeDoesNotBringBackAndWhatLapsedItDoes() {
		federation.start();
		Member first = federation.member(0);
		Name own = new Name("node1.node.local.internal");
		Name stoq = new Name("_stoq._udp.local.internal");
		get(hyperMesh(first).start());
		await(() -> endpoints.getFirst().consensusActive().met(), () -> "not registered");
		get(first.names().withdraw(own));

		// longer than any lease: as if the process had been stopped
		federation.pass(Duration.ofHours(3));

		await(() -> get(first.names().leases(stoq)).containsKey(first.node().id()), () -> "not registered again");
		assertThat(get(first.names().isWithdrawn(own))).isTrue();
		assertThat(get(first.names().resolve(own))).isInstanceOf(Resolution.NotFound.class);

		endpoints.getFirst().close();
		get(hyperMesh(first).start());
		await(() -> get(first.names().leases(own)).containsKey(first.node().id()), () -> "not after a restart");
	}

	@Test
	void aNodeThatDoesNotValidateRegistersItsEndpointsToo() {
		federation.start();
		Member fifth = federation.observer("node5");
		HyperMesh observer = hyperMesh(fifth);

		get(observer.start());

		await(() -> endpoints.getFirst().consensusActive().met(),
				() -> endpoints.getFirst().consensusActive().toString());
		Resolution found = get(federation.member(0).names().resolve(new Name("node5.node.local.internal")));
		assertThat(found).isInstanceOf(Resolution.Found.class);
		assertThat(observer.capabilities()).contains("hypermesh_consensus");
	}

	@Test
	void bindingsThatCannotBeReadAreToldAndPutAside() throws Exception {
		Files.writeString(directory.resolve("node1"), "not bindings");
		HyperMesh first = hyperMesh(federation.member(0));
		federation.start();

		get(first.start());

		assertThat(first.health().status()).isEqualTo(Status.DEGRADED);
		assertThat(first.health().reason()).contains("bound", "damaged");
		assertThat(directory.resolve("node1.damaged")).hasContent("not bindings");
		assertThat(directory.resolve("node1")).doesNotExist();
	}

}
