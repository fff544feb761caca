package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.stoq.forward.ForwardTally.Dropped;

/**
 * What one address sends to a UDP port that leads elsewhere, and what comes back. A few
 * datagrams wait, further ones are dropped. Thread-safe.
 */
final class Conversation {

	private static final int WAITING = 64;

	private final DatagramSocket port;

	private final SocketAddress from;

	private final ForwardTally tally;

	/** An empty one ends it. */
	private final BlockingQueue<Optional<byte[]>> waiting = new LinkedBlockingQueue<>(WAITING);

	Conversation(DatagramSocket port, SocketAddress from, ForwardTally tally) {
		this.port = port;
		this.from = from;
		this.tally = tally;
	}

	void offer(byte[] datagram) {
		if (!waiting.offer(Optional.of(datagram))) {
			tally.dropped(Dropped.NO_ROOM);
		}
	}

	void end() {
		do {
			waiting.clear();
		}
		while (!waiting.offer(Optional.empty()));
	}

	/** The same as one half of a forward. */
	Pipe through(Stream stream, Duration idle) {
		return new Pipe(stream, tally, idle) {

			@Override
			Optional<byte[]> receive() throws IOException {
				try {
					return waiting.take();
				}
				catch (InterruptedException interrupted) {
					Thread.currentThread().interrupt();
					throw new InterruptedIOException();
				}
			}

			@Override
			void send(byte[] content) throws IOException {
				port.send(new DatagramPacket(content, content.length, from));
			}

			@Override
			void finish() {
				end();
			}

			@Override
			void abort() {
				end();
			}

		};
	}

}
