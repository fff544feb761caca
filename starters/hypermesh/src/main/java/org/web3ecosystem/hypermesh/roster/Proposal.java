package org.web3ecosystem.hypermesh.roster;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A roster that a validator wants.
 *
 * @param id that of the transaction that proposed it, hexadecimal
 * @param until when it is void, in consensus time
 */
public record Proposal(String id, NodeId proposer, Instant until, EpochRoster next) {

	private static final int MAX_BYTES = EpochRoster.MAX_BYTES + 512;

	boolean isOpen(Instant now) {
		return now.isBefore(until);
	}

	/** Whether what a node approves is this one. */
	boolean isApprovedBy(byte[] approved) {
		return id.equals(new String(approved, StandardCharsets.US_ASCII));
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("id", Cbor.of(id)), Map.entry("proposer", Cbor.of(proposer.bytes())),
					Map.entry("until", Cbor.of(until.getEpochSecond())), Map.entry("next", Cbor.of(next.encode())))
			.encode();
	}

	static Proposal decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("id", "proposer", "until", "next");
		return new Proposal(map.text("id"), new NodeId(HexFormat.of().formatHex(map.bytes("proposer"))),
				Instant.ofEpochSecond(map.integer("until")), EpochRoster.decode(map.bytes("next")));
	}

}
