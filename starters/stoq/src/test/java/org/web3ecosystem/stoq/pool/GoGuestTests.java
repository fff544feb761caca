package org.web3ecosystem.stoq.pool;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.stoq.GoPeer;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.hello.PeerClocks;
import org.web3ecosystem.stoq.mesh.Ping;
import org.web3ecosystem.stoq.mesh.Sightings;
import org.web3ecosystem.stoq.wire.KeyExchange;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;

/** quic-go dials: it takes another connection id as soon as it may. */
class GoGuestTests {

	private static final int TIMES = 12;

	/** RFC 9001 section 4.8: 0x100 + alert. */
	private static final int NO_APPLICATION_PROTOCOL = 0x100 + 120;

	/** One for all: it is built once. */
	@TempDir
	static Path directory;

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = new TestNode(federation.node(0), new TestSeat(federation.issuer()), Limits.DEFAULT,
			Optional.empty())
		.start()
		.listen(new Inbound(List.of(new Ping(new PeerClocks(federation.node(0), InstantSource.system()),
				new Sightings(federation.genesis(), System::nanoTime))), List.of()));

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void itsKeyExchangeIsSeenEachTime() throws Exception {
		for (int times = 1; times <= TIMES; times++) {
			assertThat(knock()).startsWith("admitted by " + server.id());
			// it knows no better
			assertThat(server.tally.handshakes(KeyExchange.X25519)).isEqualTo(times);
		}
	}

	@Test
	void anotherProtocolIsOneRefusal() throws Exception {
		for (int times = 1; times <= TIMES; times++) {
			assertThat(knock("-alpn=h3")).isEqualTo("ended with transport error " + NO_APPLICATION_PROTOCOL);
			assertThat(server.tally.refusals(Tally.Refusal.TLS)).isEqualTo(times);
		}
	}

	private String knock(String... options) throws Exception {
		Node node = federation.node(1);
		KeyPair keys = TestFederation.keys();
		return GoPeer.knock(directory, node, keys, federation.issue(keys.getPublic(), node.id()), server.address(),
				options);
	}

}
