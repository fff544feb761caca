package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.SettingException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.stoq.LogLines;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;
import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;
import org.web3ecosystem.stoq.wire.RefusalLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Ports that lead through two nodes to a server, and those who abuse them. */
class ForwardTests {

	private static final InetAddress HERE = InetAddress.getLoopbackAddress();

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(3);

	private final TestNode near = TestNode.issued(federation.node(0), federation);

	private final TestNode far = TestNode.issued(federation.node(1), federation);

	private final ForwardTally nearTally = new ForwardTally();

	private final ForwardTally farTally = new ForwardTally();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private ServerSocket tcp;

	private DatagramSocket udp;

	@BeforeEach
	void open() throws IOException {
		tcp = new ServerSocket(0, 50, HERE);
		udp = new DatagramSocket(new InetSocketAddress(HERE, 0));
		opened.add(tcp);
		opened.add(udp);
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
	void aRequestOverHttpGoesThroughTwoNodes() throws Exception {
		HttpServer web = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
		web.createContext("/", exchange -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		web.start();
		opened.add(() -> web.stop(0));
		int port = forward(target(web.getAddress().getPort(), "tcp"), ForwardLimits.DEFAULT);
		byte[] body = new byte[3 << 20];
		body[body.length - 1] = 7;
		try (HttpClient client = HttpClient.newHttpClient()) {
			for (int i = 0; i < 3; i++) {
				assertThat(client
					.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
						.POST(HttpRequest.BodyPublishers.ofByteArray(body))
						.build(), BodyHandlers.ofByteArray())
					.body()).isEqualTo(body);
			}
		}
		waitFor(() -> farTally.open() == 0 && nearTally.open() == 0);
		assertThat(farTally.bytes()).isGreaterThan(6L * body.length);
	}

	@Test
	void theEndOfOneDirectionPassesThroughAndTheOtherGoesOn() throws Exception {
		try (Socket client = new Socket(HERE, forward(target(tcp.getLocalPort(), "tcp"), ForwardLimits.DEFAULT));
				Socket server = tcp.accept()) {
			client.getOutputStream().write("question".getBytes(StandardCharsets.US_ASCII));
			client.shutdownOutput();
			assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("question");
			server.getOutputStream().write("answer".getBytes(StandardCharsets.US_ASCII));
			server.shutdownOutput();
			assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
		}
		waitFor(() -> farTally.open() == 0 && nearTally.open() == 0);
	}

	@Test
	void aTargetThatIsNotOnTheListIsRefusedInItsOwnWords() throws Exception {
		Target other = target(udp.getLocalPort(), "tcp");
		ForwardLimits limits = ForwardLimits.DEFAULT;
		serve(limits, target(tcp.getLocalPort(), "tcp"));
		assertThatThrownBy(() -> way(other, limits).open()).isInstanceOfSatisfying(ForwardException.class,
				refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_ALLOWED));
		try (LogLines log = new LogLines(RefusalLog.class)) {
			for (int times = 0; times < 3; times++) {
				try (Socket client = new Socket(HERE, enter(other, limits))) {
					client.setSoTimeout((int) AMPLE.toMillis());
					assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(IOException.class)
						.isNotInstanceOf(SocketTimeoutException.class);
				}
			}
			waitFor(() -> farTally.refusals(Reason.NOT_ALLOWED) == 4 && nearTally.refusals(Reason.NOT_ALLOWED) == 3);
			// here, with the peer and what to do; the line of the other side was before
			assertThat(log.lines()).singleElement()
				.asString()
				.startsWith("INFO forward not opened peer=" + far.id().brief()
						+ " cause=not-allowed why=127.0.0.1:0 to " + other)
				.endsWith("the operator there can add it to web3.stoq.forward.allow");
		}
	}

