package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.wire.Dials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

/** Peers whose event loops hardly ever run, but that are there. */
class SlowPeerTests {

	/** A handshake takes several of both sides, and together more than its limit. */
	private static final Duration TURN = Duration.ofMillis(1200);

	private final TestFederation federation = new TestFederation(3);

	private final TestNode server = TestNode.issued(federation.node(0), federation).listen();

	private final TestNode client = TestNode.issued(federation.node(1), federation).listen();

	private final TestNode bystander = TestNode.issued(federation.node(2), federation).listen();

	@AfterEach
	void close() {
		client.close();
		server.close();
		bystander.close();
	}

	@Test
	void whoIsSlowIsReachedAtTheFirstAttemptAndOverQuic() {
		server.stoq.expect(List.of(client.asPeer()));
		slow(client);
		slow(server);
		assertThat(get(client.stoq.outgoing(server.asPeer())).kind()).isEqualTo(Carrier.Kind.QUIC);
		assertThat(client.tally.dials().ended(Dials.Outcome.LATE)).isZero();
	}

	/** Between two turns its event loop does not run for a while. */
	private void slow(TestNode node) {
		get(node.stoq.outgoing(bystander.asPeer())).timer().scheduleWithFixedDelay(() -> {
			long end = System.nanoTime() + TURN.toNanos();
			for (long left = TURN.toNanos(); left > 0; left = end - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
		}, 0, 1, TimeUnit.MILLISECONDS);
	}

}
