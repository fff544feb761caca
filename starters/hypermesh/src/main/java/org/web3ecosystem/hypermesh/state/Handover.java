package org.web3ecosystem.hypermesh.state;

import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;

/**
 * A roster, signed by more than two thirds of the weight of the one before it. From the
 * genesis document on they are a chain, by which whoever slept through epochs, or was
 * never there, learns who agrees now.
 * <p>
 * A validator signs only what the ledger has decided, so no second roster of the same
 * epoch can have such signatures unless a third of the weight lies.
 *
 * @param signatures in ascending order of their signers
 */
public record Handover(EpochRoster next, List<NodeSignature> signatures) {

	/** The largest one, encoded. */
	public static final int MAX_BYTES = EpochRoster.MAX_BYTES + Roster.MAX_MEMBERS * NodeSignature.MAX_BYTES;

	public Handover {
		signatures = NodeSignature.ascending(signatures);
	}

	/**
	 * Checks the signatures, and nothing else.
	 * @param before the roster of the epoch before
	 * @throws ProofException saying what does not hold
	 */
	public void verify(Roster before) {
		NodeSignature.verifyQuorum(signatures, before, EpochRoster.DOMAIN, next.encode(),
				"the roster of epoch " + next.epoch().number());
	}

	public byte[] encode() {
		return Cbor
			.struct(Map.entry("next", Cbor.of(next.encode())),
					Map.entry("signatures", NodeSignature.toCbor(signatures)))
			.encode();
	}

	/**
	 * @throws CborException if it is anything else
	 */
	public static Handover decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("next", "signatures");
		return new Handover(EpochRoster.decode(map.bytes("next")), NodeSignature.fromCbor(map.array("signatures")));
	}

}
