package org.web3ecosystem.trustchain.acme.challenge;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a connection when its time is over, whatever the other side does meanwhile: who
 * sends a byte now and then is never silent.
 */
public final class Deadline implements AutoCloseable {

	private final Thread watch;

	private Deadline(Thread watch) {
		this.watch = watch;
	}

	/** Of this connection, from now on. */
	public static Deadline of(Socket socket, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		return new Deadline(Thread.ofVirtual().name("trustchain-deadline").start(() -> {
			long left = end - System.nanoTime();
			while (left > 0 && !Thread.currentThread().isInterrupted()) {
				LockSupport.parkNanos(left);
				left = end - System.nanoTime();
			}
			if (left <= 0) {
				end(socket);
			}
		}));
	}

	private static void end(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException _) {
			// it is of no use any more either way
		}
	}

	@Override
	public void close() {
		watch.interrupt();
	}

}
