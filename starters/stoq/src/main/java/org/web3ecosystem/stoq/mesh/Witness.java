package org.web3ecosystem.stoq.mesh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.RequestHandler;

/**
 * Answers {@value #METHOD}, which says nothing, with {@link Sightings}: pairs of a node
 * and how many milliseconds ago it was heard. Any admitted node may ask, as names are
 * answered by any.
 */
public final class Witness implements RequestHandler {

	static final String METHOD = "stoq.sightings";

	/** Of a pair at most 44 bytes. */
	static final int MAX_BYTES = 64 + 44 * Sightings.MAX;

	private static final int PAIR = 2;

	private final Sightings sightings;

	public Witness(Sightings sightings) {
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
		return (request.length == 0) ? CompletableFuture.completedFuture(encode(sightings.ages()))
				: CompletableFuture.failedFuture(new RejectedException("the question has no body"));
	}

	static byte[] encode(Map<NodeId, Duration> ages) {
		List<Cbor> pairs = new ArrayList<>();
		ages.forEach((node, age) -> pairs.add(Cbor.of(List.of(Cbor.of(node.bytes()), Cbor.of(age.toMillis())))));
		// whoever came while it was counted is in the next answer
		return Cbor.struct(Map.entry("heard", Cbor.of(pairs.subList(0, Math.min(pairs.size(), Sightings.MAX)))))
			.encode();
	}

	/**
	 * What an answer says.
	 * @throws CborException if it is none
	 */
	static Map<NodeId, Duration> decode(byte[] answer) {
		List<Cbor> pairs = Cbor.decodeStruct(answer, MAX_BYTES).only("heard").array("heard");
		if (pairs.size() > Sightings.MAX) {
			throw new CborException("more than " + Sightings.MAX + " nodes");
		}
		Map<NodeId, Duration> ages = new LinkedHashMap<>();
		for (Cbor item : pairs) {
			if (item instanceof Cbor.Array(List<Cbor> pair) && pair.size() == PAIR
					&& pair.get(0) instanceof Cbor.Bytes node && pair.get(1) instanceof Cbor.Int(long millis)
					&& millis >= 0) {
				ages.put(node(node.value()), Duration.ofMillis(millis));
			}
			else {
				throw new CborException("not a pair of a node and milliseconds");
			}
		}
		return ages;
	}

	private static NodeId node(byte[] bytes) {
		try {
			return new NodeId(HexFormat.of().formatHex(bytes));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
