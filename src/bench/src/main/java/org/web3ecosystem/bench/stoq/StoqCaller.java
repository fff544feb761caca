package org.web3ecosystem.bench.stoq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.stoq.carrier.Carrier;

/**
 * Nodes that call over STOQ. There are several because each has at most one connection to
 * a peer.
 */
final class StoqCaller implements Caller {

	/** Until TCP is faster than QUIC. */
	private static final int ATTEMPTS = 10_000;

	private final Federation federation;

	private final boolean tcp;

	private final FalconDemand demand;

	private final Peer peer;

	private final List<StoqNode> nodes = new ArrayList<>();

	/**
	 * @param address as {@link StoqAnswerer#address} said it
	 */
	StoqCaller(Federation federation, boolean tcp, FalconDemand demand, String address) {
		this.federation = federation;
		this.tcp = tcp;
		this.demand = demand;
		String[] words = address.split(" ");
		this.peer = new Peer(new NodeId(words[1]),
				List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]))));
		for (int i = 0; i < IN_FLIGHT; i++) {
			nodes.add(another());
		}
	}

	private StoqNode another() {
		return new StoqNode(federation, tcp, demand).start();
	}

	private CompletionStage<Connection> connect(StoqNode node) {
		return node.transport().connect(peer, StoqNode.AMPLE);
	}

	@Override
	public CompletableFuture<?> connectAndEnd(int slot) {
		return connectAndEnd(nodes.get(slot)).toCompletableFuture();
	}

	/** A connection that has ended before anybody had it does not count. */
	private CompletionStage<Void> connectAndEnd(StoqNode node) {
		return connect(node).thenCompose(connection -> node.isConnected() ? node.endAll() : connectAndEnd(node));
	}

	/** Over what is to be measured: where TCP can be had, QUIC may have been faster. */
	private Connection warm() {
		StoqNode node = nodes.getFirst();
		Connection connection = StoqNode.get(connect(node));
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (tcp == (node.only().kind() == Carrier.Kind.TCP)) {
				return connection;
			}
			StoqNode.get(node.endAll());
			connection = StoqNode.get(connect(node));
		}
		throw new IllegalStateException("QUIC is always faster than TCP here");
	}

	@Override
	public Exchange requests() {
		Connection connection = warm();
		return message -> connection.request(StoqAnswerer.ECHO, message, StoqNode.AMPLE);
	}

	@Override
	public Exchange directRequests() {
		Connection connection = warm().direct();
		return message -> connection.request(StoqAnswerer.ECHO_DIRECT, message, StoqNode.AMPLE);
	}

	@Override
	public Exchange messages() {
		return messages(warm(), StoqAnswerer.ECHO);
	}

	@Override
	public Exchange directMessages() {
		return messages(warm().direct(), StoqAnswerer.ECHO_DIRECT);
	}

	private static Exchange messages(Connection connection, String protocol) {
		Stream stream = StoqNode.get(connection.open(protocol, StoqNode.AMPLE));
		return message -> {
			stream.write(message);
			return stream.read();
		};
	}

	@Override
	public AutoCloseable download(int streams, LongAdder bytes) {
		Connection connection = warm();
		for (int i = 0; i < streams; i++) {
			take(StoqNode.get(connection.open(StoqAnswerer.SOURCE, StoqNode.AMPLE)), bytes);
		}
		return () -> StoqNode.get(nodes.getFirst().endAll());
	}

	private static void take(Stream stream, LongAdder bytes) {
		stream.read().whenComplete((message, failure) -> {
			if (failure == null && message.isPresent()) {
				bytes.add(message.get().length);
				take(stream, bytes);
			}
		});
	}

	@Override
	public void hold(int connections) {
		for (int i = 0; i < connections; i++) {
			StoqNode node = another();
			nodes.add(node);
			StoqNode.get(connect(node));
		}
	}

	@Override
	public void close() {
		nodes.forEach(StoqNode::close);
	}

}
