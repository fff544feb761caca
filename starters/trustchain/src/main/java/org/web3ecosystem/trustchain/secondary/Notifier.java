package org.web3ecosystem.trustchain.secondary;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.Name;
import org.web3ecosystem.trustchain.secondary.Standing.At;
import org.web3ecosystem.trustchain.secondary.Standing.Taken;
import org.web3ecosystem.trustchain.secondary.Telling.Asking;

/**
 * Tells secondaries of new serials, each on a thread of its own, from a port of its own
 * for each notice. What is due is {@link Telling}'s to say.
 */
public final class Notifier implements AutoCloseable {

	/** How often the serial is looked at. */
	private static final Duration LOOK = Duration.ofMillis(200);

	/** The most datagrams that are looked at for one notice. */
	private static final int MOST_ANSWERS = 16;

	private static final int IDS = 1 << 16;

	private static final Logger logger = LoggerFactory.getLogger(Notifier.class);

	private final Secondaries secondaries;

	private final Zone zone;

	private final List<InetAddress> local;

	private final InstantSource clock;

	private final RandomGenerator random;

	private List<Thread> following = List.of();

	/**
	 * What is told of.
	 *
	 * @param serial its newest; nothing while it is not served
	 * @param soa RDATA of its SOA of a serial
	 */
	public record Zone(Name name, Supplier<OptionalLong> serial, LongFunction<byte[]> soa) {
	}

	/**
	 * @param local addresses that notices are sent from, the first of the right family
	 * @param random hard to guess
	 */
	public Notifier(Secondaries secondaries, Zone zone, List<InetAddress> local, InstantSource clock,
			RandomGenerator random) {
		this.secondaries = secondaries;
		this.zone = zone;
		this.local = List.copyOf(local);
		this.clock = clock;
		this.random = random;
	}

	/** Begins to tell. Called again, does nothing. */
	public synchronized void start() {
		if (following.isEmpty()) {
			following = secondaries.all()
				.stream()
				.map(each -> Thread.ofVirtual().name("trustchain-notify").start(() -> follow(each)))
				.toList();
		}
	}

	@Override
	public synchronized void close() {
		following.forEach(Thread::interrupt);
		following = List.of();
	}

	private void follow(Secondary secondary) {
		Telling telling = Telling.begin(System.nanoTime());
		Optional<At<Taken>> taken = secondaries.taken(secondary);
		while (!Thread.currentThread().isInterrupted()) {
			Telling before = telling;
			Optional<At<Taken>> since = secondaries.taken(secondary);
			if (!since.equals(taken)) {
				taken = since;
				telling = before.took(since.orElseThrow().what().serial(), System.nanoTime());
			}
			telling = next(secondary, telling, taken);
			if (telling.equals(before)) {
				LockSupport.parkNanos(LOOK.toNanos());
			}
		}
	}

	private Telling next(Secondary secondary, Telling before, Optional<At<Taken>> taken) {
		OptionalLong serial = zone.serial().get();
		Telling now = serial.isPresent() ? before.at(serial.getAsLong(), System.nanoTime()) : before;
		if (now instanceof Asking asking && !now.equals(before)) {
			return told(secondary, asking, taken);
		}
		if (now instanceof Telling.GivenUp && !now.equals(before)) {
			trouble(secondary, "it does not answer");
		}
		return now;
	}

	private Telling told(Secondary secondary, Asking asking, Optional<At<Taken>> taken) {
		secondaries.told(secondary, asking.serial());
		try {
			return exchanged(secondary, asking, taken);
		}
		catch (IOException | RuntimeException failure) {
			trouble(secondary, Reason.of(failure));
			return asking;
		}
	}

	private Telling exchanged(Secondary secondary, Asking asking, Optional<At<Taken>> taken) throws IOException {
		Notice notice = Notice.of(random.nextInt(IDS), zone.name(), zone.soa().apply(asking.serial()), secondary.key(),
				clock);
		try (DatagramSocket socket = new DatagramSocket(from(secondary.address().getAddress()))) {
			// from nobody else, and the system says if nobody is there
			socket.connect(secondary.address());
			socket.setSoTimeout(Math.toIntExact(LOOK.toMillis()));
			byte[] message = notice.message();
			socket.send(new DatagramPacket(message, message.length));
			int answers = 0;
			while (answers < MOST_ANSWERS && asking.until() - System.nanoTime() > 0
					&& !Thread.currentThread().isInterrupted()) {
				Optional<byte[]> answer = received(socket);
				if (answer.isPresent()) {
					answers++;
					Telling said = said(secondary, asking, notice.read(answer.get()));
					if (!said.equals(asking)) {
						return said;
					}
				}
				else if (!secondaries.taken(secondary).equals(taken)) {
					// whoever takes the zone has heard of it some other way
					return asking;
				}
			}
			return asking;
		}
	}

	private static Optional<byte[]> received(DatagramSocket socket) throws IOException {
		DatagramPacket answer = new DatagramPacket(new byte[Notice.MAX_ANSWER], Notice.MAX_ANSWER);
		try {
			socket.receive(answer);
			return Optional.of(Arrays.copyOf(answer.getData(), answer.getLength()));
		}
		catch (SocketTimeoutException notYet) {
			return Optional.empty();
		}
	}

	private Telling said(Secondary secondary, Asking asking, Notice.Said said) {
		return switch (said) {
			case Notice.Said.Heard _ -> {
				secondaries.confirmed(secondary, asking.serial());
				yield asking.confirmed();
			}
			case Notice.Said.Refused(String why) -> {
				trouble(secondary, "it says " + why);
				yield asking.refused(System.nanoTime());
			}
			case Notice.Said.Nothing(String why) -> {
				trouble(secondary, why);
				yield asking;
			}
		};
	}

	/** The system's choice where it listens everywhere. */
	private InetSocketAddress from(InetAddress to) {
		return local.stream()
			.filter(each -> !each.isAnyLocalAddress() && each instanceof Inet4Address == to instanceof Inet4Address
					&& each.isLoopbackAddress() == to.isLoopbackAddress())
			.findFirst()
			.map(each -> new InetSocketAddress(each, 0))
			.orElseGet(() -> new InetSocketAddress(0));
	}

	private void trouble(Secondary secondary, String what) {
		secondaries.troubled(secondary, what);
		logger.atDebug()
			.addKeyValue("secondary", secondary.written())
			.addKeyValue("reason", what)
			.log("a secondary was not told of news");
	}

}
