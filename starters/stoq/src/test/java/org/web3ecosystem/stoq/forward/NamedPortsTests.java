package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.PeerPorts;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;
import org.web3ecosystem.stoq.wire.CloseCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A port with a name at one node, and others that want to reach it. */
class NamedPortsTests {

	private static final InetAddress HERE = InetAddress.getLoopbackAddress();

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(3);

	private final TestNode near = TestNode.issued(federation.node(0), federation);

	private final TestNode far = TestNode.issued(federation.node(1), federation);

	private final Set<NodeId> members = ConcurrentHashMap.newKeySet();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final NamedPorts nearPorts = ports(near);

	private final NamedPorts farPorts = ports(far);

	private ServerSocket server;

	@BeforeEach
	void open() throws IOException {
		server = new ServerSocket(0, 50, HERE);
		server.setSoTimeout((int) AMPLE.toMillis());
		opened.add(server);
		members.add(near.id());
		far.listen(new Inbound(List.of(), List.of(farPorts.exit())));
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : opened.reversed()) {
			each.close();
		}
		near.close();
		far.close();
	}

	@Test
	void bytesGoBothWaysAndBothSidesSayWhoTalks() throws IOException {
		PeerPorts.Way there = serve();
		PeerPorts.Way way = reach();

		try (Socket client = connect(way); Socket served = server.accept()) {
			client.getOutputStream().write("event".getBytes(StandardCharsets.US_ASCII));
			assertThat(served.getInputStream().readNBytes(5)).asString().isEqualTo("event");
			served.getOutputStream().write("other".getBytes(StandardCharsets.US_ASCII));
			assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("other");
			waitFor(() -> there.peers() == 1 && way.peers() == 1);
			assertThat(farPorts.report().toString()).contains(near.id().brief());
			assertThat(nearPorts.report().toString()).contains(far.id().brief());
		}
		waitFor(() -> there.peers() == 0 && way.peers() == 0);
	}

	@Test
	void itIsReachedAtLoopbackAlone() {
		assertThat(reach().at().getAddress().isLoopbackAddress()).isTrue();
	}

	@Test
	void whoIsNotAllowedReachesNothing() throws IOException {
		serve();
		members.clear();

		assertThat(isCut(connect(reach()))).isTrue();

		assertThat(farPorts.tally().refusals(Reason.NOT_ALLOWED)).isPositive();
		assertThat(farPorts.tally().opened()).isZero();
	}

	@Test
	void whoIsNotAllowedAnyMoreHasWhatIsOpenEnded() throws IOException {
		serve();
		try (Socket client = connect(reach()); Socket served = server.accept()) {
			members.clear();

			assertThat(isCut(client)).isTrue();
			assertThat(isCut(served)).isTrue();
		}
	}

	@Test
	void anOpenConversationEndsWithTheTransportsConnection() throws IOException {
		serve();
		try (Socket client = connect(reach()); Socket served = server.accept()) {
			client.getOutputStream().write(1);
			assertThat(served.getInputStream().read()).isEqualTo(1);

			far.stoq.incoming().forEach(each -> each.close(CloseCode.NO_LONGER_TRUSTED));

			assertThat(isCut(client)).isTrue();
			assertThat(isCut(served)).isTrue();
		}
	}

	@Test
	void closingEitherSideEndsWhatIsOpenAndTheNextOneIsServed() throws IOException {
		PeerPorts.Way first = serve();
		PeerPorts.Way way = reach();
		try (Socket client = connect(way); Socket served = server.accept()) {
			first.close();
			assertThat(isCut(client)).isTrue();
			assertThat(isCut(served)).isTrue();
		}
		assertThat(isCut(connect(way))).isTrue();
		serve();
		try (Socket client = connect(way); Socket served = server.accept()) {
			way.close();
			assertThat(isCut(client)).isTrue();
			assertThat(isCut(served)).isTrue();
		}
	}

	@Test
	void aNameThatNobodyServesAndAPeerThatNobodyKnowsAreClosedSoon() throws IOException {
		assertThat(isCut(connect(reach()))).isTrue();
		PeerPorts.Way nobody = nearPorts.reach("gossip", Optional::empty);
		opened.add(nobody);
		assertThat(isCut(connect(nobody))).isTrue();
	}

	@Test
	void aNameIsOfLetters() {
		assertThatIllegalArgumentException().isThrownBy(() -> nearPorts.reach("127.0.0.1:22", Optional::empty));
	}

	private PeerPorts.Way serve() {
		PeerPorts.Way way = farPorts.serve("gossip", (InetSocketAddress) server.getLocalSocketAddress(),
				members::contains);
		opened.add(way);
		return way;
	}

	private PeerPorts.Way reach() {
		Peer peer = far.asPeer();
		PeerPorts.Way way = nearPorts.reach("gossip", () -> Optional.of(peer));
		opened.add(way);
		return way;
	}

	private Socket connect(PeerPorts.Way way) throws IOException {
		Socket socket = new Socket(way.at().getAddress(), way.at().getPort());
		opened.add(socket);
		return socket;
	}

	private NamedPorts ports(TestNode node) {
		NamedPorts ports = new NamedPorts(node.transport, NamedPorts.LIMITS, new ForwardTally());
		ports.start();
		opened.add(ports);
		return ports;
	}

	/** Whether it ends, in whatever way. */
	private static boolean isCut(Socket socket) throws IOException {
		socket.setSoTimeout((int) AMPLE.toMillis());
		try {
			return socket.getInputStream().read() < 0;
		}
		catch (SocketTimeoutException open) {
			return false;
		}
		catch (IOException reset) {
			return true;
		}
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			LockSupport.parkNanos(10_000_000);
		}
	}

}
