package org.web3ecosystem.stoq.actuate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.forward.AllowList;
import org.web3ecosystem.stoq.forward.ForwardLimits;
import org.web3ecosystem.stoq.forward.ForwardTally;
import org.web3ecosystem.stoq.forward.Forwarding;
import org.web3ecosystem.stoq.forward.NamedPorts;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.mesh.Mesh;
import org.web3ecosystem.stoq.mesh.Sightings;
import org.web3ecosystem.stoq.pool.Fallback;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

class StoqReportTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(2);

	@Test
	void bothEndsShowTheConnectionAndItsKeyExchange() {
		try (TestNode server = TestNode.issued(federation.node(0), federation).listen();
				TestNode client = new TestNode(federation.node(1), new TestSeat(federation.issuer()), Limits.DEFAULT,
						Optional.empty(), Fallback.OFF)
					.start()) {
			get(client.transport.connect(server.asPeer(), AMPLE));
			int port = server.address().getPort();
			assertThat(report(server).get("listeners"))
				.isEqualTo(List.of("127.0.0.1:" + port + "/udp", "127.0.0.1:" + (port + 1) + "/tcp"));
			assertThat(peers(client)).containsOnlyKeys(server.id().hex());
			assertThat(peers(client).get(server.id().hex())).singleElement()
				.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
				.containsEntry("direction", "outgoing")
				.containsEntry("carrier", "quic")
				.containsEntry("keyExchange", "X25519MLKEM768")
				.containsEntry("remote", server.address().toString());
			assertThat(peers(server).get(client.id().hex())).singleElement()
				.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
				.containsEntry("direction", "incoming")
				.containsEntry("keyExchange", "X25519MLKEM768");
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, List<Map<String, Object>>> peers(TestNode of) {
		return (Map<String, List<Map<String, Object>>>) report(of).get("peers");
	}

	private static Map<String, Object> report(TestNode of) {
		Mesh mesh = new Mesh(of.node, of.stoq, new Random(1), AMPLE, new PeerClocks(of.node, InstantSource.system()),
				new Sightings(of.node.genesis(), System::nanoTime), () -> Roster.of(of.node.genesis()));
		try (Forwarding forwarding = new Forwarding(List.of(), AllowList.NOTHING, of.transport, ForwardLimits.DEFAULT,
				new ForwardTally())) {
			return new StoqReport(of.stoq, mesh, of.keeper, of.tally, forwarding,
					new NamedPorts(of.stoq.offer(), NamedPorts.LIMITS, new ForwardTally()))
				.toMap();
		}
	}

}
