package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.discovery.ServiceDiscovery;
import org.web3ecosystem.spi.genesis.Genesis;

/**
 * Authoritative name server over UDP and TCP on one port of one or more addresses.
 * Whatever arrives, it answers, refuses or drops, and goes on.
 */
public final class NameServer implements AutoCloseable {

	/** The most queries over UDP that may wait for discovery; more are dropped. */
	static final int MAX_WAITING = 2048;

	/** A port that is free for UDP may be taken for TCP. */
	private static final int MAX_ATTEMPTS = 16;

	private static final int SOCKET_BUFFER = 1 << 20;

	private static final Logger logger = LoggerFactory.getLogger(NameServer.class);

	private final Zone zone;

	private final Executor executor;

	private final Semaphore waiting = new Semaphore(MAX_WAITING);

	private final LongAdder queries = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private volatile List<Place> open = List.of();

	/** Where it listens: both protocols at one address. */
	private record Place(DatagramChannel udp, TcpDoor tcp) implements AutoCloseable {

		InetSocketAddress address() throws IOException {
			return (InetSocketAddress) udp.getLocalAddress();
		}

		@Override
		public void close() {
			tcp.close();
			try {
				udp.close();
			}
			catch (IOException failure) {
				logger.atDebug().setCause(failure).log("closing the name server");
			}
		}

	}

	/**
	 * @param primary short name of this node
	 * @param serial the zone's serial
	 * @param executor virtual threads
	 */
	public NameServer(Genesis genesis, String primary, ServiceDiscovery discovery, LongSupplier serial,
			Executor executor) {
		this.zone = new Zone(genesis, primary, discovery, serial);
		this.executor = executor;
	}

	/**
	 * Listens at all of these addresses or, if it fails, at none.
	 * @param port 0 takes one that is free for both UDP and TCP everywhere
	 */
	public void start(List<InetAddress> bind, int port) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				listen(bind, port);
				return;
			}
			catch (BindException taken) {
				if (port != 0 || attempt == MAX_ATTEMPTS) {
					throw taken;
				}
			}
		}
	}

	private void listen(List<InetAddress> bind, int port) throws IOException {
		List<Place> places = new ArrayList<>();
		try {
			for (InetAddress address : bind) {
				places.add(listen(address, places.isEmpty() ? port : places.getFirst().address().getPort()));
			}
		}
		catch (IOException | RuntimeException failure) {
			places.forEach(Place::close);
			throw failure;
		}
		open = List.copyOf(places);
		for (Place place : places) {
			Thread.ofPlatform().daemon().name("trustchain-dns-udp").start(() -> receive(place.udp()));
			Thread.ofPlatform().daemon().name("trustchain-dns-tcp").start(place.tcp()::accept);
		}
	}

	private Place listen(InetAddress bind, int port) throws IOException {
		DatagramChannel udp = DatagramChannel.open();
		ServerSocket listening = new ServerSocket();
		try {
			udp.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
			listening.setReuseAddress(true);
			bind("udp", new InetSocketAddress(bind, port), udp::bind);
			int taken = ((InetSocketAddress) udp.getLocalAddress()).getPort();
			bind("tcp", new InetSocketAddress(bind, taken), listening::bind);
		}
		catch (IOException | RuntimeException failure) {
			listening.close();
			udp.close();
			throw failure;
		}
		return new Place(udp, new TcpDoor(listening, this::answerTcp, executor, TcpDoor.IDLE));
	}

	/** Says on which port and protocol, and what to do, since the system does not. */
	private static void bind(String protocol, InetSocketAddress address, Binding binding) throws BindException {
		try {
			binding.to(address);
		}
		catch (IOException refused) {
			BindException said = new BindException("the name server cannot listen on port " + address.getPort() + "/"
					+ protocol + " of " + address.getAddress().getHostAddress() + ": " + refused.getMessage()
					+ ". Stop what has the port ('ss -lnp' shows it), or give this node another DNS port.");
			said.initCause(refused);
			throw said;
		}
	}

	@FunctionalInterface
	private interface Binding {

		void to(SocketAddress address) throws IOException;

	}

	/** The first of the addresses where it listens. */
	public InetSocketAddress address() throws IOException {
		List<Place> places = open;
		if (places.isEmpty()) {
			throw new IOException("the name server does not listen");
		}
		return places.getFirst().address();
	}

	/** Queries that were answered, well or badly. */
	public long queries() {
		return queries.sum();
	}

	/** Answers that said SERVFAIL. */
	public long failures() {
		return failures.sum();
	}

	/** What was dropped: not a query, or too many at once. */
	public long dropped() {
		return dropped.sum();
	}

	@Override
	public void close() {
		List<Place> places = open;
		open = List.of();
		places.forEach(Place::close);
	}

	private void receive(DatagramChannel udp) {
		ByteBuffer packet = ByteBuffer.allocate(QueryReader.MAX_QUERY + 1);
		while (udp.isOpen()) {
			try {
				SocketAddress client = udp.receive(packet.clear());
				if (client != null) {
					take(udp, client, packet.flip());
				}
			}
			catch (ClosedChannelException closed) {
				return;
			}
			catch (IOException | RuntimeException failure) {
				logger.atDebug().setCause(failure).log("a packet could not be taken");
			}
		}
	}

	private void take(DatagramChannel udp, SocketAddress client, ByteBuffer packet) throws IOException {
		switch (QueryReader.read(packet)) {
			case Query.Ignored _ -> dropped.increment();
			case Query.Faulty faulty -> send(udp, client, AnswerWriter.write(faulty));
			case Query.Asked asked -> {
				if (waiting.tryAcquire()) {
					executor.execute(() -> answerUdp(udp, client, asked));
				}
				else {
					dropped.increment();
				}
			}
		}
	}

	private void answerUdp(DatagramChannel udp, SocketAddress client, Query.Asked asked) {
		answer(asked).whenComplete((answer, failure) -> {
			waiting.release();
			try {
				send(udp, client, AnswerWriter.write(asked, answer, AnswerWriter.udpLimit(asked)));
			}
			catch (IOException | RuntimeException gone) {
				logger.atDebug().setCause(gone).log("an answer could not be sent");
			}
		});
	}

	private CompletionStage<ByteBuffer> answerTcp(ByteBuffer message) {
		return switch (QueryReader.read(message)) {
			case Query.Ignored _ -> CompletableFuture.completedFuture(ByteBuffer.allocate(0));
			case Query.Faulty faulty -> {
				queries.increment();
				yield CompletableFuture.completedFuture(AnswerWriter.write(faulty));
			}
			case Query.Asked asked -> answer(asked).thenApply(answer -> AnswerWriter.write(asked, answer, Dns.MAX_TCP));
		};
	}

	/** Never throws and never fails, or what waits for it would wait for ever. */
	private CompletionStage<Answer> answer(Query.Asked asked) {
		return said(asked).exceptionally(failure -> {
			logger.atError().setCause(failure).log("a query failed");
			return Answer.refusing(Dns.SERVFAIL);
		}).thenApply(answer -> {
			queries.increment();
			if (answer.rcode() == Dns.SERVFAIL) {
				failures.increment();
			}
			return answer;
		});
	}

	private CompletionStage<Answer> said(Query.Asked asked) {
		try {
			return zone.answer(asked);
		}
		catch (RuntimeException failure) {
			return CompletableFuture.failedFuture(failure);
		}
	}

	private void send(DatagramChannel udp, SocketAddress client, ByteBuffer answer) throws IOException {
		udp.send(answer, client);
	}

}
