package org.web3ecosystem.trustchain.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.web3ecosystem.spi.Reason;

/**
 * DNS over TLS at all addresses of a name server, or at none where somebody else has the
 * port: then the rest of the server does without, and it is tried again. Thread-safe.
 */
final class TlsDoors implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TlsDoors.class);

	private final TlsPlace place;

	private final Answering answering;

	private final Executor executor;

	private List<InetAddress> wanted = List.of();

	private List<TcpDoor> doors = List.of();

	private String fault = "";

	TlsDoors(TlsPlace place, Answering answering, Executor executor) {
		this.place = place;
		this.answering = answering;
		this.executor = executor;
	}

	/** From now on, at these addresses. Never fails: see {@link #fault()}. */
	synchronized void start(List<InetAddress> bind) {
		wanted = List.copyOf(bind);
		tryAgain();
	}

	/** Opens what should be open and is not. */
	synchronized void tryAgain() {
		if (wanted.isEmpty() || !doors.isEmpty()) {
			return;
		}
		List<TcpDoor> opened = new ArrayList<>();
		try {
			for (InetAddress address : wanted) {
				opened.add(NameServer.door(place.open(), new InetSocketAddress(address, place.port()),
						answering::secured, executor));
			}
		}
		catch (IOException | RuntimeException refused) {
			opened.forEach(TcpDoor::close);
			noted(Reason.of(refused));
			return;
		}
		doors = List.copyOf(opened);
		noted("");
		doors.forEach(NameServer::serve);
	}

	/** Said once, however often it is tried. */
	private void noted(String now) {
		if (!now.equals(fault) && !now.isEmpty()) {
			logger.warn("no DNS over TLS: {}", now);
		}
		else if (!now.equals(fault)) {
			logger.info("DNS over TLS at port {} after all", place.port());
		}
		fault = now;
	}

	/** Why it is not heard where it should be. */
	synchronized Optional<String> fault() {
		return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
	}

	@Override
	public synchronized void close() {
		doors.forEach(TcpDoor::close);
		doors = List.of();
		wanted = List.of();
		fault = "";
	}

}
