package org.web3ecosystem.stoq.join;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * QUIC first, and TCP beside it once QUIC was silent for a while. Whichever has TLS first
 * is it, and the other is ended: what is said to the door, a token above all, is said
 * once.
 */
final class FirstAnswer {

	private final CompletableFuture<Carrier> result = new CompletableFuture<>();

	private final Supplier<CompletableFuture<Carrier>> second;

	private boolean begun;

	private @Nullable Throwable first;

	private FirstAnswer(Supplier<CompletableFuture<Carrier>> second) {
		this.second = second;
	}

	/**
	 * @param quic under way
	 * @param tcp begins the other attempt; asked at most once
	 * @param patience how long QUIC may be silent
	 */
	static CompletableFuture<Carrier> of(CompletableFuture<Carrier> quic, Supplier<CompletableFuture<Carrier>> tcp,
			ScheduledExecutorService timer, Duration patience) {
		FirstAnswer race = new FirstAnswer(tcp);
		timer.schedule(race::beginTcp, patience.toMillis(), TimeUnit.MILLISECONDS);
		quic.whenComplete(race::quicEnded);
		return race.result;
	}

	private void quicEnded(@Nullable Carrier made, @Nullable Throwable failure) {
		if (made != null) {
			won(made);
			return;
		}
		Throwable reason = OffLoop.unwrap((failure != null) ? failure : new IllegalStateException("neither"));
		if (reason instanceof TransportException.RefusedIdentity) {
			// it answered
			result.completeExceptionally(reason);
			return;
		}
		synchronized (this) {
			if (first != null) {
				// over TCP it failed before
				result.completeExceptionally(reason);
				return;
			}
			first = reason;
		}
		beginTcp();
	}

	private void beginTcp() {
		synchronized (this) {
			if (begun || result.isDone()) {
				return;
			}
			begun = true;
		}
		second.get().whenComplete(this::tcpEnded);
	}

	private void tcpEnded(@Nullable Carrier made, @Nullable Throwable failure) {
		if (made != null) {
			won(made);
			return;
		}
		Throwable reason = OffLoop.unwrap((failure != null) ? failure : new IllegalStateException("neither"));
		Throwable overQuic;
		synchronized (this) {
			overQuic = first;
			first = reason;
		}
		if (reason instanceof TransportException.RefusedIdentity) {
			result.completeExceptionally(reason);
		}
		else if (overQuic != null) {
			result.completeExceptionally(overQuic);
		}
	}

	private void won(Carrier made) {
		if (!result.complete(made)) {
			Endings.close(made, CloseCode.DONE);
		}
	}

}
