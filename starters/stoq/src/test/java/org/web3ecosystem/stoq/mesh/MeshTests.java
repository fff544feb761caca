package org.web3ecosystem.stoq.mesh;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.health.ComponentHealth;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateProvider;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.falcon.Falcon;
import org.web3ecosystem.stoq.falcon.FalconAlgorithm;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.join.Door;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.pool.StoqTransport;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.tls.Readmission;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Four components find each other and walk from self-signed to issued. */
class MeshTests {

	private static final Duration AMPLE = Duration.ofSeconds(15);

	private final TestFederation federation = new TestFederation(4,
			Stream.generate(Loopback::freePort).limit(4).toList());

	private final List<Member> members = new ArrayList<>();

	@AfterEach
	void close() {
		members.forEach(member -> member.component.close());
	}

	@Test
	void aQuorumIsConnectedButNotSecuredWhileSelfSigned() {
		start(0);
		start(1);
		assertThat(members.getFirst().basic().find().met()).isFalse();
		start(2);
		waitFor(() -> members.stream().allMatch(member -> member.basic().find().met()));
		assertThat(members.getFirst().basic().find().reason()).contains("quorum 3 of 4");
		assertThat(members).allSatisfy(member -> {
			assertThat(member.secured().find().met()).isFalse();
			assertThat(member.keeper.issued()).isEmpty();
			assertThat(member.component.capabilities()).containsExactly("stoq_transport");
			assertThat(member.component.health().status()).isEqualTo(ComponentHealth.Status.UP);
		});
	}

	@Test
	void aValidatorThatStopsIsSilentWithinSecondsAndTooManyAreNot() {
		for (int i = 0; i < 4; i++) {
			start(i);
		}
		Mesh first = members.getFirst().mesh;
		waitFor(() -> first.connected() == 3);
		assertThat(first.silent()).isEmpty();

		members.get(3).component.close();
		waitFor(() -> first.silent().equals(Set.of(federation.node(3).id())));

		members.get(2).component.close();
		waitFor(() -> first.connected() == 1 && first.silent().isEmpty());
	}

	@Test
	void whoLeavesTheRosterIsDialledNoMoreAndWhoComesBackIs() {
		for (int i = 0; i < 4; i++) {
			start(i);
		}
		Member first = members.getFirst();
		Roster four = first.roster.get();
		waitFor(() -> first.mesh.connected() == 3);
		assertThat(first.basic().find().reason()).contains("quorum 3 of 4");

		first.roster.set(new Roster(four.members().subList(0, 3)));
		waitFor(() -> first.mesh.connected() == 2 && first.mesh.links().size() == 2);
		assertThat(first.basic().find().reason()).contains("quorum 3 of 3");

		first.roster.set(four);
		waitFor(() -> first.mesh.connected() == 3);
	}

	/** Though nobody has it in a document; and it is back when one hears it. */
	@Test
	void aNodeThatDoesNotValidateIsSilentForAllWithinSecondsOfItsEnd() {
		for (int i = 0; i < 4; i++) {
			start(i);
			members.get(i).seat(federation.issuer());
		}
		waitFor(() -> members.stream().allMatch(member -> member.secured().find().met()));
		Node fifth = federation.outsider(Loopback.freePort());
		Member guest = new Member(fifth, InstantSource.system(), FalconAlgorithm.FALCON_512);
		members.add(guest);
		guest.seat.seat(federation.issuer());
		get(guest.component.start());
		waitFor(() -> guest.mesh.connected() == 4);
		waitFor(() -> members.subList(0, 4)
			.stream()
			.allMatch(member -> member.sightings.ages().containsKey(fifth.id())));
		assertThat(members).allSatisfy(member -> assertThat(member.mesh.silent()).isEmpty());

		guest.component.close();
		waitFor(() -> members.subList(0, 4)
			.stream()
			.allMatch(member -> member.mesh.silent().equals(Set.of(fifth.id()))));

		get(guest.component.start());
		waitFor(() -> members.subList(0, 4).stream().allMatch(member -> member.mesh.silent().isEmpty()));
	}

