package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.rpc.OffLoop;

/**
 * A circuit breaker around the dialling of each peer: 20 attempts, half of them in vain,
 * 5 s without another. A peer that answers, and be it with a refusal, is there. The peer
 * that was not dialled for longest is forgotten when there are too many. Thread-safe.
 */
final class Breakers {

	private static final int MOST = 1024;

	private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
		.slidingWindowSize(20)
		.minimumNumberOfCalls(20)
		.failureRateThreshold(50)
		.waitDurationInOpenState(Duration.ofSeconds(5))
		.permittedNumberOfCallsInHalfOpenState(1)
		.build();

	private final Map<NodeId, CircuitBreaker> byPeer = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<NodeId, CircuitBreaker> eldest) {
			return size() > MOST;
		}

	};

	<T> CompletableFuture<T> guard(NodeId peer, Supplier<CompletableFuture<T>> dial) {
		CircuitBreaker breaker = of(peer);
		if (!breaker.tryAcquirePermission()) {
			return CompletableFuture.failedFuture(new TransportException.Unreachable(
					peer.brief() + " is not dialled for a moment, as it did not answer again and again",
					CallNotPermittedException.createCallNotPermittedException(breaker)));
		}
		long begun = System.nanoTime();
		return dial.get().whenComplete((made, failure) -> conclude(breaker, System.nanoTime() - begun, failure));
	}

	private static void conclude(CircuitBreaker breaker, long nanos, @Nullable Throwable failure) {
		if (failure == null || OffLoop.unwrap(failure) instanceof TransportException.RefusedIdentity) {
			breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
		else {
			breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
		}
	}

	/** Whether it is not dialled now. */
	boolean isOpen(NodeId peer) {
		return of(peer).getState() == CircuitBreaker.State.OPEN;
	}

	/** What was in vain before does not count any more. */
	synchronized void forgive(NodeId peer) {
		CircuitBreaker breaker = byPeer.get(peer);
		if (breaker != null) {
			breaker.reset();
		}
	}

	private synchronized CircuitBreaker of(NodeId peer) {
		return byPeer.computeIfAbsent(peer, unknown -> CircuitBreaker.of(unknown.brief(), CONFIG));
	}

	synchronized int size() {
		return byPeer.size();
	}

}
