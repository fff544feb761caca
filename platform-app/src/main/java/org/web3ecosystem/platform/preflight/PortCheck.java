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

	/** The ports of these endpoints that are not free on loopback. */
	public static List<Taken> taken(Endpoints endpoints) {
		return Stream
			.of(tcp("HTTP", endpoints.http()), tcp("HTTPS", endpoints.https()), udp("STOQ", endpoints.stoq()),
					udp("DNS", endpoints.dns()), tcp("DNS", endpoints.dns()), tcp("gossip", endpoints.gossip()))
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * Refuses to start on taken ports.
	 * @throws RefusedException naming the first
	 */
	public static void requireFree(String node, Endpoints endpoints) {
		taken(endpoints).stream().findFirst().ifPresent(first -> {
			throw new RefusedException(node + " cannot start: " + first,
					first.owner().map(owner -> "stop " + owner).orElse("stop what has it")
							+ ", or use other ports with --port-offset (and another directory)");
		});
	}

	private static Optional<Taken> tcp(String what, int port) {
		try (ServerSocket probe = new ServerSocket()) {
			probe.setReuseAddress(true);
			probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return Optional.empty();
		}
		catch (IOException taken) {
			return Optional.of(new Taken(what, "tcp", port, PortOwner.of("tcp", port)));
		}
	}

	private static Optional<Taken> udp(String what, int port) {
		try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
			return probe.isBound() ? Optional.empty() : Optional.of(new Taken(what, "udp", port, Optional.empty()));
		}
		catch (IOException taken) {
			return Optional.of(new Taken(what, "udp", port, PortOwner.of("udp", port)));
		}
	}

}
