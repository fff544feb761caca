package org.web3ecosystem.stoq.actuate;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spitest.Loopback;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.mesh.Mesh;
import org.web3ecosystem.stoq.mesh.Sightings;
import org.web3ecosystem.stoq.mesh.StoqComponent;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoqHealthIndicatorTests {

	private DirectMemory memory = new DirectMemory(1 << 20, 100 << 20);

	private int port;

	private TestNode member;

	private StoqComponent component;

	private StoqHealthIndicator indicator;

	@BeforeEach
	void construct() throws IOException {
		port = Loopback.freePort();
		// of the other there is no sign
		Node node = new TestFederation(2, List.of(port, Loopback.freePort())).node(0);
		member = new TestNode(node, new TestSeat(TestNode.selfSigned(node)), Limits.DEFAULT, Optional.empty(),
				Fallback.OFF);
		Mesh mesh = new Mesh(node, member.stoq, new Random(1), Duration.ofSeconds(20),
				new PeerClocks(node, InstantSource.system()), new Sightings(node.genesis(), System::nanoTime),
				() -> Roster.of(node.genesis()));
		component = new StoqComponent(node, member.keeper, member.stoq, mesh, () -> new Inbound(List.of(), List.of()));
		indicator = new StoqHealthIndicator(component, member.stoq, () -> memory);
	}

	@AfterEach
	void close() {
		component.close();
		member.close();
	}

	@Test
	void isUpWhoeverIsAwayAndTellsWhereItListensAndWhatItShows() {
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
		start();
		Health health = indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("listeners", List.of("127.0.0.1:" + port + "/udp"))
			.containsEntry("identity", "self-signed")
			.containsEntry("validatorsConnected", 0)
			.containsEntry("fallbackActive", false)
			.containsEntry("directMemory", "1 of 100 MiB")
			.doesNotContainKey("reason");
	}

	@Test
	void isDownWithTheReasonWhenThePortIsTaken() {
		try (TestNode other = TestNode.provisional(new TestFederation(1, List.of(port)).node(0)).listenAt(port)) {
			assertThat(other.address().getPort()).isEqualTo(port);
			assertThatThrownBy(this::start).isInstanceOf(CompletionException.class);
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("reason")).asString().contains("cannot listen on udp 127.0.0.1:" + port);
		}
	}

	@Test
	void isOutOfServiceWhenMemoryIsNearlyUsedUp() {
		start();
		memory = new DirectMemory(91 << 20, 100 << 20);
		Health health = indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails().get("reason")).asString().contains("91 of 100 MiB", "-XX:MaxDirectMemorySize");
	}

	@Test
	void isDownWhenNothingListensAnyMore() {
		start();
		member.stoq.close();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void memoryIsWhatNettyTells() {
		assertThat(DirectMemory.now().limit()).isPositive();
		assertThat(DirectMemory.now().used()).isBetween(0L, DirectMemory.now().limit());
	}

	private void start() {
		component.start().toCompletableFuture().join();
	}

}
