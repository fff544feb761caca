package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.Reason;
import org.web3ecosystem.spi.discovery.Name;

/**
 * Asks for the zone's SOA again and again: this node's own name server, over UDP like any
 * client, or who else answers.
 */
public final class SelfProbe {

	/** How often. */
	static final Duration PERIOD = Duration.ofSeconds(1);

	/**
	 * How long an answer proves anything: two later questions may be lost. What follows
	 * from its loss is then seen within five seconds.
	 */
	static final Duration FRESH = Duration.ofSeconds(4);

	private static final int TIMEOUT_MILLIS = 1000;

	private static final int AUTHORITATIVE_ANSWER = 0x8400;

	private final Asking asking;

	private final InstantSource clock;

	private final ThreadFactory threads;

	private volatile @Nullable Instant answered;

	private volatile String fault = "not asked yet";

	private volatile @Nullable Thread prober;

	public SelfProbe(NameServer server, Name zone, InstantSource clock, RandomGenerator random) {
		this(server, zone, clock, random, Thread.ofVirtual().name("trustchain-dns-probe").factory());
	}

	SelfProbe(NameServer server, Name zone, InstantSource clock, RandomGenerator random, ThreadFactory threads) {
		this(() -> ask(server, zone, (short) random.nextInt()), clock, threads);
	}

	SelfProbe(Asking asking, InstantSource clock, ThreadFactory threads) {
		this.asking = asking;
		this.clock = clock;
		this.threads = threads;
	}

	/** One question; fails if the answer is not right. */
	@FunctionalInterface
	interface Asking {

		void ask() throws IOException;

	}

	/**
	 * Asks once, and from then on again and again until {@link #pause}.
	 * @throws IOException if the first answer is not right
	 */
	public void start() throws IOException {
		asking.ask();
		answered = clock.instant();
		follow(this::probe);
	}

	/** Asks again and again, also while nobody answers. */
	void follow() {
		follow(() -> {
			look();
			probe();
		});
	}

	private void follow(Runnable probing) {
		Thread next = threads.newThread(probing);
		// before it runs: it goes on only while it is the prober
		prober = next;
		next.start();
	}

	/** Whether the server answered lately. */
	public boolean answers() {
		Instant last = answered;
		return last != null && Duration.between(last, clock.instant()).abs().compareTo(FRESH) < 0;
	}

	/** What the last attempt failed with, if it did. */
	public Optional<String> fault() {
		return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
	}

	public void pause() {
		Thread running = prober;
		prober = null;
		answered = null;
		LockSupport.unpark(running);
	}

	private void probe() {
		while (Thread.currentThread().equals(prober)) {
			LockSupport.parkNanos(PERIOD.toNanos());
			look();
		}
	}

	private void look() {
		try {
			asking.ask();
			answered = clock.instant();
			fault = "";
		}
		catch (IOException | RuntimeException failure) {
			fault = Reason.of(failure);
		}
	}

	private static void ask(NameServer server, Name zone, short id) throws IOException {
		InetSocketAddress address = server.address();
		InetAddress target = address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress()
				: address.getAddress();
		byte[] query = question(zone, id);
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(target, address.getPort());
			socket.send(new DatagramPacket(query, query.length));
			DatagramPacket packet = new DatagramPacket(new byte[Dns.MAX_UDP], Dns.MAX_UDP);
			socket.receive(packet);
			check(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), id);
		}
	}

	static byte[] question(Name zone, short id) {
		byte[] name = RecordData.name(zone);
		return ByteBuffer.allocate(Dns.HEADER + name.length + 4)
			.putShort(id)
			.putShort((short) 0)
			.putShort((short) 1)
			.putShort((short) 0)
			.putInt(0)
			.put(name)
			.putShort((short) Dns.SOA)
			.putShort((short) Dns.CLASS_IN)
			.array();
	}

	static void check(ByteBuffer answer, short id) throws IOException {
		if (answer.remaining() < Dns.HEADER || answer.getShort() != id
				|| (answer.getShort() & 0xff0f) != AUTHORITATIVE_ANSWER || answer.getInt() != 0x10001) {
			throw new IOException("the name server did not answer SOA with one authoritative record");
		}
	}

}
