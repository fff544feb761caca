package org.web3ecosystem.bootstrap.seat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.web3ecosystem.spi.UnavailableException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.spi.transport.Listener;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.transport.TransportProvider;

/** The seat for connections. Every failure is a {@link TransportException}. */
final class TransportSeat implements TransportProvider {

	private final FallbackChain<TransportProvider> chain;

	private final Duration grace;

	/**
	 * @param grace how long after its caller's deadline a connection is given up
	 */
	TransportSeat(FallbackChain<TransportProvider> chain, Duration grace) {
		this.chain = chain;
		this.grace = grace;
	}

	@Override
	public CompletionStage<Connection> connect(Peer peer, Duration deadline) {
		return transportFailures(chain.work((name, offer) -> offer.connect(peer, deadline), deadline.plus(grace)));
	}

	@Override
	public CompletionStage<Listener> listen(InetSocketAddress address, Inbound inbound) {
		return transportFailures(chain.work((name, offer) -> offer.listen(address, inbound), any -> true));
	}

	private static <R> CompletionStage<R> transportFailures(CompletionStage<R> stage) {
		return stage.handle((value, thrown) -> {
			if (thrown == null) {
				return CompletableFuture.completedFuture(value);
			}
			Throwable failure = Failures.cause(thrown);
			return CompletableFuture
				.<R>failedFuture(failure instanceof UnavailableException && !(failure instanceof TransportException)
						? new TransportException.Unreachable(Failures.describe(failure), failure) : failure);
		}).thenCompose(Function.identity());
	}

}
