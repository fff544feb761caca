package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP port and a UDP port on loopback that answer what they are told. */
public final class Echoes implements AutoCloseable {

	private static final int BACKLOG = 16;

	private static final int LONGEST = 2_000;

	private final ServerSocket tcp;

	private final DatagramSocket udp;

	public Echoes() throws IOException {
		tcp = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		Thread.startVirtualThread(this::accept);
		Thread.startVirtualThread(this::receive);
	}

	/** As forwards name it. */
	public String overTcp() {
		return "127.0.0.1:" + tcp.getLocalPort() + "/tcp";
	}

	/** As forwards name it. */
	public String overUdp() {
		return "127.0.0.1:" + udp.getLocalPort() + "/udp";
	}

	private void accept() {
		while (!tcp.isClosed()) {
			try {
				Socket client = tcp.accept();
				Thread.startVirtualThread(() -> echo(client));
			}
			catch (IOException closed) {
				// told by the condition
			}
		}
	}

	private static void echo(Socket client) {
		try (client) {
			client.getInputStream().transferTo(client.getOutputStream());
		}
		catch (IOException gone) {
			// the client sees that
		}
	}

	private void receive() {
		while (!udp.isClosed()) {
			DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
			try {
				udp.receive(packet);
				udp.send(packet);
			}
			catch (IOException closed) {
				// told by the condition
			}
		}
	}

	@Override
	public void close() throws IOException {
		tcp.close();
		udp.close();
	}

}
