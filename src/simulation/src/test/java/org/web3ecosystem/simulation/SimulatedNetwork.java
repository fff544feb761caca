package org.web3ecosystem.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.RemoteCall;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;
import org.web3ecosystem.spi.trust.CertificateChain;

/**
 * Messages that are late, lost, doubled, overtaken or cut off, in one direction or both.
 */
final class SimulatedNetwork {

	private static final Set<Class<?>> ANSWERS = Set.of(RejectedException.class, UnavailableException.class);

	private final World world;

	private final Map<NodeId, Door> doors = new HashMap<>();

	private final Set<Way> cut = new HashSet<>();

	private final Map<NodeId, BiFunction<String, byte[], byte[]>> liars = new HashMap<>();

	private int lossPercent;

	private int doublePercent;

	private long slowMillis = 20;

	SimulatedNetwork(World world) {
		this.world = world;
	}

	private record Way(NodeId from, NodeId to) {
	}

	private record Door(Life life, Inbound inbound) {
	}

	/** From now on so many of a hundred messages are lost or doubled, and so late. */
	void weather(int loss, int doubled, long slow) {
		lossPercent = loss;
		doublePercent = doubled;
		slowMillis = slow;
	}

	/** From now on nothing of one comes to the other. */
	void cut(NodeId from, NodeId to) {
		cut.add(new Way(from, to));
	}

	void heal() {
		cut.clear();
		weather(0, 0, 20);
	}

	boolean reaches(NodeId from, NodeId to) {
		return from.equals(to) || !cut.contains(new Way(from, to));
	}

	/** From now on what a node answers is what is made of it. */
	void lies(NodeId liar, BiFunction<String, byte[], byte[]> lie) {
		liars.put(liar, lie);
	}

	/** As one process of a node sees it. */
	TransportProvider of(NodeId self, Life life) {
		return new TransportProvider() {

			@Override
			public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
				return CompletableFuture.completedStage(new Line(self, life, peer.id()));
			}

			@Override
			public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
				doors.put(self, new Door(life, inbound));
				return CompletableFuture.failedFuture(new UnsupportedOperationException("it listens while it lives"));
			}

		};
	}

	private void carry(NodeId from, NodeId to, Life receiver, Runnable message) {
		if (!reaches(from, to) || world.chance(lossPercent)) {
			return;
		}
		int copies = world.chance(doublePercent) ? 2 : 1;
		for (int copy = 0; copy < copies; copy++) {
			long late = world.chance(5) ? 10 * slowMillis : slowMillis;
			world.after(world.between(1, late), receiver, message);
		}
	}

	private final class Line implements Connection {

		private final NodeId self;

		private final Life life;

		private final NodeId peer;

		private Line(NodeId self, Life life, NodeId peer) {
			this.self = self;
			this.life = life;
			this.peer = peer;
		}

		@Override
		public NodeId peer() {
			return peer;
		}

		@Override
		public CertificateChain peerChain() {
			throw new UnsupportedOperationException("not shown here");
		}

		@Override
		public CompletionStage<byte[]> request(String method, byte[] body, Duration deadline) {
			CompletableFuture<byte[]> result = new CompletableFuture<>();
			world.after(deadline, life, () -> result.completeExceptionally(
					new TransportException.TimedOut("no answer within " + deadline.toMillis() + " ms")));
			Door door = doors.get(peer);
			if (door == null || door.life.isOver()) {
				world.after(world.between(1, 20), life, () -> result.completeExceptionally(
						new TransportException.Unreachable("nobody answers", new IllegalStateException("no door"))));
				return result;
			}
			byte[] copy = body.clone();
			carry(self, peer, door.life, () -> handle(door, method, copy.clone(), deadline, result));
			return result;
		}

		private void handle(Door door, String method, byte[] body, Duration deadline,
				CompletableFuture<byte[]> result) {
			Optional<RequestHandler> handler = door.inbound.requests()
				.stream()
				.filter(candidate -> candidate.method().equals(method))
				.findFirst();
			if (handler.isEmpty()) {
				return;
			}
			CompletionStage<byte[]> answer;
			try {
				answer = handler.get().handle(RemoteCall.of(self, deadline), body);
			}
			catch (RuntimeException failed) {
				answer = CompletableFuture.failedFuture(failed);
			}
			answer.whenComplete((value, failure) -> {
				if (world.isHere()) {
					carry(peer, self, life, () -> arrived(method, value, failure, result));
				}
			});
		}

		private void arrived(String method, byte @Nullable [] value, @Nullable Throwable failure,
				CompletableFuture<byte[]> result) {
			if (value != null) {
				BiFunction<String, byte[], byte[]> lie = liars.get(peer);
				result.complete(lie == null ? value.clone() : lie.apply(method, value.clone()));
				return;
			}
			Throwable cause = cause(Objects.requireNonNull(failure));
			boolean rejected = cause instanceof RejectedException;
			String text = ANSWERS.stream().anyMatch(type -> type.isInstance(cause)) ? String.valueOf(cause.getMessage())
					: "the peer's handler failed";
			result.completeExceptionally(new TransportException.RemoteFailure(text, rejected));
		}

		private static Throwable cause(Throwable failure) {
			Throwable cause = failure;
			while (cause instanceof CompletionException && cause.getCause() != null) {
				cause = cause.getCause();
			}
			return cause;
		}

		@Override
		public CompletionStage<Stream> open(String protocol, Duration deadline) {
			return CompletableFuture.failedFuture(new TransportException.TimedOut("no streams here"));
		}

		@Override
		public CompletionStage<Void> send(String protocol, byte[] datagram) {
			return CompletableFuture.completedStage(null);
		}

		@Override
		public void close() {
			// a line holds nothing
		}

	}

}
