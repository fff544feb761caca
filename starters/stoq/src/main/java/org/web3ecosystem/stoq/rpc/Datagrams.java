package org.web3ecosystem.stoq.rpc;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.Connection;
import org.web3ecosystem.spi.transport.DatagramHandler;
import org.web3ecosystem.spi.transport.Inbound;
import org.web3ecosystem.stoq.wire.CloseCode;
import org.web3ecosystem.stoq.wire.Frame;
import org.web3ecosystem.stoq.wire.FrameType;
import org.web3ecosystem.stoq.wire.Origin;
import org.web3ecosystem.stoq.wire.Tally;
import org.web3ecosystem.stoq.wire.WireException;

/** The datagrams that come on one connection, so many at once. */
final class Datagrams {

	/** With it and {@link Connection#MAX_DATAGRAM} a datagram fits into a packet. */
	private static final int MAX_PROTOCOL = 64;

	private final Map<String, DatagramHandler> handlers;

	private final Semaphore inHand = new Semaphore(DatagramHandler.IN_HAND);

	private final Tally tally;

	Datagrams(Inbound inbound, Tally tally) {
		this.handlers = inbound.datagrams()
			.stream()
			.collect(Collectors.toMap(DatagramHandler::protocol, Function.identity()));
		this.tally = tally;
	}

	static Frame frame(String protocol, byte[] datagram) {
		if (protocol.length() > MAX_PROTOCOL) {
			throw new IllegalArgumentException("the protocol of datagrams has at most " + MAX_PROTOCOL + " characters");
		}
		return Frame.of(FrameType.DATAGRAM,
				Cbor.struct(Map.entry("protocol", Cbor.of(protocol)), Map.entry("body", Cbor.of(datagram))));
	}

	/**
	 * Hands on what arrived, or drops it.
	 * @throws WireException if it is no datagram
	 */
	void take(NodeId peer, byte[] body) {
		String protocol;
		byte[] datagram;
		try {
			Cbor.Struct map = Cbor.decodeStruct(body, FrameType.DATAGRAM.maxBody()).only("protocol", "body");
			protocol = map.text("protocol");
			datagram = map.bytes("body");
		}
		catch (CborException malformed) {
			throw new WireException(CloseCode.BAD_FRAME, String.valueOf(malformed.getMessage()));
		}
		DatagramHandler handler = handlers.get(protocol);
		if (handler == null || datagram.length > Connection.MAX_DATAGRAM || !inHand.tryAcquire()) {
			tally.refused(Tally.Refusal.DATAGRAM, Origin.of(peer), null, (handler == null)
					? "nobody takes datagrams of " + protocol : "a datagram too long or too many in hand");
			return;
		}
		Thread.startVirtualThread(() -> {
			try {
				handler.received(peer, datagram);
			}
			finally {
				inHand.release();
			}
		});
	}

}
