package org.web3ecosystem.hypermesh.roster;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.EpochRoster;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What a validator wants.
 *
 * @param id that of the transaction that proposed it, hexadecimal
 * @param until when it is void, in consensus time
 */
public record Proposal(String id, NodeId proposer, Instant until, Wanted wanted) {

	private static final int MAX_BYTES = EpochRoster.MAX_BYTES + 512;

	/** What becomes of it when it is decided. */
	public sealed interface Wanted {

	}

	/** Another roster, or other rules, with the next epoch. */
	public record Next(EpochRoster roster) implements Wanted {
	}

	/** Another number of proofs, in this epoch. */
	public record Proofs(ProofOrder order) implements Wanted {
	}

	/** Emergency mode, its end or its rule, in this epoch. */
	public record Mode(EmergencyOrder order) implements Wanted {
	}

	boolean isOpen(Instant now) {
		return now.isBefore(until);
	}

	/** Whether what a node approves is this one. */
	boolean isApprovedBy(byte[] approved) {
		return id.equals(new String(approved, StandardCharsets.US_ASCII));
	}

	byte[] encode() {
		Map.Entry<String, Cbor> what = switch (wanted) {
			case Next(EpochRoster roster) -> Map.entry("next", Cbor.of(roster.encode()));
			case Proofs(ProofOrder order) -> Map.entry("proofs", order.toCbor());
			case Mode(EmergencyOrder order) -> Map.entry("emergency", order.toCbor());
		};
		return Cbor
			.struct(Map.entry("id", Cbor.of(id)), Map.entry("proposer", Cbor.of(proposer.bytes())),
					Map.entry("until", Cbor.of(until.getEpochSecond())), what)
			.encode();
	}

	static Proposal decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		String what = map.find("proofs").isPresent() ? "proofs"
				: map.find("emergency").isPresent() ? "emergency" : "next";
		map.only("id", "proposer", "until", what);
		return new Proposal(map.text("id"), new NodeId(HexFormat.of().formatHex(map.bytes("proposer"))),
				Instant.ofEpochSecond(map.integer("until")), switch (what) {
					case "proofs" -> new Proofs(ProofOrder.fromCbor(map.array("proofs")));
					case "emergency" -> new Mode(EmergencyOrder.fromCbor(map.array("emergency")));
					default -> new Next(EpochRoster.decode(map.bytes("next")));
				});
	}

}
