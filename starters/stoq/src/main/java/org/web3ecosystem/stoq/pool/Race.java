package org.web3ecosystem.stoq.pool;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.wire.CloseCode;

/**
 * QUIC first, and TCP beside it once QUIC was silent for a while, as RFC 8305 does with
 * addresses. Who is admitted first wins and the other is ended. A peer of which anything
 * is heard over QUIC is not asked over TCP unless that comes to nothing, and not at all
 * if it is a refusal.
 */
final class Race {

	private final Attempt quic;

	private final @Nullable Supplier<Attempt> second;

	private final CompletableFuture<OutgoingConnection> result = new CompletableFuture<>();

	private @Nullable Attempt tcp;

	private @Nullable Throwable quicFailure;

	private @Nullable Throwable tcpFailure;

	private Race(Attempt quic, @Nullable Supplier<Attempt> second) {
		this.quic = quic;
		this.second = second;
	}

	/**
	 * @param quic under way
	 * @param tcp begins the other attempt; asked at most once
	 */
	static Race of(Attempt quic, Supplier<Attempt> tcp) {
		return begun(new Race(quic, tcp));
	}

	/** QUIC or nothing. */
	static Race alone(Attempt quic) {
		return begun(new Race(quic, null));
	}

	private static Race begun(Race race) {
		race.quic.admitted().whenComplete(race::quicEnded);
		return race;
	}

	CompletableFuture<OutgoingConnection> result() {
		return result;
	}

	/** QUIC is silent for longer than it should be. */
	void quicIsSilent() {
		if (!quic.isHeard()) {
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
			if (second == null || refused || (quic.isAnswered() && tcp == null)) {
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
			if (second == null || tcp != null || result.isDone()) {
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
		if (attempt.admitted().cancel(false) && !attempt.answered().cancel(false)) {
			attempt.answered().thenAccept(carrier -> Endings.close(carrier, CloseCode.DONE));
		}
	}

}
