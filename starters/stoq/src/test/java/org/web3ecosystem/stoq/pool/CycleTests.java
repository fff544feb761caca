package org.web3ecosystem.stoq.pool;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.web3ecosystem.stoq.TestNode.get;

/**
 * Connections made, failed and closed over and over leave nothing behind. How many is the
 * system property {@code web3.stoq.cycles}.
 */
class CycleTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final int CYCLES = Integer.getInteger("web3.stoq.cycles", 150);

	/** Until pools and caches are as large as they get. */
	private static final int WARM_UP = 60;

	private static final int TOLERANCE = 2;

	/** How much the allocator takes from the system at a time, at most. */
	private static final long CHUNK = 1L << 20;

	private static final Limits LIMITS = new Limits(64, 16, 16, Duration.ofSeconds(3), AMPLE, AMPLE, AMPLE, AMPLE, 1);

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = node(0).listen();

	private final TestNode client = node(1);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : opened) {
			each.close();
		}
		client.close();
		server.close();
	}

	@Test
	void socketsChannelsAndMemoryReturnToWhereTheyWere() throws IOException {
		InetSocketAddress nobody = silent();
		cycle(WARM_UP, nobody);
		Holding before = Holding.now(client, server);
		cycle(CYCLES, nobody);
		Holding after = Holding.now(client, server);
		assertThat(after.files).isCloseTo(before.files, within((long) TOLERANCE));
		assertThat(after.sockets).isEqualTo(before.sockets);
		assertThat(after.connections).isZero();
		assertThat(after.direct - before.direct).isLessThanOrEqualTo(TOLERANCE * CHUNK);
	}

	private void cycle(int times, InetSocketAddress nobody) {
		List<CompletionStage<Connection>> unanswered = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			switch (i % 3) {
				case 0 -> succeedAndClose();
				case 1 -> failAgainst(stranger(i, server.address()));
				// these wait for the end of their time together
				default -> unanswered.add(client.transport.connect(stranger(i, nobody), AMPLE));
			}
		}
		unanswered
			.forEach(each -> assertThatThrownBy(() -> get(each)).isInstanceOf(TransportException.Unreachable.class));
		waitFor(() -> client.tally.liveConnections() == 0 && server.tally.liveConnections() == 0);
	}

	private void succeedAndClose() {
		assertThat(get(
				get(client.transport.connect(server.asPeer(), AMPLE)).request("test.echo", new byte[] { 7 }, AMPLE)))
			.containsExactly(7);
		OutgoingConnection made = client.stoq.outgoing().getFirst();
		made.close(CloseCode.DONE);
		waitFor(() -> !made.isOpen());
	}

	private void failAgainst(Peer other) {
		assertThatThrownBy(() -> get(client.transport.connect(other, AMPLE)))
			.isInstanceOf(TransportException.RefusedIdentity.class);
	}

	/** Not the same twice, since a second call would wait for the first. */
	private static Peer stranger(int number, InetSocketAddress address) {
		return new Peer(new NodeId(String.format("%064x", number)), List.of(address));
	}

	/** Bound and silent. */
	private InetSocketAddress silent() throws IOException {
		DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		opened.add(socket);
		return (InetSocketAddress) socket.getLocalSocketAddress();
	}

	private TestNode node(int index) {
		return new TestNode(federation.node(index), new TestSeat(federation.issuer()), LIMITS, Optional.empty())
			.start();
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(1_000_000);
		}
	}

	/**
	 * What the process holds.
	 *
	 * @param files open descriptors of every kind, or zero where that cannot be seen
	 */
	private record Holding(long files, int sockets, int connections, long direct) {

		static Holding now(TestNode client, TestNode server) throws IOException {
			return new Holding(descriptors(), client.tally.openSockets() + server.tally.openSockets(),
					client.tally.liveConnections() + server.tally.liveConnections(),
					((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory());
		}

		private static long descriptors() throws IOException {
			Path all = Path.of("/proc/self/fd");
			if (!Files.isDirectory(all)) {
				return 0;
			}
			try (Stream<Path> each = Files.list(all)) {
				return each.count();
			}
		}

	}

}
