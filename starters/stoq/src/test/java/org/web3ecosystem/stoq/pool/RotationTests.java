package org.web3ecosystem.stoq.pool;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** What happens to connections when identities and trust change under them. */
class RotationTests {

	private static final Duration AMPLE = Duration.ofSeconds(10);

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = node(0);

	private final TestNode client = node(1);

	@AfterEach
	void close() {
		client.close();
		server.close();
	}

	@Test
	void aStreamPumpsOnAcrossTheSwapOfBothIdentitiesAndLosesNothing() throws Exception {
		Stream stream = get(connect().open("test.echoes", AMPLE));
		AtomicBoolean stop = new AtomicBoolean();
		Thread pump = Thread.ofVirtual().start(() -> pump(stream, stop));
		issue(server);
		issue(client);
		waitFor(() -> issued(server) && issued(client));
		Connection fresh = connect();
		assertThat(fresh.peerChain().isSelfIssued()).isFalse();
		assertThat(new String(get(fresh.request("test.echo", "new".getBytes(), AMPLE)))).isEqualTo("new");
		get(stream.write(ByteBuffer.allocate(4).putInt(-1).array()));
		stop.set(true);
		pump.join(AMPLE);
		assertThat(pump.isAlive()).isFalse();
		assertThat(pumped).isEqualTo(echoed).isPositive();
	}

	@Test
	void theNextConnectionShowsTheNewestIdentityAndTheOldOneEnds() {
		Connection before = connect();
		issue(server);
		waitFor(() -> issued(server));
		waitFor(() -> !connect().peerChain().isSelfIssued());
		waitFor(() -> client.stoq.outgoing().size() == 1 && server.stoq.incoming().size() == 1);
		assertThatThrownBy(() -> get(before.request("test.echo", new byte[0], AMPLE)))
			.isInstanceOf(TransportException.Closed.class);
		assertThat(client.tally.drainedConnections()).isPositive();
	}

	@Test
	void aSelfSignedPeerIsRefusedAfterTheSeatChanged() {
		server.seat(federation.issuer());
		waitFor(() -> issued(server));
		client.seat.seat(TestNode.selfSigned(client.node), federation.issuer());
		// the first refusal makes the client obtain an issued identity, without any phase
		assertThatThrownBy(this::connect).isInstanceOfSatisfying(TransportException.RefusedIdentity.class,
				refused -> assertThat(refused.isProvisional()).isTrue());
		assertThat(server.tally.refusals(Tally.Refusal.PROVISIONAL)).isEqualTo(1);
		waitFor(() -> issued(client));
		assertThat(connect().peerChain().isSelfIssued()).isFalse();
	}

	@Test
	void aSelfSignedPeerThatIsDialledLearnsThatItIsRefused() {
		client.seat(federation.issuer());
		waitFor(() -> issued(client));
		server.seat.seat(TestNode.selfSigned(server.node), federation.issuer());
		assertThatThrownBy(this::connect).isInstanceOfSatisfying(TransportException.RefusedIdentity.class,
				refused -> assertThat(refused.isProvisional()).isTrue());
		waitFor(() -> issued(server));
		assertThat(connect().peerChain().isSelfIssued()).isFalse();
	}

	@Test
	void aLiveSelfSignedConnectionIsLetGoOnceTheSeatChanged() {
		connect();
		assertThat(server.stoq.incoming()).hasSize(1);
		server.seat(federation.issuer());
		client.seat(federation.issuer());
		waitFor(() -> issued(client) && issued(server));
		assertThat(connect().peerChain().isSelfIssued()).isFalse();
		waitFor(() -> server.stoq.incoming().size() == 1
				&& !server.stoq.incoming().getFirst().peerChain().isSelfIssued());
	}

	@Test
	void anIssuedIdentityNeverGivesWayToASelfSignedOne() {
		issue(client);
		waitFor(() -> issued(client));
		long generation = client.keeper.generation().orElseThrow().number();
		client.seat(TestNode.selfSigned(client.node));
		waitFor(() -> !client.keeper.lastFailure().isEmpty());
		assertThat(issued(client)).isTrue();
		assertThat(client.keeper.generation().orElseThrow().number()).isEqualTo(generation);
	}

	@Test
	void aLiveConnectionWhoseCertificateIsRejectedEndsAtOnce() {
		server.seat(federation.issuer());
		client.seat(federation.issuer());
		waitFor(() -> issued(client) && issued(server));
		Connection connection = connect();
		server.seat(new TestFederation(2).issuer());
		waitFor(() -> server.stoq.incoming().isEmpty());
		assertThatThrownBy(() -> get(connection.request("test.echo", new byte[0], AMPLE)))
			.isInstanceOf(TransportException.class);
	}

	private int pumped;

	private int echoed;

	private void pump(Stream stream, AtomicBoolean stop) {
		while (!stop.get()) {
			get(stream.write(ByteBuffer.allocate(4).putInt(pumped++).array()));
			Optional<byte[]> back = get(stream.read());
			int seen = ByteBuffer.wrap(back.orElseThrow()).getInt();
			if (seen == -1) {
				seen = ByteBuffer.wrap(get(stream.read()).orElseThrow()).getInt();
			}
			assertThat(seen).isEqualTo(echoed++);
		}
	}

	private TestNode node(int index) {
		TestNode made = new TestNode(federation.node(index),
				new TestSeat(TestNode.selfSigned(federation.node(index)), federation.issuer()), Limits.DEFAULT,
				Optional.empty());
		return made.start().listen(new Inbound(List.of(new Echo()), List.of(new Echoes())));
	}

	/** The node gets an issued identity; the seat still accepts both kinds. */
	private void issue(TestNode node) {
		node.keeper.provisionalRefused();
	}

	private static boolean issued(TestNode node) {
		return node.keeper.current().filter(chain -> !chain.isSelfIssued()).isPresent();
	}

	private Connection connect() {
		return get(client.transport.connect(server.asPeer(), AMPLE));
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** Sends every message back. */
	private static final class Echoes implements StreamHandler {

		@Override
		public String protocol() {
			return "test.echoes";
		}

		@Override
		public void accept(NodeId caller, Stream stream) {
			try (stream) {
				Optional<byte[]> message = get(stream.read());
				while (message.isPresent()) {
					get(stream.write(message.get()));
					message = get(stream.read());
				}
			}
			catch (TransportException ended) {
				// the test is over
			}
		}

	}

}
