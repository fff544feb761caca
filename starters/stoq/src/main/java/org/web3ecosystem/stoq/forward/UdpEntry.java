package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;

/** A UDP port that leads elsewhere: a conversation for each address that sends to it. */
final class UdpEntry extends Entry {

	private final DatagramSocket port;

	private final Map<SocketAddress, Conversation> open = new ConcurrentHashMap<>();

	/** Opens the port and begins to receive. */
	static UdpEntry open(Forward forward, Passage way, ForwardLimits limits, ForwardTally tally,
			ScheduledExecutorService timer) throws IOException {
		UdpEntry entry = new UdpEntry(new DatagramSocket(forward.at()), way, limits, tally, timer);
		Thread.ofVirtual().name("stoq-forward-" + forward.at().getPort()).start(entry::receive);
		return entry;
	}

	private UdpEntry(DatagramSocket port, Passage way, ForwardLimits limits, ForwardTally tally,
			ScheduledExecutorService timer) {
		super(way, limits, tally, timer);
		this.port = port;
	}

	@Override
	InetSocketAddress address() {
		return (InetSocketAddress) port.getLocalSocketAddress();
	}

	private void receive() {
		byte[] buffer = new byte[limits.datagram() + 1];
		while (!port.isClosed()) {
			DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
			try {
				port.receive(packet);
			}
			catch (IOException failure) {
				LOG.log(Level.DEBUG, "not received: {0}", failure.getMessage());
				continue;
			}
			if (packet.getLength() > limits.datagram()) {
				tally.dropped(Dropped.TOO_LONG);
			}
			else {
				take(packet.getSocketAddress(), Arrays.copyOf(buffer, packet.getLength()));
			}
		}
	}

	private void take(SocketAddress from, byte[] datagram) {
		Conversation known = open.get(from);
		if (known == null) {
			if (open.size() >= limits.perPeer()) {
				tally.dropped(Dropped.TOO_MANY);
				return;
			}
			Conversation begun = new Conversation(port, from, tally);
			open.put(from, begun);
			Thread.startVirtualThread(() -> forward(from, begun));
			known = begun;
		}
		known.offer(datagram);
	}

	private void forward(SocketAddress from, Conversation conversation) {
		try {
			pass((stream, timer) -> conversation.through(stream, limits.idle()).run(timer));
		}
		finally {
			open.remove(from);
		}
	}

	@Override
	public void close() {
		port.close();
		open.values().forEach(Conversation::end);
	}

}
