package org.web3ecosystem.bench.stoq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.FalconDemand;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;

/** A node that answers over STOQ. */
final class StoqAnswerer implements Answerer {

	static final String ECHO = "bench.echo";

	/** The same without blocking. */
	static final String ECHO_DIRECT = "bench.echo-direct";

	static final String SOURCE = "bench.source";

	/** Of a download, on its way on one stream. */
	private static final int WRITES = 8;

	private final StoqNode node;

	private final Listener listener;

	StoqAnswerer(Federation federation, boolean tcp, FalconDemand demand) {
		node = new StoqNode(federation, tcp, demand).start();
		listener = StoqNode.get(node.transport()
			.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
					new Inbound(List.of(new Echo(ECHO, false), new Echo(ECHO_DIRECT, true)),
							List.of(streams(ECHO, false, StoqAnswerer::echo),
									streams(ECHO_DIRECT, true, StoqAnswerer::echo),
									streams(SOURCE, false, StoqAnswerer::pour)))));
	}

	@Override
	public String address() {
		return listener.address().getPort() + " " + node.node().id().hex();
	}

	private interface Taker {

		void take(Stream stream);

	}

	private static StreamHandler streams(String protocol, boolean nonBlocking, Taker taker) {
		return new StreamHandler() {

			@Override
			public boolean isNonBlocking() {
				return nonBlocking;
			}

			@Override
			public String protocol() {
				return protocol;
			}

			@Override
			public void accept(NodeId caller, Stream stream) {
				taker.take(stream);
			}

		};
	}

	private static void echo(Stream stream) {
		stream.read().whenComplete((message, failure) -> {
			if (failure == null && message.isPresent()) {
				stream.write(message.get());
				echo(stream);
			}
			else {
				stream.close();
			}
		});
	}

	private static void pour(Stream stream) {
		for (int i = 0; i < WRITES; i++) {
			more(stream);
		}
	}

	private static void more(Stream stream) {
		stream.write(Answering.CHUNK).whenComplete((done, failure) -> {
			if (failure == null) {
				more(stream);
			}
			else {
				stream.close();
			}
		});
	}

	@Override
	public void close() {
		listener.close();
		node.close();
	}

	/** Answers what it was asked. */
	private record Echo(String method, boolean isNonBlocking) implements RequestHandler {

		@Override
		public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
			return CompletableFuture.completedFuture(request);
		}

	}

}
