package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.falcon.FalconFinding;
import org.web3ecosystem.stoq.hello.Hello;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** Falcon signatures on real connections, as the setting of each side changes. */
class FalconTransportTests {

	private static final Duration AMPLE = Duration.ofSeconds(10);

	private final TestFederation federation = new TestFederation(2);

	private final TestNode server = TestNode.issued(federation.node(0), federation).listen();

	private final TestNode client = TestNode.issued(federation.node(1), federation);

	private final RawClient raw = new RawClient(federation);

	@AfterEach
	void close() {
		raw.close();
		client.close();
		server.close();
	}

	@Test
	void bothSidesVerifyEachOther() {
		demand(FalconDemand.REQUIRED, FalconDemand.REQUIRED);
		assertEchoes(connect());
		assertThat(only().falcon()).isEqualTo(FalconFinding.VERIFIED);
		assertThat(server.stoq.incoming()).singleElement()
			.satisfies(incoming -> assertThat(incoming.falcon()).isEqualTo(FalconFinding.VERIFIED));
	}

	@Test
	void aPeerOneStepBehindIsNotCutOff() {
		demand(FalconDemand.REQUIRED, FalconDemand.OPTIONAL);
		assertEchoes(connect());
		assertThat(only().falcon()).isEqualTo(FalconFinding.VERIFIED);
		assertThat(server.tally.refusals(Tally.Refusal.FALCON)).isZero();
	}

	@Test
	void aBeginnerWhoDialsIsRefusedOnceAndThenShowsWhatIsAsked() {
		demand(FalconDemand.REQUIRED, FalconDemand.OFF);
		assertThatThrownBy(this::connect).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("Falcon signature is required");
		assertThat(server.tally.refusals(Tally.Refusal.FALCON)).isEqualTo(1);
		assertEchoes(connect());
		assertThat(server.stoq.incoming()).singleElement()
			.satisfies(incoming -> assertThat(incoming.falcon()).isEqualTo(FalconFinding.VERIFIED));
	}

	@Test
	void aBeginnerWhoIsDialledShowsWhatIsAskedTheNextTime() {
		demand(FalconDemand.OFF, FalconDemand.REQUIRED);
		assertThatThrownBy(this::connect).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("Falcon signature is required");
		assertThat(client.tally.refusals(Tally.Refusal.FALCON)).isEqualTo(1);
		waitFor(() -> server.falcon.sign(new byte[0]).isPresent());
		assertEchoes(connect());
		assertThat(only().falcon()).isEqualTo(FalconFinding.VERIFIED);
	}

	@Test
	void aStrippedSignatureEndsWithAReasonOfItsOwn() {
		Limits impatient = new Limits(8, 8, 8, AMPLE, Duration.ofSeconds(1), AMPLE, AMPLE, AMPLE, 1);
		try (TestNode quick = new TestNode(federation.node(0), new TestSeat(federation.issuer()), impatient,
				Optional.empty())
			.start()
			.listen()) {
			quick.stoq.demanded(FalconDemand.REQUIRED);
			RawClient.Greeting greeting = raw.greet(quick.address());
			assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_NACK.code());
			assertThat(RawClient.closed(greeting).error()).isEqualTo(CloseCode.FALCON.code());
			assertThat(quick.falcon.found(FalconFinding.MISSING)).isEqualTo(1);
		}
	}

	@Test
	void aSignatureForSomethingElseIsReportedWhereOptionalAndEndsWhenRequired() {
		demand(FalconDemand.OPTIONAL, FalconDemand.OPTIONAL);
		RawClient.Greeting greeting = raw.greet(server.address(), this::foreignSignature);
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
		assertThat(server.falcon.found(FalconFinding.WRONG)).isEqualTo(1);
		assertThat(server.stoq.falconDetails()).containsEntry("falconUnverified", Map.of(client.id().brief(), "wrong"))
			.containsEntry("falcon", "optional");
		server.stoq.demanded(FalconDemand.REQUIRED);
		assertThat(RawClient.closed(greeting).error()).isEqualTo(CloseCode.FALCON.code());
	}

	@Test
	void aSignatureForSomethingElseIsRefusedWhereRequired() {
		demand(FalconDemand.REQUIRED, FalconDemand.OPTIONAL);
		RawClient.Greeting greeting = raw.greet(server.address(), this::foreignSignature);
		assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_NACK.code());
		assertThat(server.tally.refusals(Tally.Refusal.FALCON)).isEqualTo(1);
	}

	@Test
	void aConnectionFromBeforeIsReplacedWhenSignaturesAreRequired() {
		demand(FalconDemand.OFF, FalconDemand.OFF);
		Connection before = connect();
		OutgoingConnection unsigned = only();
		assertThat(unsigned.falcon()).isEqualTo(FalconFinding.NOT_LOOKED_AT);
		demand(FalconDemand.OPTIONAL, FalconDemand.OPTIONAL);
		assertEchoes(before);
		demand(FalconDemand.REQUIRED, FalconDemand.REQUIRED);
		waitFor(() -> !unsigned.isUsable());
		assertEchoes(connect());
		waitFor(() -> client.stoq.outgoing().size() == 1 && server.stoq.incoming().size() == 1);
		assertThat(only().falcon()).isEqualTo(FalconFinding.VERIFIED);
		assertThat(client.tally.refusals(Tally.Refusal.FALCON) + server.tally.refusals(Tally.Refusal.FALCON)).isZero();
	}

	@Test
	void aSignedConnectionLivesOnWhenSignaturesAreRequired() {
		demand(FalconDemand.OPTIONAL, FalconDemand.OPTIONAL);
		Connection before = connect();
		OutgoingConnection signed = only();
		demand(FalconDemand.REQUIRED, FalconDemand.REQUIRED);
		assertEchoes(before);
		connect();
		assertThat(only()).isSameAs(signed);
		assertThat(signed.isUsable()).isTrue();
	}

	private Hello foreignSignature(Hello hello) {
		return new Hello(hello.chainId(), hello.epoch(), hello.nodeKey(), hello.time(), hello.signature(),
				client.falcon.sign("another session".getBytes()).orElseThrow());
	}

	private void demand(FalconDemand ofServer, FalconDemand ofClient) {
		server.stoq.demanded(ofServer);
		client.stoq.demanded(ofClient);
	}

	private Connection connect() {
		return get(client.transport.connect(server.asPeer(), AMPLE));
	}

	private OutgoingConnection only() {
		assertThat(client.stoq.outgoing()).hasSize(1);
		return client.stoq.outgoing().getFirst();
	}

	private static void assertEchoes(Connection connection) {
		assertThat(get(connection.request("test.echo", new byte[] { 7 }, AMPLE))).containsExactly(7);
	}

	private static void waitFor(BooleanSupplier condition) {
		long deadline = System.nanoTime() + AMPLE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

}
