package org.web3ecosystem.stoq.forward;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.web3ecosystem.stoq.forward.ForwardException.Reason;

/** A TCP port that leads elsewhere. */
final class TcpEntry extends Entry {

	private static final int BACKLOG = 128;

	private static final Duration PAUSE = Duration.ofMillis(50);

	private final ServerSocket port;

	private final Semaphore room;

	private final AtomicInteger under = new AtomicInteger();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	/** Opens the port and begins to accept. */
	static TcpEntry open(InetSocketAddress at, Passage way, ForwardLimits limits, ForwardTally tally,
			ScheduledExecutorService timer) throws IOException {
		TcpEntry entry = new TcpEntry(new ServerSocket(at.getPort(), BACKLOG, at.getAddress()), way, limits, tally,
				timer);
		Thread.ofVirtual().name("stoq-forward-" + entry.address().getPort()).start(entry::accept);
		return entry;
	}

	private TcpEntry(ServerSocket port, Passage way, ForwardLimits limits, ForwardTally tally,
			ScheduledExecutorService timer) {
		super(way, limits, tally, timer);
		this.port = port;
		this.room = new Semaphore(limits.perPeer());
	}

	@Override
	InetSocketAddress address() {
		return (InetSocketAddress) port.getLocalSocketAddress();
	}

	/** Conversations whose other end is there. */
	int conversations() {
		return under.get();
	}

	private void accept() {
		while (!port.isClosed()) {
			try {
				Socket socket = port.accept();
				if (room.tryAcquire()) {
					Thread.startVirtualThread(() -> forward(socket));
				}
				else {
					tally.refused(Reason.OVERLOADED);
					TcpPipe.reset(socket);
				}
			}
			catch (IOException failure) {
				LOG.log(Level.DEBUG, "not accepted: {0}", failure.getMessage());
				// without file descriptors it would fail again at once
				LockSupport.parkNanos(PAUSE.toNanos());
			}
		}
	}

	private void forward(Socket socket) {
		open.add(socket);
		try {
			boolean opened = pass((stream, timer) -> {
				socket.setTcpNoDelay(true);
				if (!port.isClosed()) {
					under.incrementAndGet();
					try {
						new TcpPipe(socket, stream, tally, limits.idle()).run(timer);
					}
					finally {
						under.decrementAndGet();
					}
				}
			});
			if (!opened) {
				// who asks again as soon as it is told would ask without end
				LockSupport.parkNanos(PAUSE.toNanos());
			}
		}
		finally {
			TcpPipe.reset(socket);
			open.remove(socket);
			room.release();
		}
	}

	@Override
	public void close() {
		try (port) {
			open.forEach(TcpPipe::reset);
		}
		catch (IOException gone) {
			LOG.log(Level.DEBUG, "closed already: {0}", gone.getMessage());
		}
		// those that came while it closed
		open.forEach(TcpPipe::reset);
	}

}
