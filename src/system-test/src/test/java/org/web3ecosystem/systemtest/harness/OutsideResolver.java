package org.web3ecosystem.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An operator's resolver on loopback over UDP: every name has one address and nothing
 * else. For names of one zone it says nothing, as if the servers of that did not answer.
 */
public final class OutsideResolver implements AutoCloseable {

	/** Of every name. */
	public static final String ADDRESS = "192.0.2.77";

	/** The zone of which nothing is heard. */
	public static final String DEAD = "dead.example";

	private static final int QR_RA = 0x8080;

	private final DatagramSocket socket;

	private final AtomicLong asked = new AtomicLong();

	public OutsideResolver() {
		try {
			this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		Thread.ofPlatform().daemon().name("outside-resolver").start(this::serve);
	}

	/** As a node's settings have it. */
	public String address() {
		return "127.0.0.1:" + socket.getLocalPort();
	}

	/** Questions that came. */
	public long asked() {
		return asked.get();
	}

	@Override
	public void close() {
		socket.close();
	}

	private void serve() {
		while (!socket.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
				socket.receive(packet);
				asked.incrementAndGet();
				if (isDead(packet)) {
					continue;
				}
				byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
				socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
			}
			catch (IOException | RuntimeException closedOrMalformed) {
				// the loop looks which
			}
		}
	}

	private static boolean isDead(DatagramPacket query) {
		return new String(query.getData(), 0, query.getLength(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)
			.contains(DEAD.replace('.', (char) "example".length()));
	}

	/** The question as it came, and for type A one record that points to its name. */
	private static byte[] answer(ByteBuffer query) throws IOException {
		int end = 12;
		while (query.get(end) != 0) {
			end += 1 + query.get(end);
		}
		end += 1;
		boolean address = query.getShort(end) == NameLoad.A;
		ByteBuffer answer = ByteBuffer.allocate(end + 4 + 16);
		answer.putShort(query.getShort(0)).putShort((short) (QR_RA | query.getShort(2) & 0x100));
		answer.putShort((short) 1).putShort((short) (address ? 1 : 0)).putInt(0);
		answer.put(query.array(), 12, end + 4 - 12);
		if (address) {
			answer.putShort((short) 0xc00c).putShort((short) NameLoad.A).putShort((short) 1).putInt(1);
			answer.putShort((short) 4).put(InetAddress.ofLiteral(ADDRESS).getAddress());
		}
		byte[] bytes = new byte[answer.flip().remaining()];
		answer.get(bytes);
		return bytes;
	}

}
