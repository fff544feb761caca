package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A UDP port of a machine, in front of the one that its node has. */
final class UdpRelay implements AutoCloseable {

	private static final int MOST = 65_535;

	private final Relays relays;

	private final int machine;

	private final InetSocketAddress node;

	private final DatagramChannel front;

	/** To the node, one for each who sends: from the address of that machine. */
	private final Map<InetSocketAddress, DatagramChannel> ways = new ConcurrentHashMap<>();

	/**
	 * @param machine whose port it is
	 * @param port the same in front of the node and at it
	 */
	UdpRelay(Relays relays, int machine, int port) throws IOException {
		this.relays = relays;
		this.machine = machine;
		this.node = new InetSocketAddress(Relays.own(machine), port);
		this.front = DatagramChannel.open().bind(new InetSocketAddress(Relays.advertised(machine), port));
		Thread.ofVirtual().start(() -> read(front, this::toNode));
	}

	private void toNode(InetSocketAddress sender, ByteBuffer packet) {
		DatagramChannel way = ways.computeIfAbsent(sender, this::open);
		relays.link(Relays.machine(sender), machine).packet(() -> send(way, packet, node));
	}

	private DatagramChannel open(InetSocketAddress sender) {
		try {
			DatagramChannel way = DatagramChannel.open().bind(Relays.from(Relays.machine(sender)));
			Thread.ofVirtual()
				.start(() -> read(way, (answering, packet) -> relays.link(machine, Relays.machine(sender))
					.packet(() -> send(front, packet, sender))));
			return way;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static void send(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) {
		try {
			channel.send(packet, to);
		}
		catch (IOException lost) {
			// as packets are
		}
	}

	private static void read(DatagramChannel channel, Reader reader) {
		ByteBuffer buffer = ByteBuffer.allocate(MOST);
		while (channel.isOpen()) {
			try {
				InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer.clear());
				buffer.flip();
				reader.read(sender, ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
			}
			catch (ClosedChannelException closed) {
				return;
			}
			catch (IOException refused) {
				// nobody listened for the last one that was sent
			}
		}
	}

	@Override
	public void close() throws IOException {
		front.close();
		for (DatagramChannel way : ways.values()) {
			way.close();
		}
	}

	private interface Reader {

		void read(InetSocketAddress sender, ByteBuffer packet);

	}

}
