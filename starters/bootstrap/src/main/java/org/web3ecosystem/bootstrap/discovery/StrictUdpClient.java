package org.web3ecosystem.bootstrap.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.io.UdpIoClient;

/**
 * One question in one datagram from a port of its own, which the kernel draws and which
 * hears nobody but the resolver that was asked (RFC 5452, section 9). A datagram that is
 * no answer to exactly this question, in exactly these letters, is dropped and waiting
 * goes on: who guesses wrongly achieves nothing. After too many of them, or one that
 * differs in its letters alone, UDP is believed no more and the question is for TCP. Of
 * what is lost on the way one copy is sent, after half of the time.
 */
final class StrictUdpClient implements UdpIoClient {

	/** Wrong answers to one question, after which somebody is taken to be guessing. */
	static final int MAX_DROPPED = 64;

	private static final int HEADER = 12;

	/** More than {@link StrictResolver#PAYLOAD}, of which nobody may send more. */
	private static final int MAX_DATAGRAM = 4096;

	private final ResolverFigures figures;

	private final LastHeard heard;

	/**
	 * @param heard told of every answer
	 */
	StrictUdpClient(ResolverFigures figures, LastHeard heard) {
		this.figures = figures;
		this.heard = heard;
	}

	/** An answer came, and UDP is not believed: ask over TCP. */
	static final class DoubtfulException extends IOException {

		private static final long serialVersionUID = 1;

		DoubtfulException(String message) {
			super(message);
		}

	}

	/** It answered a question with EDNS as those do who have never heard of it. */
	static final class NoEdnsException extends IOException {

		private static final long serialVersionUID = 1;

		NoEdnsException(String message) {
			super(message);
		}

	}

	@Override
	public CompletableFuture<byte[]> sendAndReceiveUdp(@Nullable InetSocketAddress local, InetSocketAddress remote,
			Message query, byte[] data, int max, Duration timeout) {
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		Thread.ofVirtual().name("dns/" + remote.getPort()).start(() -> {
			try {
				answer.complete(exchange(remote, data, timeout));
			}
			catch (IOException | RuntimeException failure) {
				answer.completeExceptionally(failure);
			}
		});
		return answer;
	}

	private byte[] exchange(InetSocketAddress remote, byte[] question, Duration timeout) throws IOException {
		long now = System.nanoTime();
		long half = now + timeout.toNanos() / 2;
		long end = now + timeout.toNanos();
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.connect(remote);
			send(socket, question);
			try {
				return receive(socket, question, half);
			}
			catch (SocketTimeoutException lost) {
				send(socket, question);
				return receive(socket, question, end);
			}
		}
	}

	private void send(DatagramSocket socket, byte[] question) throws IOException {
		figures.sent();
		socket.send(new DatagramPacket(question, question.length));
	}

	private byte[] receive(DatagramSocket socket, byte[] question, long end) throws IOException {
		byte[] buffer = new byte[MAX_DATAGRAM];
		for (int dropped = 0; dropped < MAX_DROPPED; dropped++) {
			long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			if (left <= 0) {
				throw new SocketTimeoutException("no answer in time");
			}
			socket.setSoTimeout((int) left);
			DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
			socket.receive(packet);
			byte[] answer = Arrays.copyOf(buffer, packet.getLength());
			if (isHeaderAlone(question, answer)) {
				heard.now();
				throw new NoEdnsException("the answer is " + Rcode.string(answer[3] & 15) + " and no question");
			}
			switch (match(question, answer)) {
				case SAME -> {
					heard.now();
					return answer;
				}
				case OTHER_LETTERS -> {
					heard.now();
					figures.dropped();
					throw new DoubtfulException("the answer repeats the question in other letters");
				}
				case OTHER -> figures.dropped();
			}
		}
		throw new DoubtfulException(MAX_DROPPED + " answers to other questions came");
	}

	/**
	 * Some that do not read further than they understand repeat no question. It is no
	 * answer, and leads to another question at most.
	 */
	private static boolean isHeaderAlone(byte[] question, byte[] answer) {
		if (answer.length != HEADER || answer[0] != question[0] || answer[1] != question[1]
				|| (answer[2] & 0x80) == 0) {
			return false;
		}
		int rcode = answer[3] & 15;
		return rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP;
	}

	private enum Match {

		SAME, OTHER_LETTERS, OTHER

	}

	private static Match match(byte[] question, byte[] answer) {
		int end = endOfQuestion(question);
		if (answer.length < end || answer[0] != question[0] || answer[1] != question[1] || (answer[2] & 0x80) == 0
				|| answer[4] != question[4] || answer[5] != question[5]) {
			return Match.OTHER;
		}
		if (Arrays.equals(question, HEADER, end, answer, HEADER, end)) {
			return Match.SAME;
		}
		return Arrays.equals(lower(question, end), lower(answer, end)) ? Match.OTHER_LETTERS : Match.OTHER;
	}

	/** Its name is written by us: no pointers. */
	private static int endOfQuestion(byte[] question) {
		int at = HEADER;
		while (question[at] != 0) {
			at += 1 + question[at];
		}
		return at + 1 + 2 + 2;
	}

	private static byte[] lower(byte[] message, int end) {
		byte[] lower = Arrays.copyOfRange(message, HEADER, end);
		for (int i = 0; i < lower.length; i++) {
			lower[i] = (byte) ((lower[i] >= 'A' && lower[i] <= 'Z') ? lower[i] + ('a' - 'A') : lower[i]);
		}
		return lower;
	}

}
