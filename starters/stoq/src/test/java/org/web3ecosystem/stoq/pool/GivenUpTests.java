package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.Road;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Readers who give up while the writer is held up. */
class GivenUpTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(2);

	/** Of the last write, when nothing more is taken. */
	private final CompletableFuture<CompletableFuture<Void>> heldUp = new CompletableFuture<>();

	private final TestNode server = TestNode.issued(federation.node(0), federation)
		.listen(new Inbound(List.of(), List.of(new Flood())));

	@AfterEach
	void close() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "QUIC, true", "QUIC, false", "TCP, true", "TCP, false" })
	void theWriterIsTold(Carrier.Kind carrier, boolean finishedBefore) throws Exception {
		boolean udp = carrier == Carrier.Kind.QUIC;
		try (Road road = new Road(server.address(), !udp);
				TestNode client = new TestNode(federation.node(1), new TestSeat(federation.issuer()), Limits.DEFAULT,
						Optional.empty(), udp ? Fallback.OFF : StoqOverTcpContractTests.SOON)
					.start()) {
			Connection connection = get(
					client.transport.connect(new Peer(server.id(), List.of(road.address())), AMPLE));
			assertThat(client.stoq.outgoing()).singleElement().extracting(made -> made.kind()).isEqualTo(carrier);
			Stream stream = get(connection.open("test.flood", AMPLE));
			CompletableFuture<Void> waiting = get(heldUp);
			assertThat(waiting).isNotDone();
			if (finishedBefore) {
				get(stream.finish());
			}
			stream.close();
			assertThatThrownBy(() -> get(waiting)).isInstanceOf(TransportException.Closed.class);
		}
	}

	/** Writes, and waits for nothing, until there is no room for more. */
	private final class Flood implements StreamHandler {

		@Override
		public String protocol() {
			return "test.flood";
		}

		@Override
		public void accept(NodeId caller, Stream stream) {
			byte[] message = new byte[Connection.MAX_MESSAGE];
			CompletableFuture<Void> last = stream.write(message).toCompletableFuture();
			while (true) {
				CompletableFuture<Void> next = stream.write(message).toCompletableFuture();
				if (next.isCompletedExceptionally()) {
					heldUp.complete(last);
					return;
				}
				last = next;
			}
		}

	}

}
