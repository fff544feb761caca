package org.web3ecosystem.stoq.join;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.ssl.SslContext;

import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.spi.trust.Admission;
import org.web3ecosystem.spi.trust.JoinRequest;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.tcp.TcpSockets;
import org.web3ecosystem.stoq.tls.Exporters;
import org.web3ecosystem.stoq.tls.JoinerTls;
import org.web3ecosystem.stoq.tls.TcpTls;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Knocks at a federation's join door. The token leaves this process only after the door
 * has shown the root certificate with the pinned fingerprint and a certificate chain of
 * its own that leads there.
 */
public final class JoinClient {

	/** Of the time for a handshake, until TCP is tried as well. */
	private static final int SILENCE_PARTS = 4;

	private final InstantSource clock;

	public JoinClient(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Joins. Fails with {@link org.web3ecosystem.spi.RejectedException} and the door's
	 * reason if the door refuses, with {@link TransportException.RefusedIdentity} if the
	 * door is not the one that the fingerprint pins, and with another
	 * {@link TransportException} if there is no door. Where UDP is blocked the door is
	 * found over TCP.
	 * @param door UDP address of a member's STOQ port
	 * @param rootFingerprint SHA-256 of the root certificate in hexadecimal
	 * @param request see {@link JoinRequests}
	 */
	public CompletionStage<Admission> join(InetSocketAddress door, String rootFingerprint, JoinRequest request,
			Duration deadline) {
		Tally tally = new Tally();
		Sockets sockets = Sockets.open("stoq-join", Limits.DEFAULT, tally);
		CompletableFuture<Admission> result = new CompletableFuture<>();
		Knock knock = new Knock(request, new PinnedRoot(rootFingerprint), result);
		FirstAnswer
			.of(quic(sockets, door), () -> tcp(sockets, tally, door), sockets.loop(),
					Limits.DEFAULT.handshake().dividedBy(SILENCE_PARTS))
			.whenComplete((carrier, failure) -> {
				if (failure == null) {
					open(carrier, knock, result);
				}
				else {
					result.completeExceptionally(Endings.explain(OffLoop.unwrap(failure), door.toString()));
				}
			});
		return OffLoop.follow(result.orTimeout(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS)
			.exceptionallyCompose(
					failure -> CompletableFuture.failedFuture((OffLoop.unwrap(failure) instanceof TimeoutException)
							? new TransportException.TimedOut("no admission at " + door + " within " + deadline)
							: OffLoop.unwrap(failure)))
			.whenComplete((done, failure) -> sockets.close()));
	}

	private CompletableFuture<Carrier> quic(Sockets sockets, InetSocketAddress door) {
		SslContext tls = JoinerTls.client(clock);
		return sockets.client(new InetSocketAddress(0), channel -> (QuicSslEngine) tls.newEngine(channel.alloc()))
			.thenCompose(socket -> sockets.connect(sockets.bootstrap(socket), door, new Exporters()).made());
	}

	/** At the port beside, as nodes do. */
	private CompletableFuture<Carrier> tcp(Sockets sockets, Tally tally, InetSocketAddress door) {
		try {
			InetSocketAddress beside = TcpSockets.beside(door)
				.orElseThrow(() -> new IllegalStateException("no TCP port follows this one"));
			TcpTls tls = JoinerTls.tcp(clock);
			return new TcpSockets(sockets.loop(), Limits.DEFAULT, tally).connect(new InetSocketAddress(0).getAddress(),
					beside, channel -> tls.client(channel.alloc()), channel -> {
					})
				.made();
		}
		catch (IllegalStateException noTcp) {
			return CompletableFuture.failedFuture(noTcp);
		}
	}

	private static void open(Carrier carrier, Knock knock, CompletableFuture<Admission> result) {
		carrier.open(true, new FrameDecoder(EnumSet.of(FrameType.JOIN_ROOT)), knock).whenComplete((stream, failure) -> {
			if (failure != null) {
				result.completeExceptionally(carrier.ending());
			}
		});
	}

}
