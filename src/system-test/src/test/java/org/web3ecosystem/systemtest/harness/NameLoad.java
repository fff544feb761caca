package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Names asked for at one server over UDP at a steady rate, whatever it answers and
 * however long that takes. From its first right answer on every question has to get a
 * right one, and is asked once: nobody asks again for what was lost.
 */
public final class NameLoad implements AutoCloseable {

	/** Type A. */
	public static final int A = 1;

	/** Type SRV. */
	public static final int SRV = 33;

	/** A machine that is busy answers late, and late is not wrong. */
	private static final Duration LATE = Duration.ofSeconds(20);

	private static final int IDS = 1 << 16;

	private static final int MAX_TROUBLES = 100;

	private final TestNode server;

	private final List<Question> questions;

	private final long pauseNanos;

	private final DatagramSocket socket;

	private final Map<Integer, Question> waiting = new ConcurrentHashMap<>();

	private final Map<Integer, LongAdder> phases = new ConcurrentSkipListMap<>();

	private final Map<Question, Map<String, LongAdder>> answers = new ConcurrentHashMap<>();

	private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

	private final LongAdder asked = new LongAdder();

	private final Thread sender = Thread.ofVirtual().name("name-load").unstarted(this::send);

	private final Thread receiver = Thread.ofPlatform().daemon().name("name-answers").unstarted(this::receive);

	private volatile boolean up;

	private volatile boolean closing;

	private volatile boolean closed;

	private NameLoad(TestNode server, int perSecond, List<Question> questions) {
		this.server = server;
		this.questions = List.copyOf(questions);
		this.pauseNanos = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
		try {
			this.socket = new DatagramSocket();
			socket.connect(InetAddress.getLoopbackAddress(), server.ports().dns());
			socket.setSoTimeout(100);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * A name and what may be answered.
	 *
	 * @param right any of these: the code and, sorted, the addresses or SRV's ports, as
	 * in {@code 0 [127.0.0.1]}
	 */
	public record Question(String name, int type, Set<String> right) {
	}

	/** Begins to ask, one question after the other and again from the first. */
	public static NameLoad at(TestNode server, int perSecond, List<Question> questions) {
		NameLoad load = new NameLoad(server, perSecond, questions);
		load.receiver.start();
		load.sender.start();
		return load;
	}

	/** Questions since the first right answer. */
	public long asked() {
		return asked.sum();
	}

	/** Right answers by the phase in which the server was last seen. */
	public Map<Integer, Long> answeredIn() {
		return sums(phases);
	}

	/** What was answered to a question since the first right answer, and how often. */
	public Map<String, Long> answers(Question question) {
		return sums(answers.getOrDefault(question, Map.of()));
	}

	private static <T> Map<T, Long> sums(Map<T, LongAdder> counts) {
		Map<T, Long> sums = new TreeMap<>();
		counts.forEach((key, count) -> sums.put(key, count.sum()));
		return sums;
	}

	/** Wrong answers with the time and, once closed, questions that were not answered. */
	public List<String> troubles() {
		return List.copyOf(troubles);
	}

	/** Asks no more, and waits for the answers to what was asked. */
	@Override
	public void close() {
		if (closed) {
			return;
		}
		try {
			closing = true;
			sender.join();
			long end = System.nanoTime() + LATE.toNanos();
			while (!waiting.isEmpty() && System.nanoTime() - end < 0) {
				LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
			}
			closed = true;
			receiver.join();
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		waiting.forEach((id, question) -> trouble("no answer to " + question.name()));
		socket.close();
	}

	private void send() {
		long next = System.nanoTime();
		for (int count = 0; !closing; count++) {
			Question question = questions.get(count % questions.size());
			if (up) {
				asked.increment();
				if (waiting.put(count % IDS, question) != null) {
					trouble("no answer to " + question.name() + " for " + IDS + " others");
				}
			}
			try {
				byte[] query = query(count % IDS, question);
				socket.send(new DatagramPacket(query, query.length));
			}
			catch (IOException failure) {
				if (up) {
					trouble(failure.toString());
				}
			}
			next += pauseNanos;
			LockSupport.parkNanos(next - System.nanoTime());
		}
	}

	private void receive() {
		while (!closed) {
			try {
				DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
				socket.receive(packet);
				read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
			}
			catch (SocketTimeoutException nothing) {
				// looks whether it is closed
			}
			catch (IOException | RuntimeException failure) {
				if (up) {
					trouble(failure.toString());
				}
			}
		}
	}

	private void read(ByteBuffer answer) {
		int id = answer.getShort(0) & 0xffff;
		String text = text(answer);
		if (!up) {
			up = questions.get(id % questions.size()).right().contains(text);
			return;
		}
		Question question = waiting.remove(id);
		if (question == null) {
			// asked before it was up
			return;
		}
		answers.computeIfAbsent(question, key -> new ConcurrentHashMap<>())
			.computeIfAbsent(text, key -> new LongAdder())
			.increment();
		if (question.right().contains(text)) {
			int phase = server.walk().isEmpty() ? -1 : server.walk().getLast();
			phases.computeIfAbsent(phase, key -> new LongAdder()).increment();
		}
		else {
			trouble(question.name() + ": " + text);
		}
	}

	private void trouble(String what) {
		if (troubles.size() < MAX_TROUBLES) {
			troubles.add(Instant.now() + " " + what);
		}
	}

	/** RFC 1035, section 4; recursion desired, as every stub resolver does. */
	private static byte[] query(int id, Question question) {
		ByteBuffer query = ByteBuffer.allocate(300).putShort((short) id).putShort((short) 0x100);
		query.putShort((short) 1).putShort((short) 0).putInt(0);
		for (String label : question.name().split("\\.")) {
			query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
		}
		query.put((byte) 0).putShort((short) question.type()).putShort((short) 1);
		byte[] bytes = new byte[query.position()];
		query.flip().get(bytes);
		return bytes;
	}

	private static String text(ByteBuffer answer) {
		int code = answer.get(3) & 15;
		int records = answer.getShort(6);
		answer.position(12);
		skipName(answer);
		int asked = answer.getShort();
		answer.getShort();
		List<String> data = new ArrayList<>();
		for (int i = 0; i < records; i++) {
			skipName(answer);
			int type = answer.getShort();
			answer.position(answer.position() + 6);
			byte[] rdata = new byte[answer.getShort() & 0xffff];
			answer.get(rdata);
			if (type == asked) {
				data.add(data(type, ByteBuffer.wrap(rdata)));
			}
		}
		data.sort(null);
		return code + " " + data;
	}

	private static String data(int type, ByteBuffer data) {
		return (type == SRV) ? Integer.toString(data.getShort(4) & 0xffff) : (data.get(0) & 0xff) + "."
				+ (data.get(1) & 0xff) + "." + (data.get(2) & 0xff) + "." + (data.get(3) & 0xff);
	}

	private static void skipName(ByteBuffer message) {
		int length = message.get() & 0xff;
		while (length != 0) {
			if (length >= 0xc0) {
				message.get();
				return;
			}
			message.position(message.position() + length);
			length = message.get() & 0xff;
		}
	}

	@Override
	public String toString() {
		return server + ": " + asked + " asked, right in phase " + answeredIn();
	}

}
