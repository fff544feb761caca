package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.trustchain.tsig.TsigCheck;

/**
 * Authoritative name server over UDP and TCP on one port of one or more addresses.
 * Whatever arrives, it answers, refuses or drops, and goes on.
 */
public final class NameServer implements AutoCloseable {

	/** What a burst of truncated answers brings; the system may take fewer. */
	private static final int BACKLOG = 1_024;

	/** The most queries over UDP that may wait for discovery; more are dropped. */
	static final int MAX_WAITING = 2048;

	/** A port that is free for UDP may be taken for TCP. */
	private static final int MAX_ATTEMPTS = 16;

	private static final int SOCKET_BUFFER = 1 << 20;

	private static final Logger logger = LoggerFactory.getLogger(NameServer.class);

	private final Answering answering;

	private final Optional<TlsDoors> tls;

	private final Executor executor;

	private final Semaphore waiting = new Semaphore(MAX_WAITING);

	private final LongAdder dropped = new LongAdder();

	private volatile List<Place> open = List.of();

	/** Where it listens: UDP and TCP at one address. */
	private record Place(DatagramChannel udp, ExecutorService sender, TcpDoor tcp) implements AutoCloseable {

		InetSocketAddress address() throws IOException {
			return (InetSocketAddress) udp.getLocalAddress();
		}

		@Override
		public void close() {
			tcp.close();
			sender.shutdown();
			try {
				udp.close();
			}
			catch (IOException failure) {
				logger.atDebug().setCause(failure).log("closing the name server");
			}
		}

	}

	/**
	 * @param tls where it listens for TLS, if it does
	 * @param executor virtual threads
	 */
	public NameServer(Answering answering, Optional<TlsPlace> tls, Executor executor) {
		this.answering = answering;
		this.tls = tls.map(place -> new TlsDoors(place, answering, executor));
		this.executor = executor;
	}

