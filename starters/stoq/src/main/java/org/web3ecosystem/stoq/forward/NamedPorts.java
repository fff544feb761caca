package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.PeerPorts;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/**
 * Ports that have a name, each a stream of messages for a connection. Whoever serves one
 * says who may reach it, and is asked again each second for those that are connected.
 */
public final class NamedPorts implements PeerPorts, AutoCloseable {

	/** Of the streams. */
	static final String PROTOCOL = "stoq.port";

	/**
	 * What one may cost: a peer has one conversation, and another while it comes back.
	 */
	public static final ForwardLimits LIMITS = new ForwardLimits(8, Duration.ofMinutes(5), Duration.ofSeconds(2), 1);

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final Logger LOG = System.getLogger(NamedPorts.class.getName());

	private static final String NAME = "[a-z]{1,32}";

	private final TransportProvider transport;

	private final ForwardLimits limits;

	private final ForwardTally tally;

	private final ScheduledExecutorService timer = Pipe.newTimer("stoq-ports");

	private final Map<String, Served> served = new ConcurrentHashMap<>();

	private final Set<Reached> reached = ConcurrentHashMap.newKeySet();

	private final Exit exit;

	public NamedPorts(TransportProvider transport, ForwardLimits limits, ForwardTally tally) {
		this.transport = transport;
		this.limits = limits;
		this.tally = tally;
		this.exit = new NamedExit();
	}

	/** Begins to look who may not be here any more. */
	public void start() {
		timer.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** What went through them. */
	public ForwardTally tally() {
		return tally;
	}

	/** Where they come out. */
	public StreamHandler exit() {
		return exit;
	}

	@Override
	public Way serve(String name, InetSocketAddress port, Predicate<NodeId> peers) {
		Served way = new Served(named(name), port, peers);
		Served before = served.put(name, way);
		if (before != null) {
			before.end();
		}
		return way;
	}

	@Override
	public Way reach(String name, Supplier<Optional<Peer>> peer) {
		try {
			InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
			Passage way = new Passage(transport, new Named(named(name), peer), limits.connect());
			Reached opened = new Reached(name, peer, TcpEntry.open(any, way, limits, tally, timer));
			reached.add(opened);
			return opened;
		}
		catch (IOException failure) {
			throw new UnavailableException("no port to reach " + name + ": " + failure.getMessage(), failure);
		}
	}

	private static String named(String name) {
		if (!name.matches(NAME)) {
			throw new IllegalArgumentException("a port's name is of 1 to 32 lower-case letters");
		}
		return name;
	}

	/** Who cannot be judged now is judged a second later. */
	private void look() {
		for (Served way : served.values()) {
			try {
				way.look();
			}
			catch (RuntimeException unknown) {
				LOG.log(Level.WARNING, "who may reach " + way.name + " could not be looked up", unknown);
			}
		}
	}

	/** As of now, for people. */
	public Map<String, Object> report() {
		Map<String, Object> report = new TreeMap<>();
		Map<String, Object> here = new TreeMap<>();
		served.forEach((name, way) -> here.put(name, way.report()));
		report.put("served", here);
		List<Object> away = new ArrayList<>();
		reached.forEach(way -> away.add(way.report()));
		report.put("reached", away);
		report.put("open", tally.open());
		report.put("opened", tally.opened());
		report.put("bytes", tally.bytes());
		Map<String, Long> refusals = new TreeMap<>();
		for (Reason reason : Reason.values()) {
			refusals.put(reason.word(), tally.refusals(reason));
		}
		report.put("refusals", refusals);
		return report;
	}

	@Override
	public void close() {
		List.copyOf(served.values()).forEach(Way::close);
		List.copyOf(reached).forEach(Way::close);
		timer.shutdownNow();
	}

	/** A port of another node, by its name. */
	private record Named(String name, Supplier<Optional<Peer>> who) implements Destination {

		@Override
		public Peer peer() {
			return who.get().orElseThrow(() -> new UnavailableException("it is not known who that is now"));
		}

		@Override
		public String protocol() {
			return PROTOCOL;
		}

		@Override
		public byte[] ask() {
			return Greetings.ask(name);
		}

		/** For people. */
		@Override
		public String toString() {
			return name + " of " + who.get().map(peer -> peer.id().brief()).orElse("nobody");
		}

	}

	/** Looks up the name and who may. */
	private final class NamedExit extends Exit {

		private NamedExit() {
			super(NamedPorts.this.limits, NamedPorts.this.tally, NamedPorts.this.timer);
		}

		@Override
		public String protocol() {
			return PROTOCOL;
		}

		@Override
		void serve(NodeId caller, byte[] first, Stream stream) throws IOException, InterruptedException {
			String name = Greetings.askedName(first);
			@Nullable Served way = served.get(name);
			if (way == null) {
				throw new ForwardException(Reason.UNREACHABLE, "nothing has this name here, or not yet");
			}
			if (!way.peers.test(caller)) {
				throw new ForwardException(Reason.NOT_ALLOWED, "this port is not for this peer");
			}
			way.begin(stream, caller);
			try {
				tcp(way.at(), name, stream);
			}
			finally {
				way.open.remove(stream);
			}
		}

		/** Who is not allowed asks again and again as long as it runs. */
		@Override
		void told(NodeId caller, ForwardException why) {
			if (why.reason() == Reason.NOT_ALLOWED) {
				tally.log().mention("port refused", why.reason().word(), caller, String.valueOf(why.getMessage()));
			}
		}

	}

	/** A port here, and who talks to it. */
	private final class Served implements Way {

		private final String name;

		private final InetSocketAddress port;

		private final Predicate<NodeId> peers;

		private final Map<Stream, NodeId> open = new ConcurrentHashMap<>();

		private volatile boolean ended;

		private Served(String name, InetSocketAddress port, Predicate<NodeId> peers) {
			this.name = name;
			this.port = port;
			this.peers = peers;
		}

		private void begin(Stream stream, NodeId caller) {
			open.put(stream, caller);
			if (ended) {
				stream.close();
			}
		}

		private void look() {
			open.forEach((stream, peer) -> {
				if (!peers.test(peer)) {
					stream.close();
				}
			});
		}

		private Map<String, Object> report() {
			return Map.of("at", port.toString(), "peers",
					open.values().stream().map(NodeId::brief).distinct().sorted().toList());
		}

		@Override
		public InetSocketAddress at() {
			return port;
		}

		@Override
		public int peers() {
			return (int) open.values().stream().distinct().count();
		}

		private void end() {
			ended = true;
			open.keySet().forEach(Stream::close);
		}

		@Override
		public void close() {
			served.remove(name, this);
			end();
		}

	}

	/** A port here that leads away. */
	private final class Reached implements Way {

		private final String name;

		private final Supplier<Optional<Peer>> peer;

		private final TcpEntry entry;

		private Reached(String name, Supplier<Optional<Peer>> peer, TcpEntry entry) {
			this.name = name;
			this.peer = peer;
			this.entry = entry;
		}

		private Map<String, Object> report() {
			return Map.of("name", name, "peer", peer.get().map(known -> known.id().brief()).orElse("unknown"), "at",
					entry.address().toString(), "open", entry.conversations());
		}

		@Override
		public InetSocketAddress at() {
			return entry.address();
		}

		@Override
		public int peers() {
			return Math.min(1, entry.conversations());
		}

		@Override
		public void close() {
			reached.remove(this);
			entry.close();
		}

	}

}
