package org.web3ecosystem.stoq;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A UDP port and the TCP port after it in front of a node: passes TCP on, and UDP unless
 * it is blocked, which swallows it as a firewall does.
 */
public final class Road implements AutoCloseable {

	private static final int DATAGRAM = 2048;

	private final InetSocketAddress node;

	private final DatagramSocket udp;

	private final ServerSocket tcp;

	private final Map<InetSocketAddress, DatagramSocket> back = new ConcurrentHashMap<>();

	private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

	private final AtomicInteger tcpConnections = new AtomicInteger();

	private volatile boolean udpBlocked;

	/**
	 * @param udpBlocked at first
	 */
	public Road(InetSocketAddress node, boolean udpBlocked) throws IOException {
		this.node = node;
		this.udpBlocked = udpBlocked;
		ServerSocket front;
		DatagramSocket beside = null;
		do {
			front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			try {
				beside = new DatagramSocket(
						new InetSocketAddress(InetAddress.getLoopbackAddress(), front.getLocalPort() - 1));
			}
			catch (IOException taken) {
				front.close();
			}
		}
		while (beside == null);
		this.tcp = front;
		this.udp = beside;
		Thread.startVirtualThread(() -> quietly(this::acceptAll));
		Thread.startVirtualThread(() -> quietly(this::relayAll));
	}

	public InetSocketAddress address() {
		return (InetSocketAddress) udp.getLocalSocketAddress();
	}

	public void blockUdp(boolean blocked) {
		udpBlocked = blocked;
	}

	/** How many came over TCP so far. */
	public int tcpConnections() {
		return tcpConnections.get();
	}

	private void acceptAll() throws IOException {
		while (true) {
			Socket in = tcp.accept();
			tcpConnections.incrementAndGet();
			opened.add(in);
			Socket out = new Socket(node.getAddress(), node.getPort() + 1);
			opened.add(out);
			Thread.startVirtualThread(() -> quietly(() -> pipe(in, out)));
			Thread.startVirtualThread(() -> quietly(() -> pipe(out, in)));
		}
	}

	private static void pipe(Socket from, Socket to) throws IOException {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
	}

	private void relayAll() throws IOException {
		while (true) {
			DatagramPacket packet = receive(udp);
			InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
			if (!udpBlocked) {
				back(from).send(new DatagramPacket(packet.getData(), packet.getLength(), node));
			}
		}
	}

	private DatagramSocket back(InetSocketAddress client) throws IOException {
		DatagramSocket known = back.get(client);
		if (known != null) {
			return known;
		}
		DatagramSocket made = new DatagramSocket(new InetSocketAddress(node.getAddress(), 0));
		opened.add(made);
		back.put(client, made);
		Thread.startVirtualThread(() -> quietly(() -> {
			while (true) {
				DatagramPacket packet = receive(made);
				if (!udpBlocked) {
					udp.send(new DatagramPacket(packet.getData(), packet.getLength(), client));
				}
			}
		}));
		return made;
	}

	private static DatagramPacket receive(DatagramSocket socket) throws IOException {
		DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM], DATAGRAM);
		socket.receive(packet);
		return packet;
	}

	private interface Io {

		void run() throws IOException;

	}

	private static void quietly(Io io) {
		try {
			io.run();
		}
		catch (IOException closed) {
			// one end is gone, and with it this piece of road
		}
	}

	@Override
	public void close() {
		udp.close();
		quietly(tcp::close);
		for (AutoCloseable each : opened) {
			try {
				each.close();
			}
			catch (Exception gone) {
				// closed already
			}
		}
	}

}
