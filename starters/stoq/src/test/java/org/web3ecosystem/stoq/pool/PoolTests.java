package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.stoq.Echo;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** When the pool makes, keeps and lets go connections. */
class PoolTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final int REQUESTS = 10;

	private static final Limits LIMITS = new Limits(64, REQUESTS, REQUESTS, AMPLE, AMPLE, AMPLE, AMPLE, AMPLE, 1);

	private final TestFederation federation = new TestFederation(2);

	private final CompletableFuture<byte[]> slow = new CompletableFuture<>();

	private final TestNode server = node(0).start().listen(new Inbound(List.of(new Echo(), new Slow()), List.of()));

	private final TestNode client = node(1);

	@AfterEach
	void close() {
		slow.complete(new byte[0]);
		client.close();
		server.close();
	}

	@Test
	void aSecondConnectionIsMadeWhenTheFirstIsCrowdedAndNoThird() {
		client.start();
		List<CompletionStage<byte[]>> answers = new ArrayList<>();
		for (int i = 0; i < 2 * REQUESTS - 2; i++) {
			answers.add(connect().request("test.slow", new byte[0], AMPLE));
			if (i >= REQUESTS - 2) {
				connect();
				waitFor(() -> client.stoq.outgoing().size() == 2);
			}
		}
		connect();
		assertThat(client.stoq.outgoing()).hasSize(2).allMatch(OutgoingConnection::isUsable);
		assertThat(get(connect().request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
		slow.complete(new byte[] { 9 });
		answers.forEach(answer -> assertThat(get(answer)).containsExactly(9));
	}

	@Test
	void aConnectionThatIsTooOldIsReplacedAndWhatIsUnderWayOnItEnds() {
		assertReplaced(new Wear(Duration.ofNanos(1), Long.MAX_VALUE));
	}

	@Test
	void aConnectionThatCarriedTooMuchIsReplacedAndWhatIsUnderWayOnItEnds() {
		assertReplaced(new Wear(AMPLE.multipliedBy(100), 100));
	}

	private void assertReplaced(Wear wear) {
		client.stoq.wear(wear);
		client.start();
		CompletionStage<byte[]> underWay = connect().request("test.slow", new byte[0], AMPLE);
		OutgoingConnection first = client.stoq.outgoing().getFirst();
		waitFor(() -> !first.isUsable());
		assertThat(first.isOpen()).isTrue();
		// make before break: there is another already
		assertThat(client.stoq.outgoing()).anyMatch(OutgoingConnection::isUsable);
		slow.complete(new byte[] { 9 });
		assertThat(get(underWay)).containsExactly(9);
		waitFor(() -> !first.isOpen());
		assertThat(get(connect().request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	@Test
	void whatNobodyUsesIsLetGo() {
		client.start();
		CompletionStage<byte[]> underWay = connect().request("test.slow", new byte[0], AMPLE);
		client.stoq.lookAtPool(Duration.ZERO);
		assertThat(client.stoq.outgoing()).hasSize(1).allMatch(OutgoingConnection::isUsable);
		slow.complete(new byte[0]);
		get(underWay);
		client.stoq.lookAtPool(AMPLE);
		assertThat(client.stoq.outgoing()).hasSize(1);
		client.stoq.lookAtPool(Duration.ZERO);
		waitFor(() -> client.stoq.outgoing().isEmpty() && server.stoq.incoming().isEmpty());
	}

	private Connection connect() {
		return get(client.transport.connect(server.asPeer(), AMPLE));
	}

	private TestNode node(int index) {
		return new TestNode(federation.node(index), new TestSeat(federation.issuer()), LIMITS, Optional.empty(),
				Fallback.OFF);
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(2_000_000);
		}
	}

	private final class Slow implements RequestHandler {

		@Override
		public String method() {
			return "test.slow";
		}

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return slow;
		}

	}

}
