package org.web3ecosystem.hypermesh.conduct;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * How a node stands that was convicted once.
 *
 * @param evidence the id of the evidence
 * @param height of the block that convicted it
 * @param since when that was, in consensus time
 * @param weight what it counted for until then
 * @param taken how much of its stake was taken for it, for good
 * @param settled the engine's round up to which nothing convicts it any more; 0 while it
 * is isolated
 */
public record Standing(NodeId node, String evidence, Height height, Instant since, long weight, long taken,
		long settled) {

	private static final int MAX_BYTES = 512;

	/** Whether something of its stake was taken. */
	public boolean slashed() {
		return taken > 0;
	}

	/** Whether it is shut out. */
	public boolean isIsolated() {
		return settled == 0;
	}

	Standing settled(long round) {
		return new Standing(node, evidence, height, since, weight, taken, Math.max(1, round));
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("node", Cbor.of(node.bytes())), Map.entry("evidence", Cbor.of(evidence)),
					Map.entry("height", Cbor.of(height.number())), Map.entry("since", Cbor.of(since.getEpochSecond())),
					Map.entry("weight", Cbor.of(weight)), Map.entry("taken", Cbor.of(taken)),
					Map.entry("settled", Cbor.of(settled)))
			.encode();
	}

	/**
	 * @throws org.web3ecosystem.spi.cbor.CborException if it is anything else
	 */
	public static Standing decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("node", "evidence", "height", "since", "weight", "taken", "settled");
		return new Standing(new NodeId(HexFormat.of().formatHex(map.bytes("node"))), map.text("evidence"),
				new Height(map.integer("height")), Instant.ofEpochSecond(map.integer("since")), map.integer("weight"),
				map.integer("taken"), map.integer("settled"));
	}

}
