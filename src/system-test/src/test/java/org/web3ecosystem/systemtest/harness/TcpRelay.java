package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP port of a machine, in front of the one that its node has. */
final class TcpRelay implements AutoCloseable {

	private static final int WAITING = 50;

	private static final int PIECE = 64 * 1024;

	private final Relays relays;

	private final int machine;

	private final InetSocketAddress node;

	private final ServerSocket front;

	/**
	 * @param machine whose port it is
	 * @param port the same in front of the node and at it
	 */
	TcpRelay(Relays relays, int machine, int port) throws IOException {
		this.relays = relays;
		this.machine = machine;
		this.node = new InetSocketAddress(Relays.own(machine), port);
		this.front = new ServerSocket(port, WAITING, Relays.advertised(machine));
		Thread.ofVirtual().start(this::accept);
	}

	private void accept() {
		while (!front.isClosed()) {
			try {
				Socket client = front.accept();
				Thread.ofVirtual().start(() -> join(client));
			}
			catch (IOException closed) {
				// looked at above
			}
		}
	}

	private void join(Socket client) {
		int from = Relays.machine((InetSocketAddress) client.getRemoteSocketAddress());
		Link there = relays.link(from, machine);
		Link back = relays.link(machine, from);
		try (client; Socket server = new Socket()) {
			there.piece(back);
			server.bind(Relays.from(from));
			server.connect(node);
			Thread answers = Thread.ofVirtual().start(() -> pump(server, client, back, there));
			pump(client, server, there, back);
			answers.join();
		}
		catch (IOException refused) {
			// the client sees its end
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static void pump(Socket from, Socket to, Link way, Link back) {
		byte[] piece = new byte[PIECE];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
				way.piece(back);
				out.write(piece, 0, read);
			}
			to.shutdownOutput();
		}
		catch (IOException broken) {
			close(from);
			close(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException gone) {
			// as wanted
		}
	}

	@Override
	public void close() throws IOException {
		front.close();
	}

}
