package org.web3ecosystem.stoq.pool;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.handler.codec.quic.QuicChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.hello.Session;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** Fifty new identities of both sides under a hundred streams that never pause. */
class LiveRotationTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final int STREAMS = 100;

	private static final int ROTATIONS = 50;

	/** Connections that are left behind with a stream on them. */
	private static final int LEFT_BEHIND = 4;

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = node(0);

	private final TestNode client = node(1);

	private final RawClient raw = new RawClient(federation);

	private final AtomicBoolean stop = new AtomicBoolean();

	private final AtomicLong echoed = new AtomicLong();

	private final List<Pump> pumps = new ArrayList<>();

	@AfterEach
	void close() {
		raw.close();
		client.close();
		server.close();
	}

	@Test
	void noByteAndNoRequestIsLostAndEachNewConnectionShowsTheNewCertificate() throws Exception {
		Connection first = connect();
		for (int i = 0; i < STREAMS; i++) {
			begin(first, i);
		}
		Deque<Pump> passing = new ArrayDeque<>();
		for (int rotation = 0; rotation < ROTATIONS; rotation++) {
			X509Certificate fresh = rotate(server);
			assertThat(shownToAStranger()).isEqualTo(fresh);
			if (rotation % 2 == 0) {
				X509Certificate own = rotate(client);
				awaitServerSees(own);
			}
			Connection now = awaitConnectionThatShows(fresh);
			assertThat(get(now.request("test.echo", new byte[] { (byte) rotation }, AMPLE))).containsExactly(rotation);
			passing.addLast(begin(now, STREAMS + rotation));
			if (passing.size() > LEFT_BEHIND) {
				passing.removeFirst().finish();
			}
		}
		stop.set(true);
		long sent = 0;
		for (Pump pump : pumps) {
			pump.thread.join(AMPLE);
			assertThat(pump.thread.isAlive()).isFalse();
			assertThat(pump.failure).isNull();
			assertThat(pump.returned).isEqualTo(pump.sent).isPositive();
			sent += pump.sent;
		}
		assertThat(echoed.get()).isEqualTo(sent);
		assertThat(server.tally.drainedConnections() + client.tally.drainedConnections()).isPositive();
	}

	/** A new key and certificate for a node. */
	private X509Certificate rotate(TestNode node) {
		KeyPair keys = TestFederation.keys();
		CertificateChain chain = federation.issue(keys.getPublic(), node.id());
		node.keeper.publish(keys, chain);
		return chain.leaf();
	}

	/** What somebody sees who begins to connect now. */
	private X509Certificate shownToAStranger() {
		QuicChannel channel = get(raw.connect(raw.tls("stoq/1"), server.address()));
		try {
			return Session.peerChain(channel.sslEngine()).leaf();
		}
		finally {
			channel.close();
		}
	}

	/** The client hears by GOAWAY that the server has another identity. */
	private Connection awaitConnectionThatShows(X509Certificate leaf) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		Connection connection = connect();
		while (!connection.peerChain().leaf().equals(leaf)) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			// no request fails meanwhile, also on the old one
			assertThat(get(request(connection))).containsExactly(7);
			connection = connect();
		}
		return connection;
	}

	/** The very next connection of the client shows its new identity. */
	private void awaitServerSees(X509Certificate leaf) {
		assertThat(get(request(connect()))).containsExactly(7);
		assertThat(server.stoq.incoming()).anyMatch(incoming -> incoming.peerChain().leaf().equals(leaf));
	}

	private static CompletionStage<byte[]> request(Connection connection) {
		return connection.request("test.echo", new byte[] { 7 }, AMPLE);
	}

	private Pump begin(Connection connection, int seed) {
		Pump pump = new Pump(get(connection.open("test.echoes", AMPLE)), new Random(seed));
		pumps.add(pump);
		pump.thread.start();
		return pump;
	}

	private Connection connect() {
		return get(client.transport.connect(server.asPeer(), AMPLE));
	}

	private TestNode node(int index) {
		Limits patient = new Limits(64, 128, 128, AMPLE, AMPLE, AMPLE, AMPLE, Duration.ofMinutes(5), 1);
		return new TestNode(federation.node(index), new TestSeat(federation.issuer()), patient, Optional.empty())
			.start()
			.listen(new Inbound(List.of(new Echo()), List.of(new Echoes())));
	}

	/** Writes, reads the same back, and again. */
	private final class Pump {

		private final Stream stream;

		private final Random random;

		private final Thread thread = Thread.ofVirtual().unstarted(this::run);

		private volatile boolean last;

		private volatile Throwable failure;

		private long sent;

		private long returned;

		private Pump(Stream stream, Random random) {
			this.stream = stream;
			this.random = random;
		}

		private void finish() {
			last = true;
		}

		private void run() {
			try (stream) {
				do {
					byte[] message = new byte[1 + random.nextInt(200)];
					random.nextBytes(message);
					get(stream.write(message));
					sent += message.length;
					byte[] back = get(stream.read()).orElseThrow();
					if (!Arrays.equals(message, back)) {
						throw new IllegalStateException("something else came back");
					}
					returned += back.length;
				}
				while (!stop.get() && !last);
				get(stream.finish());
				if (get(stream.read()).isPresent()) {
					throw new IllegalStateException("more came back than was sent");
				}
			}
			catch (RuntimeException broken) {
				failure = broken;
			}
		}

	}

	/** Sends every message back and counts. */
	private final class Echoes implements StreamHandler {

		@Override
		public String protocol() {
			return "test.echoes";
		}

		@Override
		public void accept(NodeId caller, Stream stream) {
			try (stream) {
				Optional<byte[]> message = get(stream.read());
				while (message.isPresent()) {
					echoed.addAndGet(message.get().length);
					get(stream.write(message.get()));
					message = get(stream.read());
				}
				get(stream.finish());
			}
			catch (TransportException ended) {
				// the pump at the other end says so
			}
		}

	}

}
