package org.web3ecosystem.bootstrap.discovery;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import org.web3ecosystem.spitest.Loopback;

/**
 * A resolver on loopback, over UDP and TCP at one port. Unless told otherwise it answers
 * A with {@link #ADDRESS} and all else with nothing.
 */
final class FakeResolver implements AutoCloseable {

	static final String ADDRESS = "192.0.2.7";

	static final long TTL = 60;

	final AtomicInteger asked = new AtomicInteger();

	final AtomicInteger askedOverTcp = new AtomicInteger();

	/** Questions over UDP, as they came. */
	final Queue<Received> received = new ConcurrentLinkedQueue<>();

	/** What is right, for both. */
	volatile UnaryOperator<Message> answer = FakeResolver::address;

	/** What goes out over UDP instead, in this order. */
	volatile Datagrams datagrams = (query, right, client) -> List.of(right);

	private final DatagramSocket udp;

	private final ServerSocket tcp;

	private final InetSocketAddress address;

	FakeResolver() throws IOException {
		tcp = new ServerSocket(Loopback.freePort(), 50, InetAddress.getLoopbackAddress());
		udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
		address = (InetSocketAddress) udp.getLocalSocketAddress();
		Thread.ofVirtual().start(this::serve);
		Thread.ofVirtual().start(this::accept);
	}

	/** A datagram that came. */
	record Received(Message query, SocketAddress client) {
	}

	/** Makes of a question and its right answer what is sent. */
	interface Datagrams {

		List<byte[]> of(Message query, byte[] right, SocketAddress client) throws IOException;

	}

	InetSocketAddress address() {
		return address;
	}

	void silent() {
		datagrams = (query, right, client) -> List.of();
	}

	void rcode(int rcode) {
		answer = query -> {
			Message reply = reply(query);
			reply.getHeader().setRcode(rcode);
			return reply;
		};
	}

	/** The head of an answer: the question comes back. */
	static Message reply(Message query) {
		Message reply = new Message(query.getHeader().getID());
		reply.getHeader().setFlag(Flags.QR);
		reply.getHeader().setFlag(Flags.RA);
		reply.addRecord(query.getQuestion(), Section.QUESTION);
		return reply;
	}

	static Message address(Message query) {
		Message reply = reply(query);
		if (query.getQuestion().getType() == Type.A) {
			reply.addRecord(a(query.getQuestion().getName(), ADDRESS, TTL), Section.ANSWER);
		}
		reply.getHeader().setRcode(Rcode.NOERROR);
		return reply;
	}

	static Record a(org.xbill.DNS.Name name, String address, long ttl) {
		try {
			return new ARecord(name, DClass.IN, ttl, InetAddress.getByName(address));
		}
		catch (IOException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** What somebody from aside would want to be believed. */
	static byte[] forged(Message query) {
		Message forged = reply(query);
		forged.addRecord(a(query.getQuestion().getName(), "203.0.113.66", 86_400), Section.ANSWER);
		return forged.toWire();
	}

	private void serve() {
		byte[] buffer = new byte[65_535];
		while (!udp.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				udp.receive(packet);
				asked.incrementAndGet();
				Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
				received.add(new Received(query, packet.getSocketAddress()));
				for (byte[] out : datagrams.of(query, answer.apply(query).toWire(), packet.getSocketAddress())) {
					udp.send(new DatagramPacket(out, out.length, packet.getSocketAddress()));
				}
			}
			catch (IOException closed) {
				// the loop looks whether it was
			}
		}
	}

	private void accept() {
		while (!tcp.isClosed()) {
			try {
				Socket client = tcp.accept();
				Thread.ofVirtual().start(() -> talk(client));
			}
			catch (IOException closed) {
				return;
			}
		}
	}

	private void talk(Socket client) {
		try (client) {
			DataInputStream in = new DataInputStream(client.getInputStream());
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			while (true) {
				byte[] query = new byte[in.readUnsignedShort()];
				in.readFully(query);
				askedOverTcp.incrementAndGet();
				byte[] reply = answer.apply(new Message(query)).toWire();
				out.writeShort(reply.length);
				out.write(reply);
				out.flush();
			}
		}
		catch (IOException gone) {
			// the other side has what it wanted
		}
	}

	@Override
	public void close() {
		udp.close();
		try {
			tcp.close();
		}
		catch (IOException already) {
			// it is closed
		}
	}

}
