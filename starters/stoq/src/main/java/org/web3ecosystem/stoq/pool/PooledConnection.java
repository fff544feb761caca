package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Stream;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.CertificateChain;
import org.web3ecosystem.stoq.rpc.Handover;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.rpc.Tracing;

/**
 * One caller's hold on a shared connection. Closing it ends what this caller has under
 * way and nothing of anybody else; the connection itself stays in the pool.
 */
final class PooledConnection implements Connection {

	private final OutgoingConnection shared;

	private final Tracing tracing;

	private final Set<CompletableFuture<byte[]>> requests = ConcurrentHashMap.newKeySet();

	private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	PooledConnection(OutgoingConnection shared, Tracing tracing) {
		this.shared = shared;
		this.tracing = tracing;
	}

	@Override
	public Connection direct() {
		return new Direct();
	}

	@Override
	public NodeId peer() {
		return shared.peer();
	}

	@Override
	public CertificateChain peerChain() {
		return shared.peerChain();
	}

	@Override
	public CompletionStage<byte[]> request(String method, byte[] body, Duration deadline) {
		return request(method, body, deadline, Handover.OFF_LOOP);
	}

	private CompletionStage<byte[]> request(String method, byte[] body, Duration deadline, Handover handover) {
		if (closed) {
			return CompletableFuture.failedFuture(closedException());
		}
		Tracing.Span span = tracing.calling(method, peer());
		CompletableFuture<byte[]> answer = shared.request(method, body, deadline, span.place(), handover);
		requests.add(answer);
		answer.whenComplete((result, failure) -> {
			requests.remove(answer);
			span.end((failure == null) ? null : OffLoop.unwrap(failure));
		});
		if (closed) {
			// meanwhile, and too late to be seen there
			answer.completeExceptionally(closedException());
		}
		return answer;
	}

	@Override
	public CompletionStage<Stream> open(String protocol, Duration deadline) {
		return open(protocol, deadline, Handover.OFF_LOOP);
	}

	private CompletionStage<Stream> open(String protocol, Duration deadline, Handover handover) {
		if (closed) {
			return CompletableFuture.failedFuture(closedException());
		}
		return shared.open(protocol, deadline, handover).thenApply(stream -> {
			streams.add(stream);
			if (closed) {
				stream.close();
			}
			return stream;
		});
	}

	@Override
	public CompletionStage<Void> send(String protocol, byte[] datagram) {
		return closed ? CompletableFuture.failedFuture(closedException()) : shared.send(protocol, datagram);
	}

	@Override
	public void close() {
		closed = true;
		requests.forEach(request -> request.completeExceptionally(closedException()));
		streams.forEach(Stream::close);
		streams.clear();
	}

	private TransportException closedException() {
		return new TransportException.Closed("this hold on the connection to " + peer().brief() + " is closed");
	}

	/** The same hold, for a caller that never blocks. */
	private final class Direct implements Connection {

		@Override
		public NodeId peer() {
			return PooledConnection.this.peer();
		}

		@Override
		public CertificateChain peerChain() {
			return PooledConnection.this.peerChain();
		}

		@Override
		public CompletionStage<byte[]> request(String method, byte[] body, Duration deadline) {
			return PooledConnection.this.request(method, body, deadline, Handover.ON_LOOP);
		}

		@Override
		public CompletionStage<Stream> open(String protocol, Duration deadline) {
			return PooledConnection.this.open(protocol, deadline, Handover.ON_LOOP);
		}

		@Override
		public CompletionStage<Void> send(String protocol, byte[] datagram) {
			return PooledConnection.this.send(protocol, datagram);
		}

		@Override
		public void close() {
			PooledConnection.this.close();
		}

	}

}
