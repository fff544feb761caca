package org.web3ecosystem.stoq.pool;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.AfterEach;

import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spitest.transport.TransportProviderContract;
import org.web3ecosystem.stoq.Road;
import org.web3ecosystem.stoq.TestFederation;
import org.web3ecosystem.stoq.TestNode;
import org.web3ecosystem.stoq.TestSeat;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.wire.Limits;

import static org.assertj.core.api.Assertions.assertThat;

/** The laws of the transport where UDP is swallowed, so that everything is over TCP. */
class StoqOverTcpContractTests extends TransportProviderContract {

	/** QUIC is silent on purpose, so nobody waits for it. */
	static final Fallback SOON = new Fallback(true, Duration.ofMillis(20), Duration.ofMinutes(1),
			Duration.ofMinutes(1));

	private final TestFederation federation = new TestFederation(4);

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final List<TestNode> nodes = new ArrayList<>();

	@Override
	protected Party server() {
		TestNode node = node(0);
		return new Party(node.id(), new TransportProvider() {

			@Override
			public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
				return node.transport.connect(peer, deadline);
			}

			@Override
			public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
				return node.transport.listen(address, inbound).thenApply(StoqOverTcpContractTests.this::behind);
			}

		});
	}

	private Listener behind(Listener listener) {
		try {
			Road road = new Road(listener.address(), true);
			opened.add(road);
			return new Listener() {

				@Override
				public InetSocketAddress address() {
					return road.address();
				}

				@Override
				public void close() {
					listener.close();
				}

			};
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

	@Override
	protected Party client() {
		TestNode node = node(1);
		return new Party(node.id(), node.transport);
	}

	@Override
	protected int requestLimit() {
		return Limits.DEFAULT.requests();
	}

	/** Bound and silent, and nobody at TCP. */
	@Override
	protected InetSocketAddress nowhere() throws Exception {
		DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		opened.add(silent);
		return (InetSocketAddress) silent.getLocalSocketAddress();
	}

	private TestNode node(int index) {
		TestNode node = new TestNode(federation.node(index), new TestSeat(TestNode.selfSigned(federation.node(index))),
				Limits.DEFAULT, Optional.empty(), SOON)
			.start();
		opened.add(node);
		nodes.add(node);
		return node;
	}

	@AfterEach
	void nothingWentOverQuic() throws Exception {
		for (TestNode node : nodes) {
			assertThat(node.stoq.outgoing()).allMatch(connection -> connection.kind() == Carrier.Kind.TCP);
			assertThat(node.stoq.incoming()).allMatch(connection -> connection.kind() == Carrier.Kind.TCP);
		}
		for (AutoCloseable each : opened) {
			each.close();
		}
	}

}
