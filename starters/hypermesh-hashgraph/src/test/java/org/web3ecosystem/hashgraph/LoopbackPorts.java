package org.web3ecosystem.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.PeerPorts;

/** What a transport does with ports, within one process; any node can be cut off. */
public final class LoopbackPorts {

	private final Map<NodeId, Serving> serving = new ConcurrentHashMap<>();

	private final Set<NodeId> cut = ConcurrentHashMap.newKeySet();

	private final Set<Talk> talks = ConcurrentHashMap.newKeySet();

	private record Serving(InetSocketAddress at, Predicate<NodeId> peers) {
	}

	private record Talk(NodeId from, NodeId to, Socket near, Socket far) {

		private void end() {
			close(near);
			close(far);
		}

	}

	/** As this node has it. */
	public PeerPorts of(NodeId node) {
		return new PeerPorts() {

			@Override
			public Way serve(String name, InetSocketAddress port, Predicate<NodeId> peers) {
				serving.put(node, new Serving(port, peers));
				return way(port, () -> {
					serving.remove(node);
					end(talk -> talk.to.equals(node));
				});
			}

			@Override
			public Way reach(String name, Supplier<Optional<Peer>> peer) {
				return LoopbackPorts.this.reach(node, peer);
			}

		};
	}

	/** Nothing goes from or to it. */
	void cut(NodeId node) {
		cut.add(node);
		end(talk -> talk.from.equals(node) || talk.to.equals(node));
	}

	private void end(Predicate<Talk> which) {
		talks.stream().filter(which).forEach(Talk::end);
	}

	void heal(NodeId node) {
		cut.remove(node);
	}

	/** Who talks, each named by both. */
	Set<Set<NodeId>> talking() {
		return talks.stream().map(talk -> Set.of(talk.from, talk.to)).collect(Collectors.toUnmodifiableSet());
	}

	private PeerPorts.Way reach(NodeId from, Supplier<Optional<Peer>> peer) {
		try {
			ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			Thread.startVirtualThread(() -> accept(port, from, peer));
			return way((InetSocketAddress) port.getLocalSocketAddress(), () -> {
				close(port);
				end(talk -> talk.near.getLocalPort() == port.getLocalPort());
			});
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void accept(ServerSocket port, NodeId from, Supplier<Optional<Peer>> peer) {
		while (!port.isClosed()) {
			try {
				Socket near = port.accept();
				Thread.startVirtualThread(() -> talk(near, from, peer));
			}
			catch (IOException over) {
				return;
			}
		}
	}

	private void talk(Socket near, NodeId from, Supplier<Optional<Peer>> peer) {
		NodeId to = peer.get().map(Peer::id).orElse(from);
		Serving there = serving.get(to);
		if (there == null || cut.contains(from) || cut.contains(to) || !there.peers.test(from)) {
			close(near);
			return;
		}
		try (Socket far = new Socket(there.at.getAddress(), there.at.getPort())) {
			near.setTcpNoDelay(true);
			far.setTcpNoDelay(true);
			Talk talk = new Talk(from, to, near, far);
			talks.add(talk);
			Thread back = Thread.startVirtualThread(() -> carry(far, near, talk));
			carry(near, far, talk);
			back.join();
			talks.remove(talk);
		}
		catch (IOException | InterruptedException gone) {
			close(near);
		}
	}

	private static void carry(Socket from, Socket to, Talk talk) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException gone) {
			// the end is what follows
		}
		talk.end();
	}

	private static void close(AutoCloseable socket) {
		try {
			socket.close();
		}
		catch (Exception gone) {
			// closed already
		}
	}

	private static PeerPorts.Way way(InetSocketAddress at, Runnable close) {
		return new PeerPorts.Way() {

			@Override
			public InetSocketAddress at() {
				return at;
			}

			@Override
			public int peers() {
				return 0;
			}

			@Override
			public void close() {
				close.run();
			}

		};
	}

}
