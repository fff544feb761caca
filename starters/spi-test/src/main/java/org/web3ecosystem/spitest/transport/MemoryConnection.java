package org.web3ecosystem.spitest.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.DatagramHandler;
import org.web3ecosystem.spi.transport.RemoteCall;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.StreamHandler;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;

/** One caller's connection through a {@link MemoryDoor}. */
final class MemoryConnection implements Connection {

	private final NodeId caller;

	private final MemoryDoor door;

	private final Semaphore requests = new Semaphore(InMemoryNetwork.MAX_REQUESTS);

	private final Semaphore datagrams = new Semaphore(DatagramHandler.IN_HAND);

	private final Set<MemoryStream> streams = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<byte[]> closed = new CompletableFuture<>();

	MemoryConnection(NodeId caller, MemoryDoor door) {
		this.caller = caller;
		this.door = door;
	}

	NodeId caller() {
		return caller;
	}

	@Override
	public NodeId peer() {
		return door.owner();
	}

	@Override
	public CertificateChain peerChain() {
		return door.chain()
			.orElseThrow(() -> new UnsupportedOperationException(
					"this node of the in-memory network shows no certificates: make it with node(id, chain)"));
	}

	@Override
	public CompletionStage<byte[]> request(String method, byte[] body, Duration deadline) {
		if (body.length > MAX_MESSAGE) {
			return CompletableFuture.failedFuture(tooLong(body.length));
		}
		if (closed.isDone()) {
			return closed.copy();
		}
		if (!requests.tryAcquire()) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					InMemoryNetwork.MAX_REQUESTS + " requests to " + peer().brief() + " are under way"));
		}
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		byte[] copy = body.clone();
		RemoteCall call = RemoteCall.of(caller, deadline);
		Thread handling = Thread.startVirtualThread(() -> handle(call, method, copy, answer));
		CompletableFuture<byte[]> result = CompletableFuture.anyOf(answer, closed)
			.thenApply(byte[].class::cast)
			.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
			.exceptionallyCompose(
					failure -> CompletableFuture.failedFuture(transportFailure(unwrap(failure), method, deadline)));
		result.whenComplete((done, failure) -> {
			requests.release();
			if (!answer.isDone()) {
				handling.interrupt();
				call.abandon();
			}
		});
		return result;
	}

	private void handle(RemoteCall call, String method, byte[] body, CompletableFuture<byte[]> answer) {
		RequestHandler handler = find(method);
		if (handler == null) {
			answer.completeExceptionally(unknown("method", method));
			return;
		}
		try {
			handler.handle(call, body)
				.whenComplete(
						(result, failure) -> answerWith(result, (failure == null) ? null : unwrap(failure), answer));
		}
		catch (RuntimeException failure) {
			answerWith(null, failure, answer);
		}
	}

	private static void answerWith(byte @Nullable [] result, @Nullable Throwable failure,
			CompletableFuture<byte[]> answer) {
		if (result != null && result.length <= MAX_MESSAGE) {
			answer.complete(result.clone());
			return;
		}
		answer.completeExceptionally(switch (failure) {
			case RejectedException rejected -> new TransportException.RemoteFailure(text(rejected), true);
			case UnavailableException unavailable -> new TransportException.RemoteFailure(text(unavailable), false);
			case null, default -> new TransportException.RemoteFailure("the peer's handler failed", false);
		});
	}

	private static String text(RuntimeException failure) {
		return String.valueOf(failure.getMessage());
	}

	@Override
	public CompletionStage<Stream> open(String protocol, Duration deadline) {
		if (closed.isDone()) {
			return closed.thenApply(never -> {
				throw new IllegalStateException("a closed connection has no value");
			});
		}
		Optional<StreamHandler> handler = door.inbound()
			.streams()
			.stream()
			.filter(candidate -> candidate.protocol().equals(protocol))
			.findFirst();
		if (handler.isEmpty()) {
			return CompletableFuture.failedFuture(unknown("protocol", protocol));
		}
		MemoryStream[] pair = MemoryStream.pair();
		streams.add(pair[0]);
		Thread.startVirtualThread(() -> handler.get().accept(caller, pair[1]));
		return CompletableFuture.completedFuture(pair[0]);
	}

	@Override
	public CompletionStage<Void> send(String protocol, byte[] datagram) {
		if (datagram.length > MAX_DATAGRAM) {
			return CompletableFuture.failedFuture(new TransportException.Overloaded(
					"a datagram of " + datagram.length + " bytes is longer than " + MAX_DATAGRAM));
		}
		if (closed.isDone()) {
			return closed.thenAccept(never -> {
			});
		}
		byte[] copy = datagram.clone();
		door.inbound()
			.datagrams()
			.stream()
			.filter(candidate -> candidate.protocol().equals(protocol))
			.findFirst()
			.filter(handler -> datagrams.tryAcquire())
			.ifPresent(handler -> Thread.startVirtualThread(() -> {
				try {
					handler.received(caller, copy);
				}
				finally {
					datagrams.release();
				}
			}));
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		door.connections().remove(this);
		closed
			.completeExceptionally(new TransportException.Closed("the connection to " + peer().brief() + " is closed"));
		streams.forEach(MemoryStream::close);
	}

	private @Nullable RequestHandler find(String method) {
		return door.inbound()
			.requests()
			.stream()
			.filter(candidate -> candidate.method().equals(method))
			.findFirst()
			.orElse(null);
	}

	static TransportException tooLong(int length) {
		return new TransportException.Overloaded(
				"a message of " + length + " bytes is longer than " + MAX_MESSAGE + " bytes");
	}

	private static TransportException unknown(String what, String name) {
		return new TransportException.RemoteFailure("no such " + what + ": " + name, true);
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException wrapped && wrapped.getCause() != null) ? wrapped.getCause()
				: failure;
	}

	private static Throwable transportFailure(Throwable failure, String method, Duration deadline) {
		return (failure instanceof TimeoutException)
				? new TransportException.TimedOut("no answer to " + method + " within " + deadline) : failure;
	}

}