	@Test
	void isSecuredAfterEachSeatChangedAtItsOwnTime() {
		for (int i = 0; i < 4; i++) {
			start(i);
		}
		waitFor(() -> members.stream().allMatch(member -> member.mesh.connected() == 3));
		for (Member member : members) {
			member.seat(federation.issuer());
			waitFor(() -> member.keeper.current().filter(chain -> !chain.isSelfIssued()).isPresent());
		}
		waitFor(() -> members.stream().allMatch(member -> member.secured().find().met()));
		assertThat(members).allSatisfy(member -> {
			assertThat(member.basic().find().met()).isTrue();
			assertThat(member.keeper.issued().orElseThrow().getCertificate())
				.isEqualTo(member.keeper.current().orElseThrow().leaf());
		});
	}

	@Test
	void walksToRequiredFalconSignaturesWhileEachStepsAtItsOwnTime() {
		for (int i = 0; i < 4; i++) {
			start(i, InstantSource.system(), (i == 0) ? FalconAlgorithm.FALCON_1024 : FalconAlgorithm.FALCON_512);
		}
		waitFor(() -> members.stream().allMatch(member -> member.mesh.connected() == 3));
		assertThat(members.getFirst().mesh.falcon().met()).isFalse();
		for (FalconDemand demand : List.of(FalconDemand.OPTIONAL, FalconDemand.REQUIRED)) {
			for (Member member : members) {
				member.transport.demanded(demand);
			}
		}
		waitFor(() -> members.stream().allMatch(member -> member.mesh.falconVerified() == 3));
		assertThat(members).allSatisfy(member -> {
			assertThat(member.mesh.falcon().reason()).contains("verified Falcon signatures with 3 of 3");
			assertThat(member.component.health().details()).containsEntry("falcon", "required")
				.containsEntry("falconVerified", 3);
			assertThat(member.falcon.found(FalconFinding.WRONG)).isZero();
		});
	}

	@Test
	void aNodeThatBeginsAmongOthersThatRequireFalconSignaturesGetsIn() {
		for (int i = 0; i < 3; i++) {
			start(i);
			members.get(i).transport.demanded(FalconDemand.REQUIRED);
		}
		waitFor(() -> members.stream().allMatch(member -> member.mesh.falconVerified() == 2));
		start(3);
		waitFor(() -> members.stream().allMatch(member -> member.mesh.connected() == 3));
		assertThat(members.subList(0, 3)).allSatisfy(member -> assertThat(member.mesh.falconVerified()).isEqualTo(3));
		assertThat(members.getLast().component.health().details()).containsEntry("falcon", "off");
	}

	@Test
	void findsANodeAgainThatCameBack() {
		start(0);
		start(1);
		waitFor(() -> members.getFirst().mesh.connected() == 1);
		members.get(1).component.close();
		waitFor(() -> members.getFirst().mesh.connected() == 0);
		get(members.get(1).component.start());
		waitFor(() -> members.getFirst().mesh.connected() == 1 && members.get(1).mesh.connected() == 1);
	}

