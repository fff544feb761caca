package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.CarrierStats;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3ecosystem.stoq.TestNode.get;

class VitalsTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private final TestFederation federation = new TestFederation(2);

	@Test
	void connectionsAreAskedWhatTheyMeasured() {
		try (TestNode server = node(0).listen(); TestNode client = node(1)) {
			get(get(client.transport.connect(server.asPeer(), AMPLE)).request("test.echo", new byte[1 << 20], AMPLE));
			Carrier carrier = client.stoq.outgoing().getFirst().carrier();
			// as of the last time they were asked, which may be in the middle
			waitFor(() -> client.stoq.vitals().of(carrier).filter(seen -> seen.received() > 700).isPresent());
			CarrierStats stats = client.stoq.vitals().of(carrier).orElseThrow();
			assertThat(stats.roundTrip()).isBetween(Duration.ofNanos(1_000), Duration.ofSeconds(2));
			assertThat(stats.sent()).isGreaterThan(100);
			assertThat(client.tally.packetsSent()).isGreaterThanOrEqualTo(stats.sent());
			assertThat(client.stoq.vitals().longestRoundTrip()).isPositive();
			assertThat(server.stoq.listening()).containsExactly(server.address());
			client.stoq.outgoing().getFirst().close(CloseCode.DONE);
			waitFor(() -> client.stoq.vitals().of(carrier).isEmpty());
			assertThat(client.stoq.vitals().longestRoundTrip()).isZero();
			assertThat(client.tally.packetsSent()).isGreaterThanOrEqualTo(stats.sent());
		}
	}

	/** One that asks nobody over TCP, which does not tell. */
	private TestNode node(int index) {
		return new TestNode(federation.node(index), new TestSeat(federation.issuer()), Limits.DEFAULT, Optional.empty(),
				Fallback.OFF)
			.start();
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

}
