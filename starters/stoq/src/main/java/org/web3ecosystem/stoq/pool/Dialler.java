package org.web3ecosystem.stoq.pool;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Connecting;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.carrier.Patience;
import org.web3ecosystem.stoq.hello.PeerJudge;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.hello.Stapling;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.wire.Dials;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;

/**
 * Makes admitted connections, trying a peer's addresses one after the other, each over
 * QUIC first.
 */
record Dialler(Self self, IdentityKeeper keeper, PeerJudge judge, Limits limits, Tally tally, Ways ways,
		Fallback fallback, Turns turns) {

	CompletableFuture<OutgoingConnection> dial(Peer peer, Generation generation) {
		return inOrder(peer.addresses(), address -> reach(peer.id(), address, generation));
	}

	/** The same and never over TCP. */
	CompletableFuture<OutgoingConnection> overQuic(Peer peer, Generation generation) {
		return inOrder(peer.addresses(), address -> inTurn(peer.id(), address, generation, false));
	}

	private static CompletableFuture<OutgoingConnection> inOrder(List<InetSocketAddress> addresses,
			Function<InetSocketAddress, CompletableFuture<OutgoingConnection>> dial) {
		CompletableFuture<OutgoingConnection> first = dial.apply(addresses.getFirst());
		if (addresses.size() == 1) {
			return first;
		}
		List<InetSocketAddress> rest = addresses.subList(1, addresses.size());
		return first.exceptionallyCompose(failure -> inOrder(rest, dial).exceptionallyCompose(
				last -> CompletableFuture.failedFuture(telling(OffLoop.unwrap(failure), OffLoop.unwrap(last)))));
	}

	/** A refusal says more than a silence. */
	private static Throwable telling(Throwable first, Throwable last) {
		return (last instanceof TransportException.RefusedIdentity) ? last : first;
	}

	/**
	 * A peer from before staples refuses a HELLO that has one, and gets another at once.
	 */
	private CompletableFuture<OutgoingConnection> reach(NodeId id, InetSocketAddress address, Generation generation) {
		boolean stapled = stapling().isTakenBy(id);
		return inTurn(id, address, generation, fallback.on())
			.exceptionallyCompose(failure -> (stapled && !stapling().isTakenBy(id))
					? inTurn(id, address, generation, fallback.on()) : CompletableFuture.failedFuture(failure));
	}

	/** Who is not heard does not hold up others for long. */
	private CompletableFuture<OutgoingConnection> inTurn(NodeId id, InetSocketAddress address, Generation generation,
			boolean tcpBeside) {
		CompletableFuture<OutgoingConnection> result = new CompletableFuture<>();
		boolean taken = turns.take(turn -> {
			Attempt quic = quic(id, address, generation);
			Race race = tcpBeside ? Race.of(quic, () -> tcp(id, address, generation)) : Race.alone(quic);
			Patience silence = Patience.begin(ways.timer(), fallback.patience(limits.handshake()), () -> {
				if (!quic.isHeard()) {
					turn.giveBack();
					race.quicIsSilent();
				}
			});
			// nobody else waits for longer than that for one peer, which may be slow on
			// purpose
			Future<?> longEnough = ways.timer()
				.schedule(turn::giveBack, limits.handshake().toMillis(), TimeUnit.MILLISECONDS);
			race.result().whenComplete((made, failure) -> {
				longEnough.cancel(false);
				silence.end();
				turn.giveBack();
				if (failure == null) {
					result.complete(made);
				}
				else {
					result.completeExceptionally(OffLoop.unwrap(failure));
				}
			});
		});
		return taken ? result : CompletableFuture
			.failedFuture(new TransportException.Overloaded("too many peers are being dialled already"));
	}

	private Attempt quic(NodeId id, InetSocketAddress address, Generation generation) {
		return admit(id, address, generation, ways.quic(address, generation, keeper.exporters()));
	}

	private Attempt tcp(NodeId id, InetSocketAddress address, Generation generation) {
		return admit(id, address, generation, ways.tcp(address, generation));
	}

	private Attempt admit(NodeId id, InetSocketAddress address, Generation generation, Connecting connecting) {
		CompletableFuture<OutgoingConnection> result = new CompletableFuture<>();
		tally.dials().begin();
		result.whenComplete((made, failure) -> tally.dials().end(outcome(failure)));
		connecting.made().whenComplete((carrier, failure) -> {
			if (failure == null) {
				introduce(carrier, id, address, generation, result);
			}
			else {
				fail(result, address, Endings.explain(OffLoop.unwrap(failure), id.brief()));
			}
		});
		return new Attempt(connecting.heard(), connecting.made(), result);
	}

	private static Dials.Outcome outcome(@Nullable Throwable failure) {
		return switch (failure) {
			case null -> Dials.Outcome.ADMITTED;
			case CancellationException needless -> Dials.Outcome.NEEDLESS;
			case TransportException.RefusedIdentity refused -> Dials.Outcome.REFUSED;
			case TransportException.TimedOut late -> Dials.Outcome.LATE;
			case TransportException.Unreachable silent when silent.getCause() instanceof ConnectTimeoutException ->
				Dials.Outcome.LATE;
			default -> Dials.Outcome.BROKEN;
		};
	}

	private void introduce(Carrier carrier, NodeId id, InetSocketAddress address, Generation generation,
			CompletableFuture<OutgoingConnection> result) {
		tally.connectionOpened();
		carrier.channel().closeFuture().addListener(closed -> tally.connectionClosed());
		if (result.isDone()) {
			return;
		}
		carrier
			.open(true, new FrameDecoder(EnumSet.of(FrameType.HELLO_ACK, FrameType.HELLO_NACK)),
					new Introduction(this, carrier, id, generation, result))
			.whenComplete((stream, failure) -> {
				if (failure != null) {
					fail(result, address, carrier.ending());
					carrier.channel().close();
				}
			});
	}

	Stapling stapling() {
		return self.stapling();
	}

	/** A peer that is who it should be does not admit this node. */
	void heed(Refusal.Code code) {
		self.heed(code);
		if (code == Refusal.Code.PROVISIONAL) {
			keeper.provisionalRefused();
		}
		else if (code == Refusal.Code.CERTIFICATE || code == Refusal.Code.REVOKED) {
			keeper.issuedRefused();
		}
	}

	private void fail(CompletableFuture<OutgoingConnection> result, InetSocketAddress address,
			TransportException failure) {
		if (failure instanceof TransportException.RefusedIdentity) {
			tally.refused(Tally.Refusal.TLS, Origin.of(address), null, "dialled: " + failure.getMessage());
		}
		result.completeExceptionally(failure);
	}

}
