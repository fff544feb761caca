package org.web3ecosystem.platform.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * One server at several addresses, on the same port of each.
 *
 * @param open bound
 */
record WebPorts(List<DisposableServer> open) {

	private static final Duration GRACE = Duration.ofSeconds(2);

	WebPorts {
		open = List.copyOf(open);
	}

	/**
	 * Binds at all of the addresses, or at none.
	 * @throws PortInUseException if the port is taken at one of them
	 */
	static WebPorts bind(HttpServer server, List<InetAddress> addresses, int port) {
		List<DisposableServer> open = new ArrayList<>();
		try {
			for (InetAddress address : addresses) {
				open.add(server.bindAddress(() -> new InetSocketAddress(address, port)).bindNow());
			}
		}
		catch (ChannelBindException failure) {
			new WebPorts(open).close();
			if (isTaken(failure.getCause())) {
				throw new PortInUseException(port, failure);
			}
			throw failure;
		}
		return new WebPorts(open);
	}

	/** The native transport has an exception of its own, but the kernel's words. */
	private static boolean isTaken(@Nullable Throwable cause) {
		return cause != null && String.valueOf(cause.getMessage()).contains("Address already in use");
	}

	void close() {
		// all begin to end before one is waited for
		open.forEach(DisposableServer::dispose);
		open.forEach(server -> server.disposeNow(GRACE));
	}

}