	@Test
	void onlyThePeersOfARuleMayUseIt() throws Exception {
		Target target = target(tcp.getLocalPort(), "tcp");
		Forwarding out = new Forwarding(List.of(),
				new AllowList(List.of(new AllowList.Rule(federation.node(2).id()::equals, Set.of(target)))),
				far.transport, ForwardLimits.DEFAULT, farTally);
		opened.add(out);
		far.listen(new Inbound(List.of(), List.of(out.exit())));
		assertThatThrownBy(() -> way(target, ForwardLimits.DEFAULT).open()).isInstanceOfSatisfying(
				ForwardException.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_ALLOWED));
		TestNode third = TestNode.issued(federation.node(2), federation);
		opened.add(third);
		new Passage(third.transport, new Forward(new InetSocketAddress(HERE, 0), far.asPeer(), target), AMPLE).open()
			.close();
	}

	@Test
	void aTargetThatDoesNotAnswerIsSaidToBeThat() throws Exception {
		Target target = target(tcp.getLocalPort(), "tcp");
		tcp.close();
		serve(ForwardLimits.DEFAULT, target);
		assertThatThrownBy(() -> way(target, ForwardLimits.DEFAULT).open()).isInstanceOfSatisfying(
				ForwardException.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNREACHABLE));
	}

	@Test
	void whatIsNoTargetIsRefused() throws Exception {
		serve(ForwardLimits.DEFAULT, target(tcp.getLocalPort(), "tcp"));
		Connection connection = get(near.transport.connect(far.asPeer(), AMPLE));
		for (byte[] garbage : new byte[][] { {}, { (byte) 0xff }, new byte[100_000] }) {
			Stream stream = get(connection.open(Greetings.PROTOCOL, AMPLE));
			get(stream.write(garbage));
			byte[] answer = get(stream.read()).orElseThrow();
			assertThatThrownBy(() -> Greetings.answered(answer)).isInstanceOfSatisfying(ForwardException.class,
					refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED));
		}
		assertThat(farTally.refusals(Reason.MALFORMED)).isEqualTo(3);
	}

	@Test
	void aPeerHasSoManyAndNoMore() throws Exception {
		ForwardLimits two = new ForwardLimits(2, AMPLE, AMPLE, 512);
		Target target = target(tcp.getLocalPort(), "tcp");
		serve(two, target);
		Passage.Opened first = way(target, two).open();
		way(target, two).open();
		assertThatThrownBy(() -> way(target, two).open()).isInstanceOfSatisfying(ForwardException.class,
				refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED));
		first.close();
		waitFor(() -> farTally.open() == 1);
		way(target, two).open();
	}

	@Test
	void aReaderThatDoesNotReadHoldsUpTheWriterAndNothingElse() throws Exception {
		int port = forward(target(tcp.getLocalPort(), "tcp"), ForwardLimits.DEFAULT);
		AtomicLong poured = new AtomicLong();
		try (Socket slow = new Socket(HERE, port); Socket server = tcp.accept()) {
			Thread.startVirtualThread(() -> pour(server, poured));
			waitFor(() -> isStill(poured));
			long held = poured.get();
			assertThat(held).as("bytes in sockets, windows and buffers").isLessThan(64L << 20);
			try (Socket other = new Socket(HERE, port); Socket there = tcp.accept()) {
				there.getOutputStream().write(7);
				assertThat(other.getInputStream().read()).isEqualTo(7);
			}
			InputStream in = slow.getInputStream();
			in.skipNBytes(held);
			waitFor(() -> poured.get() > held);
			// a reset, not an end of what it sends: see the limits in the README
			slow.setSoLinger(true, 0);
		}
		waitFor(() -> farTally.open() == 0 && nearTally.open() == 0);
	}

	private static void pour(Socket socket, AtomicLong poured) {
		byte[] chunk = new byte[64 << 10];
		try {
			while (true) {
				socket.getOutputStream().write(chunk);
				poured.addAndGet(chunk.length);
			}
		}
		catch (IOException ended) {
			// the test is over
		}
	}

	/** For half a second, once anything has moved. */
	private static boolean isStill(AtomicLong counter) {
		long before = counter.get();
		LockSupport.parkNanos(500_000_000);
		return before > 0 && counter.get() == before;
	}

	@Test
	void aPeerThatGoesAwayTakesItsForwardsAlong() throws Exception {
		int port = forward(target(tcp.getLocalPort(), "tcp"), ForwardLimits.DEFAULT);
		try (Socket client = new Socket(HERE, port); Socket server = tcp.accept()) {
			client.setSoTimeout((int) AMPLE.toMillis());
			server.setSoTimeout((int) AMPLE.toMillis());
			far.close();
			assertThatThrownBy(() -> client.getInputStream().read()).as("at the client")
				.isInstanceOf(IOException.class)
				.isNotInstanceOf(SocketTimeoutException.class);
			assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class)
				.isNotInstanceOf(SocketTimeoutException.class);
		}
		waitFor(() -> nearTally.open() == 0 && farTally.open() == 0);
	}

	@Test
	void oneThroughWhichNothingGoesEnds() throws Exception {
		int port = forward(target(tcp.getLocalPort(), "tcp"), new ForwardLimits(8, Duration.ofMillis(200), AMPLE, 512));
		try (Socket client = new Socket(HERE, port); Socket server = tcp.accept()) {
			client.setSoTimeout((int) AMPLE.toMillis());
			assertThat(server.isConnected()).isTrue();
			assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class)
				.isNotInstanceOf(SocketTimeoutException.class);
		}
		assertThat(nearTally.idle() + farTally.idle()).isPositive();
	}

	@Test
	void datagramsGoThroughBothWaysAndLongOnesAreDropped() throws Exception {
		Thread.startVirtualThread(this::echo);
		int port = forward(target(udp.getLocalPort(), "udp"), new ForwardLimits(8, AMPLE, AMPLE, 512));
		try (DatagramSocket client = new DatagramSocket()) {
			client.setSoTimeout((int) AMPLE.toMillis());
			client.connect(HERE, port);
			for (int length : new int[] { 1, 512 }) {
				client.send(new DatagramPacket(new byte[length], length));
				DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
				client.receive(answer);
				assertThat(answer.getLength()).isEqualTo(length);
			}
			client.send(new DatagramPacket(new byte[513], 513));
			waitFor(() -> nearTally.drops(Dropped.TOO_LONG) == 1);
		}
		assertThat(nearTally.open()).isOne();
	}

	private void echo() {
		try {
			while (true) {
				DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
				udp.receive(packet);
				udp.send(packet);
			}
		}
		catch (IOException closed) {
			// the test is over
		}
	}

	@Test
	void moreWhoSendDatagramsThanAllowedAreDropped() throws Exception {
		int port = forward(target(udp.getLocalPort(), "udp"), new ForwardLimits(1, AMPLE, AMPLE, 512));
		try (DatagramSocket first = new DatagramSocket(); DatagramSocket second = new DatagramSocket()) {
			first.send(new DatagramPacket(new byte[1], 1, HERE, port));
			udp.setSoTimeout((int) AMPLE.toMillis());
			udp.receive(new DatagramPacket(new byte[1], 1));
			second.send(new DatagramPacket(new byte[1], 1, HERE, port));
			waitFor(() -> nearTally.drops(Dropped.TOO_MANY) == 1);
		}
	}

	@Test
	void aPortThatIsTakenIsSaidWithWhatToDo() {
		Forwarding taken = new Forwarding(
				List.of(new Forward((InetSocketAddress) tcp.getLocalSocketAddress(),
						new Peer(far.id(), List.of(new InetSocketAddress(HERE, 1))), target(1, "tcp"))),
				AllowList.NOTHING, near.transport, ForwardLimits.DEFAULT, nearTally);
		assertThatThrownBy(taken::start)
			.isInstanceOfSatisfying(SettingException.class,
					said -> assertThat(said.action()).contains("Stop the process"))
			.hasMessageStartingWith("web3.stoq.forward.listen cannot be used: ");
	}

	private static Target target(int port, String protocol) {
		return Target.parse("127.0.0.1:" + port + "/" + protocol);
	}

	private void serve(ForwardLimits limits, Target allowed) {
		Forwarding out = new Forwarding(List.of(),
				new AllowList(List.of(new AllowList.Rule(near.id()::equals, Set.of(allowed)))), far.transport, limits,
				farTally);
		opened.add(out);
		far.listen(new Inbound(List.of(), List.of(out.exit())));
	}

	private Passage way(Target target, ForwardLimits limits) {
		return new Passage(near.transport, new Forward(new InetSocketAddress(HERE, 0), far.asPeer(), target),
				limits.connect());
	}

	/** The port here that leads there. */
	private int enter(Target target, ForwardLimits limits) {
		Forwarding in = new Forwarding(List.of(new Forward(new InetSocketAddress(HERE, 0), far.asPeer(), target)),
				AllowList.NOTHING, near.transport, limits, nearTally);
		opened.add(in);
		in.start();
		return in.entries().getFirst().address().getPort();
	}

	private int forward(Target target, ForwardLimits limits) {
		serve(limits, target);
		return enter(target, limits);
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

}
