package org.web3ecosystem.hypermesh.ledger;

import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.hypermesh.proof.ProofLevel;
import org.web3ecosystem.hypermesh.proof.ReducedProofs;
import org.web3ecosystem.hypermesh.state.GenesisState;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What was accepted with fewer proofs under one order. It stays in the ledger for good,
 * when receipts have long been forgotten.
 *
 * @param level that was ordered
 * @param first the block with the first such transaction
 * @param last the block with the last
 * @param count how many there were
 */
record WaivedCount(ProofLevel level, Height first, Height last, long count) {

	private static final int MAX_BYTES = 128;

	/** Where it stands in the ledger's own module. */
	static String key(String order) {
		return "reduced/" + order;
	}

	/** One more. */
	static void add(ReducedProofs order, Height height, BlockState state) {
		String key = key(order.order());
		WaivedCount before = state.entry(GenesisState.LEDGER, key)
			.map(WaivedCount::decode)
			.orElse(new WaivedCount(order.level(), height, height, 0));
		state.change(GenesisState.LEDGER, key,
				Optional.of(new WaivedCount(before.level, before.first, height, before.count + 1).encode()));
	}

	private byte[] encode() {
		return Cbor
			.struct(Map.entry("level", Cbor.of(level.word())), Map.entry("first", Cbor.of(first.number())),
					Map.entry("last", Cbor.of(last.number())), Map.entry("count", Cbor.of(count)))
			.encode();
	}

	static WaivedCount decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("level", "first", "last", "count");
		return new WaivedCount(ProofLevel.of(map.text("level")), new Height(map.integer("first")),
				new Height(map.integer("last")), map.integer("count"));
	}

}