	@Test
	void aTakenPortFailsTheStartAndSaysWhatToDo() throws Exception {
		int port = federation.node(0).endpoints().stoq();
		try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
			Member member = new Member(federation.node(0), InstantSource.system(), FalconAlgorithm.FALCON_512);
			members.add(member);
			assertThatThrownBy(() -> get(member.component.start())).isInstanceOf(TransportException.Unreachable.class)
				.hasMessageContaining(String.valueOf(other.getLocalPort()))
				.hasMessageContaining("Stop the process");
			assertThat(member.component.health().status()).isEqualTo(ComponentHealth.Status.DOWN);
			assertThat(member.component.capabilities()).isEmpty();
		}
		get(members.getFirst().component.start());
		assertThat(members.getFirst().component.health().status()).isEqualTo(ComponentHealth.Status.UP);
	}

	@Test
	void aNodeWhoseClockIsWrongIsToldAndNobodyElseIs() {
		Instant wrong = Instant.now().plusSeconds(3600);
		start(0, () -> wrong);
		for (int i = 1; i < 4; i++) {
			start(i);
		}
		Member odd = members.getFirst();
		waitFor(() -> odd.component.health().status() == ComponentHealth.Status.DEGRADED);
		assertThat(odd.component.health().reason()).contains("60 min ahead of").contains("set it");
		assertThat(odd.secured().find().reason()).contains("60 min ahead of");
		waitFor(() -> members.stream().allMatch(member -> member.mesh.connected() == 3));
		assertThat(members.subList(1, 4))
			.allSatisfy(member -> assertThat(member.component.health().status()).isEqualTo(ComponentHealth.Status.UP));
	}

	@Test
	void whereOneAddressIsTakenNoneIsHeldAndTheNextStartHasBoth() throws Exception {
		InetAddress ipv6 = Loopback.ipv6();
		int port = federation.node(0).endpoints().stoq();
		Member member = new Member(federation.node(0, Loopback.IPV4, ipv6), InstantSource.system(),
				FalconAlgorithm.FALCON_512);
		members.add(member);
		try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(ipv6, port))) {
			assertThatThrownBy(() -> get(member.component.start())).isInstanceOf(TransportException.Unreachable.class)
				.hasMessageContaining(String.valueOf(taken.getLocalPort()));
			try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(Loopback.IPV4, port))) {
				assertThat(free.isBound()).isTrue();
			}
		}
		get(member.component.start());
		for (InetAddress address : List.of(Loopback.IPV4, ipv6)) {
			assertThatThrownBy(() -> new DatagramSocket(new InetSocketAddress(address, port)))
				.isInstanceOf(BindException.class);
		}
	}

	private void start(int index) {
		start(index, InstantSource.system());
	}

	private void start(int index, InstantSource clock) {
		start(index, clock, FalconAlgorithm.FALCON_512);
	}

	private void start(int index, InstantSource clock, FalconAlgorithm algorithm) {
		Member member = new Member(federation.node(index), clock, algorithm);
		members.add(member);
		get(member.component.start());
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** One node's component with everything it needs. */
	private final class Member {

		private final TestSeat seat;

		private final IdentityKeeper keeper;

		private final Falcon falcon;

		private final StoqTransport transport;

		private final Sightings sightings;

		private final AtomicReference<Roster> roster;

		private final Mesh mesh;

		private final StoqComponent component;

		private Member(Node node, InstantSource clock, FalconAlgorithm algorithm) {
			Tally tally = new Tally();
			PeerClocks clocks = new PeerClocks(node, clock);
			seat = new TestSeat(TestNode.selfSigned(node), federation.issuer());
			keeper = new IdentityKeeper(node, seat, () -> false, Readmission.NONE, InstantSource.system(),
					new Random(1), tally);
			Door door = new Door(Optional::empty, node.genesis().root(), Limits.DEFAULT, tally, InstantSource.system());
			falcon = new Falcon(node.home(), node.key(), algorithm, new SecureRandom());
			transport = new StoqTransport(new Self(node, Epoch.GENESIS, clocks, falcon), seat, keeper, door,
					Limits.DEFAULT, tally, Fallback.ON);
			sightings = new Sightings(node.genesis(), System::nanoTime);
			roster = new AtomicReference<>(Roster.of(node.genesis()));
			mesh = new Mesh(node, transport, new Random(2), Duration.ofSeconds(1), clocks, sightings, roster::get);
			component = new StoqComponent(node, keeper, transport, mesh,
					() -> new Inbound(List.of(new Ping(clocks, sightings), new Witness(sightings)), List.of()));
		}

		private void seat(CertificateProvider offer) {
			seat.seat(offer);
			keeper.seated(CertificateProvider.class, List.of());
			transport.seated(CertificateProvider.class, List.of());
		}

		private BasicConnectivity basic() {
			return new BasicConnectivity(mesh);
		}

		private TransportSecured secured() {
			return new TransportSecured(mesh, keeper);
		}

	}

}
