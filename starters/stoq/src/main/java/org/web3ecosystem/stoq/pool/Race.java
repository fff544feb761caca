package org.web3ecosystem.stoq.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * QUIC first, and TCP beside it once QUIC was silent for a while, as RFC 8305 does with
 * addresses. Who is admitted first wins and the other is ended. A peer that answers over
 * QUIC, be it with a refusal, is not asked over TCP.
 */
final class Race {

	private final Attempt quic;

	private final Supplier<Attempt> second;

	private final CompletableFuture<OutgoingConnection> result = new CompletableFuture<>();

	private @Nullable Attempt tcp;

	private @Nullable Throwable quicFailure;

	private @Nullable Throwable tcpFailure;

	private Race(Attempt quic, Supplier<Attempt> second) {
		this.quic = quic;
		this.second = second;
	}

	/**
	 * @param quic under way
	 * @param tcp begins the other attempt; asked at most once
	 * @param patience how long QUIC may be silent
	 */
	static CompletableFuture<OutgoingConnection> of(Attempt quic, Supplier<Attempt> tcp, ScheduledExecutorService timer,
			Duration patience) {
		Race race = new Race(quic, tcp);
		ScheduledFuture<?> silence = timer.schedule(race::quicIsSilent, patience.toMillis(), TimeUnit.MILLISECONDS);
		race.result.whenComplete((won, failure) -> silence.cancel(false));
		quic.admitted().whenComplete(race::quicEnded);
		return race.result;
	}

	private void quicIsSilent() {
		if (!quic.isAnswered()) {
			beginTcp();
		}
	}

	private void quicEnded(@Nullable OutgoingConnection made, @Nullable Throwable failure) {
		if (failure == null && made != null) {
			won(made);
			return;
		}
		Throwable reason = OffLoop.unwrap(Objects.requireNonNull(failure));
		boolean refused = reason instanceof TransportException.RefusedIdentity;
		synchronized (this) {
			quicFailure = reason;
			if (refused || (quic.isAnswered() && tcp == null)) {
				lost(reason);
				return;
			}
		}
		beginTcp();
		settle();
	}

	private void tcpEnded(@Nullable OutgoingConnection made, @Nullable Throwable failure) {
		if (failure == null && made != null) {
			won(made);
			return;
		}
		synchronized (this) {
			tcpFailure = OffLoop.unwrap(Objects.requireNonNull(failure));
		}
		settle();
	}

	private void beginTcp() {
		Attempt begun;
		synchronized (this) {
			if (tcp != null || result.isDone()) {
				return;
			}
			begun = second.get();
			tcp = begun;
		}
		begun.admitted().whenComplete(this::tcpEnded);
	}

	private void won(OutgoingConnection made) {
		if (result.complete(made)) {
			end();
		}
		else {
			made.close(CloseCode.DONE);
		}
	}

	private void lost(Throwable reason) {
		if (result.completeExceptionally(reason)) {
			end();
		}
	}

	/** That both failed: a refusal says more than a silence. */
	private void settle() {
		Throwable overQuic;
		Throwable overTcp;
		synchronized (this) {
			overQuic = quicFailure;
			overTcp = tcpFailure;
		}
		if (overQuic != null && overTcp != null) {
			boolean refused = overTcp instanceof TransportException.RefusedIdentity;
			Throwable telling = refused ? overTcp : overQuic;
			telling.addSuppressed(refused ? overQuic : overTcp);
			lost(telling);
		}
	}

	private void end() {
		cancel(quic);
		Attempt other;
		synchronized (this) {
			other = tcp;
		}
		if (other != null) {
			cancel(other);
		}
	}

	private static void cancel(Attempt attempt) {
		if (attempt.admitted().cancel(false)) {
			attempt.answered().thenAccept(carrier -> Endings.close(carrier, CloseCode.DONE));
		}
	}

}
