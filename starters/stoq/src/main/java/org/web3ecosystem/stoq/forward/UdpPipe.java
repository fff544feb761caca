package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;

/**
 * The target's side of a conversation over UDP, a message for each datagram. What comes
 * while the last one is not taken is dropped, as a full queue of a router does.
 */
final class UdpPipe extends Pipe {

	private final DatagramSocket socket;

	private final ForwardTally tally;

	private final int longest;

	/** One byte more tells that it was longer. */
	private final byte[] buffer;

	private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

	/**
	 * @param socket connected to the target
	 */
	UdpPipe(DatagramSocket socket, Stream stream, ForwardTally tally, ForwardLimits limits) {
		super(stream, tally, limits.idle());
		this.socket = socket;
		this.tally = tally;
		this.longest = limits.datagram();
		this.buffer = new byte[longest + 1];
	}

	@Override
	Optional<byte[]> receive() throws IOException {
		DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
		socket.receive(packet);
		while (packet.getLength() > longest) {
			tally.dropped(Dropped.TOO_LONG);
			packet.setLength(buffer.length);
			socket.receive(packet);
		}
		return Optional.of(Arrays.copyOf(buffer, packet.getLength()));
	}

	@Override
	void pass(Stream to, byte[] content) throws IOException {
		if (!taken.isDone()) {
			tally.dropped(Dropped.NO_ROOM);
			return;
		}
		if (taken.isCompletedExceptionally()) {
			throw new IOException("the stream has ended");
		}
		taken = to.write(content).toCompletableFuture();
	}

	@Override
	void send(byte[] content) throws IOException {
		if (content.length > longest) {
			tally.dropped(Dropped.TOO_LONG);
		}
		else {
			socket.send(new DatagramPacket(content, content.length));
		}
	}

	/** A conversation has no end in one direction. */
	@Override
	void finish() {
		abort();
	}

	@Override
	void abort() {
		socket.close();
	}

}
