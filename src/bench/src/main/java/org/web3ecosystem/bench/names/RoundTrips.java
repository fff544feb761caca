package org.web3ecosystem.bench.names;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Asks with one question on its way, and notes how long each answer takes. */
final class RoundTrips implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 500;

	private static final int HEADER = 12;

	private final DatagramSocket socket;

	private final int names;

	private final SplittableRandom random = new SplittableRandom(7);

	private final DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);

	RoundTrips(int port, int names) throws IOException {
		this.names = names;
		this.socket = new DatagramSocket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.connect(InetAddress.getByName("127.0.0.1"), port);
	}

	/** Sorted, in microseconds. */
	double[] run(Duration length) throws IOException {
		double[] taken = new double[1 << 20];
		int count = 0;
		long end = System.nanoTime() + length.toNanos();
		while (System.nanoTime() < end && count < taken.length) {
			byte[] question = question();
			long begin = System.nanoTime();
			ask(question);
			taken[count++] = (System.nanoTime() - begin) / 1000.0;
		}
		double[] sorted = Arrays.copyOf(taken, count);
		Arrays.sort(sorted);
		return sorted;
	}

	boolean isAnswered() throws IOException {
		try {
			ask(question());
			return true;
		}
		catch (SocketTimeoutException | PortUnreachableException notYet) {
			return false;
		}
	}

	/** One answer with one address, or it would be another test. */
	private void ask(byte[] question) throws IOException {
		socket.send(new DatagramPacket(question, question.length));
		answer.setLength(1500);
		socket.receive(answer);
		ByteBuffer read = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
		if (read.getShort(0) != ByteBuffer.wrap(question).getShort() || (read.getShort(2) & 0x0f) != 0
				|| read.getShort(6) < 1) {
			throw new SocketTimeoutException("no good answer");
		}
	}

	/** With EDNS, of 1232 bytes. */
	private byte[] question() {
		ByteBuffer out = ByteBuffer.allocate(512);
		out.putShort((short) random.nextInt()).putShort((short) 0).putShort((short) 1).putInt(0).putShort((short) 1);
		for (String label : Zone.name(random.nextInt(names)).split("\\.")) {
			out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
		}
		out.put((byte) 0).putShort((short) 1).putShort((short) 1);
		out.put((byte) 0).putShort((short) 41).putShort((short) 1232).putInt(0).putShort((short) 0);
		return Arrays.copyOf(out.array(), Math.max(out.position(), HEADER));
	}

	@Override
	public void close() {
		socket.close();
	}

}