	/**
	 * Listens at all of these addresses or, if it fails, at none. Where only the port of
	 * TLS is taken, it does without: see {@link #tlsFault()}.
	 * @param port 0 takes one that is free for both UDP and TCP everywhere
	 */
	public void start(List<InetAddress> bind, int port) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				listen(bind, port);
				tls.ifPresent(doors -> doors.start(bind));
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
			Thread.ofPlatform().daemon().name("trustchain-dns-udp").start(() -> receive(place));
			serve(place.tcp());
		}
	}

	/** Lets clients in. */
	static void serve(TcpDoor door) {
		Thread.ofPlatform().daemon().name("trustchain-dns-tcp").start(door::accept);
	}

	private Place listen(InetAddress bind, int port) throws IOException {
		DatagramChannel udp = channel(bind);
		try {
			udp.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
			bind("udp", new InetSocketAddress(bind, port), udp::bind);
			int taken = ((InetSocketAddress) udp.getLocalAddress()).getPort();
			TcpDoor tcp = door(new ServerSocket(), new InetSocketAddress(bind, taken), answering::stream, executor);
			return new Place(udp, sender(), tcp);
		}
		catch (IOException | RuntimeException failure) {
			udp.close();
			throw failure;
		}
	}

	/**
	 * Of one family of addresses, where that is all it is asked for: the system does
	 * less.
	 */
	private static DatagramChannel channel(InetAddress bind) throws IOException {
		return bind instanceof Inet4Address && !bind.isAnyLocalAddress()
				? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
	}

	/**
	 * A channel that a virtual thread once used asks the system twice for every packet
	 * from then on: so what virtual threads found out is sent by this one.
	 */
	private static ExecutorService sender() {
		return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("trustchain-dns-send").factory());
	}

	/** Bound, and shut until it is {@link #serve served}. */
	static TcpDoor door(ServerSocket listening, InetSocketAddress address,
			BiFunction<ByteBuffer, InetAddress, CompletionStage<Optional<Answering.Reply>>> answers, Executor executor)
			throws IOException {
		try {
			listening.setReuseAddress(true);
			bind("tcp", address, where -> listening.bind(where, BACKLOG));
			return new TcpDoor(listening, answers, executor, TcpDoor.IDLE);
		}
		catch (IOException | RuntimeException failure) {
			listening.close();
			throw failure;
		}
	}

	/** Says on which port and protocol, and what to do, since the system does not. */
	private static void bind(String protocol, InetSocketAddress address, Binding binding) throws BindException {
		try {
			binding.to(address);
		}
		catch (IOException refused) {
			BindException said = new BindException("the name server cannot listen on port " + address.getPort() + "/"
					+ protocol + " of " + address.getAddress().getHostAddress() + ": " + refused.getMessage()
					+ ". Stop what has the port ('ss -lnp' shows it), or give this node another"
					+ " port for DNS, or for TLS another web3.trustchain.dns.tls-port.");
			said.initCause(refused);
			throw said;
		}
	}

	@FunctionalInterface
	private interface Binding {

		void to(SocketAddress address) throws IOException;

	}

	/** All addresses where it listens for DNS. */
	public List<InetSocketAddress> addresses() {
		List<InetSocketAddress> addresses = new ArrayList<>();
		for (Place place : open) {
			try {
				addresses.add(place.address());
			}
			catch (IOException closed) {
				// nobody is heard there
			}
		}
		return addresses;
	}

	/** The first of the addresses where it listens. */
	public InetSocketAddress address() throws IOException {
		List<Place> places = open;
		if (places.isEmpty()) {
			throw new IOException("the name server does not listen");
		}
		return places.getFirst().address();
	}

	/** Whether it listens. */
	public boolean isOpen() {
		return !open.isEmpty();
	}

	/** Why it is not heard over TLS, where it should be. */
	public Optional<String> tlsFault() {
		return tls.flatMap(TlsDoors::fault);
	}

	/** Listens for TLS too, if that could not be done before; never fails. */
	public void tryTlsAgain() {
		tls.ifPresent(TlsDoors::tryAgain);
	}

	/** What it says, and how often. */
	public Answering answering() {
		return answering;
	}

	/** What was dropped: not a query, or too many at once. */
	public long dropped() {
		return dropped.sum();
	}

	@Override
	public void close() {
		List<Place> places = open;
		open = List.of();
		tls.ifPresent(TlsDoors::close);
		places.forEach(Place::close);
	}

	private void receive(Place place) {
		DatagramChannel udp = place.udp();
		Lane lane = answering.lane();
		ByteBuffer packet = ByteBuffer.allocateDirect(QueryReader.MAX_QUERY + 1);
		byte[] query = new byte[packet.capacity()];
		ByteBuffer reply = ByteBuffer.allocateDirect(Dns.MAX_UDP);
		byte[] answer = new byte[Dns.MAX_UDP];
		while (udp.isOpen()) {
			try {
				InetSocketAddress client = (InetSocketAddress) udp.receive(packet.clear());
				if (client == null) {
					continue;
				}
				int length = packet.position();
				packet.get(0, query, 0, length);
				int ready = lane.answer(query, length, client.getAddress(), answer);
				if (ready >= 0) {
					answering.answeredShortly();
					udp.send(reply.clear().put(answer, 0, ready).flip(), client);
				}
				else {
					take(place, client, ByteBuffer.wrap(query, 0, length),
							(ready == Lane.LIMITED) ? lane.verdict() : ResponseRate.Verdict.SEND);
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

	/**
	 * @param verdict other than to send it, if it was judged already
	 */
	private void take(Place place, InetSocketAddress client, ByteBuffer packet, ResponseRate.Verdict verdict)
			throws IOException {
		DatagramChannel udp = place.udp();
		if (TsigCheck.isSigned(packet)) {
			ByteBuffer signed = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
			later(() -> reply(place, client, answering.signedDatagram(signed, client.getAddress())));
			return;
		}
		switch (QueryReader.read(packet)) {
			case Query.Ignored _ -> dropped.increment();
			case Query.Faulty faulty -> send(udp, client, answering.datagram(faulty, client.getAddress()));
			case Query.Asked asked when verdict != ResponseRate.Verdict.SEND -> {
				answering.answeredShortly();
				send(udp, client, answering.limited(asked, verdict, client.getAddress()));
			}
			case Query.Asked asked -> later(() -> reply(place, client, answering.datagram(asked, client.getAddress())));
		}
	}

	/** Hashing and looking up are not for the thread that receives. */
	private void later(Runnable answer) {
		if (waiting.tryAcquire()) {
			executor.execute(answer);
		}
		else {
			dropped.increment();
		}
	}

	private void reply(Place place, InetSocketAddress client, CompletionStage<Optional<ByteBuffer>> answered) {
		answered.thenAcceptAsync(answer -> sendQuietly(place.udp(), client, answer), place.sender())
			.whenComplete((sent, closed) -> waiting.release());
	}

	private static void sendQuietly(DatagramChannel udp, SocketAddress client, Optional<ByteBuffer> answer) {
		try {
			send(udp, client, answer);
		}
		catch (IOException | RuntimeException gone) {
			logger.atDebug().setCause(gone).log("an answer could not be sent");
		}
	}

	private static void send(DatagramChannel udp, SocketAddress client, Optional<ByteBuffer> answer)
			throws IOException {
		if (answer.isPresent()) {
			udp.send(answer.get(), client);
		}
	}

}
