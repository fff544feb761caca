package org.web3ecosystem.stoq.pool;

import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.Channel;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.transport.Peer;
import org.web3ecosystem.spi.transport.TransportException;
import org.web3ecosystem.stoq.carrier.Carrier;
import org.web3ecosystem.stoq.carrier.Endings;
import org.web3ecosystem.stoq.hello.PeerJudge;
import org.web3ecosystem.stoq.hello.Refusal;
import org.web3ecosystem.stoq.hello.Self;
import org.web3ecosystem.stoq.quic.Sockets;
import org.web3ecosystem.stoq.rpc.OffLoop;
import org.web3ecosystem.stoq.rpc.OutgoingConnection;
import org.web3ecosystem.stoq.tls.Generation;
import org.web3ecosystem.stoq.tls.IdentityKeeper;
import org.web3ecosystem.stoq.wire.FrameDecoder;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Limits;
import org.web3ecosystem.stoq.wire.Tally;

/** Makes admitted connections, trying a peer's addresses one after the other. */
record Dialler(Self self, IdentityKeeper keeper, PeerJudge judge, Limits limits, Tally tally, Sockets sockets,
		Ways ways) {

	CompletableFuture<OutgoingConnection> dial(Peer peer, Generation generation) {
		return dial(peer.id(), peer.addresses(), generation);
	}

	private CompletableFuture<OutgoingConnection> dial(NodeId id, List<InetSocketAddress> addresses,
			Generation generation) {
		CompletableFuture<OutgoingConnection> first = dial(id, addresses.getFirst(), generation);
		if (addresses.size() == 1) {
			return first;
		}
		List<InetSocketAddress> rest = addresses.subList(1, addresses.size());
		return first.exceptionallyCompose(failure -> dial(id, rest, generation).exceptionallyCompose(
				last -> CompletableFuture.failedFuture(telling(OffLoop.unwrap(failure), OffLoop.unwrap(last)))));
	}

	/** A refusal says more than a silence. */
	private static Throwable telling(Throwable first, Throwable last) {
		return (last instanceof TransportException.RefusedIdentity) ? last : first;
	}

	private CompletableFuture<OutgoingConnection> dial(NodeId id, InetSocketAddress address, Generation generation) {
		Optional<Channel> way = ways.to(address);
		if (way.isEmpty()) {
			return CompletableFuture.failedFuture(
					new TransportException.Unreachable("this node listens at no address of the kind of " + address,
							new NoRouteToHostException(address.toString())));
		}
		CompletableFuture<OutgoingConnection> result = new CompletableFuture<>();
		sockets
			.connect(sockets.bootstrap(way.get()).attr(Attributes.GENERATION, generation), address, keeper.exporters())
			.whenComplete((carrier, failure) -> {
				if (failure == null) {
					admit(carrier, id, generation, result);
				}
				else {
					fail(result, Endings.explain(failure, address.toString()));
				}
			});
		return result;
	}

	private void admit(Carrier carrier, NodeId id, Generation generation,
			CompletableFuture<OutgoingConnection> result) {
		tally.connectionOpened();
		carrier.channel().closeFuture().addListener(closed -> tally.connectionClosed());
		carrier
			.open(true, new FrameDecoder(EnumSet.of(FrameType.HELLO_ACK, FrameType.HELLO_NACK)),
					new Introduction(this, carrier, id, generation, result))
			.whenComplete((stream, failure) -> {
				if (failure != null) {
					fail(result, carrier.ending());
					carrier.channel().close();
				}
			});
	}

	/** A peer that is who it should be does not admit this node. */
	void heed(Refusal.Code code) {
		self.heed(code);
		if (code == Refusal.Code.PROVISIONAL) {
			keeper.provisionalRefused();
		}
	}

	private void fail(CompletableFuture<OutgoingConnection> result, TransportException failure) {
		if (failure instanceof TransportException.RefusedIdentity) {
			tally.refused(Tally.Refusal.TLS);
		}
		result.completeExceptionally(failure);
	}

}
