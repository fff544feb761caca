package org.web3ecosystem.stoq.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.StatusStaples;
import org.web3ecosystem.stoq.Road;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestStaples;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.hello.Stapling;
import org.web3ecosystem.stoq.hello.Stapling.Demand;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.web3ecosystem.stoq.TestNode.get;

/** What issuers say of certificates, shown on real connections. */
class StapleTransportTests {

	private static final Duration AMPLE = Duration.ofSeconds(20);

	private static final Fallback SOON = StoqOverTcpContractTests.SOON;

	private final TestFederation federation = new TestFederation(2);

	private final TestStaples ofServer = TestStaples.saying("good");

	private final TestStaples ofClient = TestStaples.saying("good");

	private TestNode server;

	private TestNode client;

	@AfterEach
	void close() {
		if (client != null) {
			client.close();
		}
		if (server != null) {
			server.close();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Demand.class, names = { "OPTIONAL", "REQUIRED" })
	void bothSidesKnowThatTheOtherIsGood(Demand demand) {
		open(demand, demand);
		assertEchoes(connect());
		assertThat(client.stoq.outgoing().getFirst().staple().word()).isEqualTo("good");
		assertThat(server.stoq.incoming().getFirst().staple().word()).isEqualTo("good");
	}

	@Test
	void whoeverDialsIsRefusedWithARevokedOne() {
		ofClient.say("revoked");
		open(Demand.OPTIONAL, Demand.OPTIONAL);
		assertThatThrownBy(this::connect).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("revoked at 2026-01-01");
		assertThat(server.tally.refusals(Tally.Refusal.REVOKED)).isEqualTo(1);
		assertThat(server.stoq.incoming()).isEmpty();
	}

	@Test
	void whoeverIsDialledIsRefusedWithARevokedOne() {
		ofServer.say("revoked");
		open(Demand.OPTIONAL, Demand.OPTIONAL);
		assertThatThrownBy(this::connect).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("revoked at 2026-01-01");
		assertThat(client.tally.refusals(Tally.Refusal.REVOKED)).isEqualTo(1);
		waitFor(() -> server.stoq.incoming().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "stale", "signed by another" })
	void whatDoesNotCountIsIgnoredUnlessOneIsRequired(String shown) {
		ofClient.say(shown);
		open(Demand.OPTIONAL, Demand.OPTIONAL);
		assertEchoes(connect());
		assertThat(server.stoq.incoming().getFirst().staple().word())
			.isEqualTo("stale".equals(shown) ? shown : "wrong");
		close();
		open(Demand.REQUIRED, Demand.OPTIONAL);
		assertThatThrownBy(this::connect).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("is required here");
		assertThat(server.tally.refusals(Tally.Refusal.STAPLE)).isEqualTo(1);
	}

	@Test
	void whoDialsMayRequireOneToo() {
		open(Demand.OFF, Demand.REQUIRED);
		assertThatThrownBy(this::connect).isInstanceOf(TransportException.RefusedIdentity.class)
			.hasMessageContaining("yours is absent");
		assertThat(client.tally.refusals(Tally.Refusal.STAPLE)).isEqualTo(1);
	}

	@Test
	void theSameOverTcp() throws IOException {
		server = node(0, SOON, stapling(Demand.REQUIRED, ofServer)).listen();
		client = node(1, SOON, stapling(Demand.REQUIRED, ofClient));
		try (Road road = new Road(server.address(), true)) {
			assertEchoes(get(client.transport.connect(new Peer(server.id(), List.of(road.address())), AMPLE)));
			assertThat(client.stoq.outgoing().getFirst().kind()).isEqualTo(Carrier.Kind.TCP);
			assertThat(client.stoq.outgoing().getFirst().staple().word()).isEqualTo("good");
			assertThat(server.stoq.incoming().getFirst().staple().word()).isEqualTo("good");
		}
	}

	@Test
	void garbageIsIgnoredAndWhatIsTooLongIsNoHello() {
		server = node(0, Fallback.ON, stapling(Demand.OPTIONAL, ofServer)).listen();
		try (RawClient raw = new RawClient(federation)) {
			RawClient.Greeting garbage = raw.greet(server.address(),
					hello -> hello.with(new byte[StatusStaples.MAX_BYTES]));
			assertThat(get(garbage.answer())).isEqualTo(FrameType.HELLO_ACK.code());
			waitFor(() -> server.stoq.incoming().size() == 1);
			assertThat(server.stoq.incoming().getFirst().staple().word()).isEqualTo("wrong");
			ByteBuf header = Unpooled.directBuffer()
				.writeInt(FrameType.HELLO.maxBody() + 1)
				.writeByte(1)
				.writeByte(0)
				.writeShort(FrameType.HELLO.code());
			assertThat(RawClient.closing(raw.say(server.address(), header)).error()).as("by the header alone")
				.isEqualTo(CloseCode.FRAME_TOO_LARGE.code());
		}
	}

	@Test
	void aPeerThatSaysNothingOfStaplesSeesNone() {
		TestStaples ofThousand = TestStaples.showing(new byte[1000]);
		server = node(0, Fallback.ON, stapling(Demand.OPTIONAL, ofThousand)).listen();
		try (RawClient raw = new RawClient(federation)) {
			RawClient.Greeting greeting = raw.greet(server.address());
			assertThat(get(greeting.answer())).isEqualTo(FrameType.HELLO_ACK.code());
			assertThat(get(greeting.length())).isLessThan(1000);
			waitFor(() -> server.stoq.incoming().size() == 1);
			assertThat(server.stoq.incoming().getFirst().staple().word()).isEqualTo("absent");
		}
	}

	/** One attempt more the first time, none more after that. */
	@Test
	void aPeerFromBeforeStaplesIsToldHelloWithoutOne() {
		client = node(1, Fallback.OFF, stapling(Demand.OPTIONAL, ofClient));
		try (OlderListener older = new OlderListener(federation)) {
			for (int attempts = 2; attempts <= 3; attempts++) {
				get(client.transport.connect(older.asPeer(), AMPLE));
				assertThat(client.stoq.outgoing().getFirst().staple().word()).isEqualTo("absent");
				assertThat(older.greetings()).isEqualTo(attempts);
				client.stoq.outgoing().getFirst().close(CloseCode.DONE);
				waitFor(() -> client.stoq.outgoing().isEmpty());
			}
		}
	}

	private void open(Demand server, Demand client) {
		this.server = node(0, Fallback.ON, stapling(server, ofServer)).listen();
		this.client = node(1, Fallback.ON, stapling(client, ofClient));
	}

	private TestNode node(int index, Fallback fallback, Stapling stapling) {
		return TestNode.stapling(federation.node(index), federation, fallback, stapling);
	}

	/** For whom nobody is a validator, so that all are judged alike. */
	private static Stapling stapling(Demand demand, TestStaples staples) {
		return new Stapling(demand, () -> Optional.of(staples), node -> false);
	}

	private Connection connect() {
		return get(client.transport.connect(server.asPeer(), AMPLE));
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
