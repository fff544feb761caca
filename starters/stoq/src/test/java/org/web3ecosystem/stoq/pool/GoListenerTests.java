package org.web3ecosystem.stoq.pool;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.web3ecosystem.spi.Node;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.GoPeer;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.KeyExchange;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/**
 * STOQ dials quic-go. Both HELLOs are signed over what each side exported from the TLS
 * session, so that both were understood shows that they exported the same.
 */
class GoListenerTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	/** One for all: it is built once. */
	@TempDir
	static Path directory;

	private final TestFederation federation = new TestFederation(3);

	private final Node listening = federation.node(1);

	private final TestNode dialling = new TestNode(federation.node(0), new TestSeat(federation.issuer()),
			Limits.DEFAULT, Optional.empty(), Fallback.OFF)
		.start();

	@AfterEach
	void close() {
		dialling.close();
	}

	@Test
	void isAdmittedAndAnswered() throws Exception {
		KeyPair keys = TestFederation.keys();
		try (GoPeer go = GoPeer.listen(directory, listening, keys,
				federation.issue(keys.getPublic(), listening.id()))) {
			Connection connection = get(dialling.transport.connect(peer(listening, go.address()), AMPLE));
			assertThat(go.says()).isEqualTo("admitted " + federation.node(0).id());
			assertThat(connection.peerChain().leaf().getPublicKey()).isEqualTo(keys.getPublic());
			// it knows no better
			assertThat(dialling.tally.handshakes(KeyExchange.X25519)).isEqualTo(1);
			for (int length : new int[] { 0, 1, 1 << 20 }) {
				byte[] body = new byte[length];
				assertThat(get(connection.request("test.echo", body, AMPLE))).isEqualTo(body);
			}
			dialling.close();
			assertThat(go.says()).isEqualTo("gone " + federation.node(0).id());
		}
	}

	@Test
	void isNotTakenForSomebodyElse() throws Exception {
		KeyPair keys = TestFederation.keys();
		try (GoPeer go = GoPeer.listen(directory, listening, keys,
				federation.issue(keys.getPublic(), listening.id()))) {
			assertThatThrownBy(() -> get(dialling.transport.connect(peer(federation.node(2), go.address()), AMPLE)))
				.isInstanceOf(TransportException.RefusedIdentity.class)
				.hasMessageContaining("wanted");
		}
	}

	@Test
	void withTheCertificateOfAnotherItIsRefused() throws Exception {
		KeyPair keys = TestFederation.keys();
		try (GoPeer go = GoPeer.listen(directory, listening, keys,
				federation.issue(keys.getPublic(), federation.node(2).id()))) {
			assertThatThrownBy(() -> get(dialling.transport.connect(peer(listening, go.address()), AMPLE)))
				.isInstanceOf(TransportException.RefusedIdentity.class);
		}
	}

	@Test
	void selfSignedItIsRefused() throws Exception {
		try (GoPeer go = GoPeer.listen(directory, listening, null, null)) {
			assertThatThrownBy(() -> get(dialling.transport.connect(peer(listening, go.address()), AMPLE)))
				.isInstanceOf(TransportException.RefusedIdentity.class);
		}
	}

	private static Peer peer(Node node, InetSocketAddress address) {
		return new Peer(node.id(), List.of(address));
	}

}
