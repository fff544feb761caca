package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.stoq.forward.ForwardException.Reason;
import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;

/** A UDP port that leads elsewhere: a conversation for each address that sends to it. */
final class UdpEntry implements Entry {

	private static final Logger LOG = System.getLogger(UdpEntry.class.getName());

	private final DatagramSocket port;

	private final Way way;

	private final ForwardLimits limits;

	private final ForwardTally tally;

	private final ScheduledExecutorService timer;

	private final Map<SocketAddress, Conversation> open = new ConcurrentHashMap<>();

	/** Opens the port and begins to receive. */
	static UdpEntry open(Forward forward, Way way, ForwardLimits limits, ForwardTally tally,
			ScheduledExecutorService timer) throws IOException {
		UdpEntry entry = new UdpEntry(new DatagramSocket(forward.at()), way, limits, tally, timer);
		Thread.ofVirtual().name("stoq-forward-" + forward.at().getPort()).start(entry::receive);
		return entry;
	}

	private UdpEntry(DatagramSocket port, Way way, ForwardLimits limits, ForwardTally tally,
			ScheduledExecutorService timer) {
		this.port = port;
		this.way = way;
		this.limits = limits;
		this.tally = tally;
		this.timer = timer;
	}

	@Override
	public InetSocketAddress address() {
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
		try (Way.Opened opened = way.open()) {
			conversation.through(opened.stream(), limits.idle()).run(timer);
		}
		catch (ForwardException refusal) {
			tally.refused(refusal.reason());
			LOG.log(Level.INFO, "forward not opened reason={0} what={1}", refusal.reason().word(),
					refusal.getMessage());
		}
		catch (IOException | UnavailableException gone) {
			tally.refused(Reason.UNREACHABLE);
			LOG.log(Level.INFO, "forward not opened reason=no-peer what={0}", gone.getMessage());
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
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
