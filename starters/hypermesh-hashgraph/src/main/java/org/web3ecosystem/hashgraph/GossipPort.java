package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a replica listens. The engine itself would only log that it cannot.
 */
public record GossipPort(InetAddress address, int port) {

	private static final long POLL_NANOS = 10_000_000;

	void requireFree() {
		if (!isFree()) {
			throw new IllegalStateException(this + " is taken");
		}
	}

	/** Whether it was free in that time. */
	boolean awaitFree(long patienceNanos) {
		long deadline = System.nanoTime() + patienceNanos;
		boolean free = isFree();
		while (!free && System.nanoTime() < deadline) {
			LockSupport.parkNanos(POLL_NANOS);
			free = isFree();
		}
		return free;
	}

	@Override
	public String toString() {
		return "the gossip port " + address.getHostAddress() + ":" + port;
	}

	private boolean isFree() {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(address, port));
			return true;
		}
		catch (IOException taken) {
			return false;
		}
	}

}
