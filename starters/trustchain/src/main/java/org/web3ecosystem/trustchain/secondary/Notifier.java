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
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.Name;
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
		while (!Thread.currentThread().isInterrupted()) {
			Telling before = telling;
			telling = next(secondary, before);
			if (telling.equals(before)) {
				LockSupport.parkNanos(LOOK.toNanos());
			}
		}
	}

	private Telling next(Secondary secondary, Telling before) {
		OptionalLong serial = zone.serial().get();
		Telling now = serial.isPresent() ? before.at(serial.getAsLong(), System.nanoTime()) : before;
		if (now instanceof Asking asking && !now.equals(before)) {
			return told(secondary, asking);
		}
		if (now instanceof Telling.GivenUp && !now.equals(before)) {
			trouble(secondary, "it does not answer");
		}
		return now;
	}

	private Telling told(Secondary secondary, Asking asking) {
		secondaries.told(secondary, asking.serial());
		try {
			return exchanged(secondary, asking);
		}
		catch (IOException | RuntimeException failure) {
			trouble(secondary, Reason.of(failure));
			return asking;
		}
	}

	private Telling exchanged(Secondary secondary, Asking asking) throws IOException {
		Notice notice = Notice.of(random.nextInt(IDS), zone.name(), zone.soa().apply(asking.serial()), secondary.key(),
				clock);
		try (DatagramSocket socket = new DatagramSocket(from(secondary.address().getAddress()))) {
			// from nobody else, and the system says if nobody is there
			socket.connect(secondary.address());
			byte[] message = notice.message();
			socket.send(new DatagramPacket(message, message.length));
			DatagramPacket answer = new DatagramPacket(new byte[Notice.MAX_ANSWER], Notice.MAX_ANSWER);
			for (int i = 0; i < MOST_ANSWERS; i++) {
				long left = Duration.ofNanos(asking.until() - System.nanoTime()).toMillis();
				if (left <= 0) {
					return asking;
				}
				socket.setSoTimeout(Math.toIntExact(left));
				answer.setLength(Notice.MAX_ANSWER);
				socket.receive(answer);
				switch (notice.read(Arrays.copyOf(answer.getData(), answer.getLength()))) {
					case Notice.Said.Heard _ -> {
						secondaries.confirmed(secondary, asking.serial());
						return asking.confirmed();
					}
					case Notice.Said.Refused(String why) -> {
						trouble(secondary, "it says " + why);
						return asking.refused(System.nanoTime());
					}
					case Notice.Said.Nothing(String why) -> trouble(secondary, why);
				}
			}
			return asking;
		}
		catch (SocketTimeoutException silent) {
			return asking;
		}
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
