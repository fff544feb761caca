package org.web3ecosystem.stoq.mesh;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;
import org.web3ecosystem.stoq.hello.PeerClocks;

/**
 * Answers {@value #METHOD}, which says nothing, with what time it is here. Who asks is
 * there.
 */
public final class Ping implements RequestHandler {

	static final String METHOD = "stoq.ping";

	private static final int MAX_BYTES = 64;

	private final PeerClocks clocks;

	private final Sightings sightings;

	public Ping(PeerClocks clocks, Sightings sightings) {
		this.clocks = clocks;
		this.sightings = sightings;
	}

	@Override
	public String method() {
		return METHOD;
	}

	@Override
	public boolean isNonBlocking() {
		return true;
	}

	@Override
	public CompletionStage<byte[]> handle(NodeId caller, byte[] request) {
		sightings.heard(caller);
		return (request.length == 0)
				? CompletableFuture
					.completedFuture(Cbor.struct(Map.entry("time", Cbor.of(clocks.now().toEpochMilli()))).encode())
				: CompletableFuture.failedFuture(new RejectedException("a ping has no body"));
	}

	/**
	 * The time in an answer.
	 * @throws CborException if it is none
	 */
	static Instant time(byte[] pong) {
		return Instant.ofEpochMilli(Cbor.decodeStruct(pong, MAX_BYTES).only("time").integer("time"));
	}

}
