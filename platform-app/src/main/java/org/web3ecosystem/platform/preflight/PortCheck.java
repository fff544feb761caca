package org.web3ecosystem.platform.preflight;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.platform.command.RefusedException;
import org.web3ecosystem.spi.genesis.Endpoints;

/** Whether a node's ports are free. */
public final class PortCheck {

	private PortCheck() {
	}

	/** A port that is not free, and by whom as far as that can be seen. */
	public record Taken(String what, String protocol, int port, Optional<String> owner) {

		@Override
		public String toString() {
			return "port " + port + "/" + protocol + " (" + what + ") is taken"
					+ owner.map(who -> " by " + who).orElse("");
		}

	}

	/**
	 * The ports of these endpoints that are not free at those of their addresses that
	 * this machine has, on loopback if it has none of them.
	 */
	public static List<Taken> taken(Endpoints endpoints) {
		List<InetAddress> here = endpoints.inetAddresses().stream().filter(PortCheck::isHere).toList();
		return (here.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : here).stream()
			.flatMap(address -> taken(endpoints, address))
			.distinct()
			.toList();
	}

	/** Whether anything can listen at this address; asks the machine. */
	public static boolean isHere(InetAddress address) {
		try (ServerSocket anyPort = new ServerSocket(0, 1, address)) {
			return anyPort.isBound();
		}
		catch (IOException absent) {
			return false;
		}
	}

	private static Stream<Taken> taken(Endpoints endpoints, InetAddress at) {
		return Stream.of(tcp("HTTP", at, endpoints.http()), tcp("HTTPS", at, endpoints.https()),
				udp("STOQ", at, endpoints.stoq()), tcp("STOQ", at, Endpoints.besideStoq(endpoints.stoq())),
				udp("DNS", at, endpoints.dns()), tcp("DNS", at, endpoints.dns()), tcp("gossip", at, endpoints.gossip()))
			.flatMap(Optional::stream);
	}

	/**
	 * Refuses to go on with taken ports.
	 * @param cannot what then cannot be done
	 * @param otherwise what to do if nothing can be stopped
	 * @throws RefusedException naming the first
	 */
	public static void requireFree(Endpoints endpoints, String cannot, String otherwise) {
		taken(endpoints).stream().findFirst().ifPresent(first -> {
			throw new RefusedException(cannot + ": " + first,
					first.owner().map(owner -> "stop " + owner).orElse("stop what has it") + ", or " + otherwise);
		});
	}

	private static Optional<Taken> tcp(String what, InetAddress at, int port) {
		try (ServerSocket probe = new ServerSocket()) {
			probe.setReuseAddress(true);
			probe.bind(new InetSocketAddress(at, port));
			return Optional.empty();
		}
		catch (IOException taken) {
			return Optional.of(new Taken(what, "tcp", port, PortOwner.of("tcp", port)));
		}
	}

	private static Optional<Taken> udp(String what, InetAddress at, int port) {
		try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(at, port))) {
			return probe.isBound() ? Optional.empty() : Optional.of(new Taken(what, "udp", port, Optional.empty()));
		}
		catch (IOException taken) {
			return Optional.of(new Taken(what, "udp", port, PortOwner.of("udp", port)));
		}
	}

}
