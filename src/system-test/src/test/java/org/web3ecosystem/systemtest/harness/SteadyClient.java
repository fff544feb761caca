package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Asks one node over HTTP, HTTPS and DNS, again and again, and notes what failed. */
public final class SteadyClient implements AutoCloseable {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int TIMEOUT_MILLIS = 5000;

	private static final int QUERY_ID = 0x2a2a;

	private final AtomicInteger asked = new AtomicInteger();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads;

	private volatile boolean closed;

	private SteadyClient(List<Question> questions) {
		this.threads = questions.stream()
			.map(question -> Thread.ofVirtual().name("steady").unstarted(() -> ask(question)))
			.toList();
	}

	/** Begins to ask. */
	public static SteadyClient of(TestNode node, Path root, String zone) {
		Operator anyone = Operator.anonymous(root);
		SteadyClient client = new SteadyClient(
				List.of(() -> ok("HTTP", node.get("/actuator/health/liveness").statusCode()),
						() -> ok("HTTPS", anyone.get(node.https("/trustchain/root.pem")).statusCode()),
						() -> soa(node.ports().dns(), zone)));
		client.threads.forEach(Thread::start);
		return client;
	}

	/** Throws if the answer is none or not as it should be. */
	@FunctionalInterface
	private interface Question {

		void ask() throws IOException;

	}

	public int asked() {
		return asked.get();
	}

	/** What went wrong, with the time. */
	public List<String> failures() {
		return List.copyOf(failures);
	}

	/** Ends after the questions under way. */
	@Override
	public void close() {
		closed = true;
		try {
			for (Thread thread : threads) {
				thread.join();
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void ask(Question question) {
		while (!closed) {
			asked.incrementAndGet();
			try {
				question.ask();
			}
			catch (IOException | RuntimeException | AssertionError failure) {
				failures.add(Instant.now() + " " + failure);
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static void ok(String what, int status) throws IOException {
		if (status != 200) {
			throw new IOException(what + " answered " + status);
		}
	}

	/** Asks for the zone's SOA by hand: RFC 1035, section 4. */
	private static void soa(int port, String zone) throws IOException {
		ByteBuffer query = ByteBuffer.allocate(512).putShort((short) QUERY_ID).putShort((short) 0);
		query.putShort((short) 1).putShort((short) 0).putInt(0);
		for (String label : zone.split("\\.")) {
			query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
		}
		query.put((byte) 0).putShort((short) 6).putShort((short) 1);
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress("127.0.0.1", port));
			socket.send(new DatagramPacket(query.array(), query.position()));
			DatagramPacket packet = new DatagramPacket(new byte[512], 512);
			socket.receive(packet);
			ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
			boolean good = answer.getShort(0) == (short) QUERY_ID && (answer.get(3) & 0x0f) == 0
					&& answer.getShort(6) == 1;
			if (!good) {
				throw new IOException("DNS answered code " + (answer.get(3) & 0x0f));
			}
		}
	}

}
