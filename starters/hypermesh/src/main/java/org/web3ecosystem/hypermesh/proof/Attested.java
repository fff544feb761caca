package org.web3ecosystem.hypermesh.proof;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.hypermesh.state.Rosters;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What members attested for one claim.
 *
 * @param space empty if the time alone was attested
 */
public record Attested(TimeProof time, Optional<SpaceProof> space) {

	/** The largest one, encoded. */
	public static final int MAX_BYTES = TimeProof.MAX_BYTES + SpaceProof.MAX_BYTES + 256;

	/** The question that its signatures answer. */
	TimeQuestion answered(TimeQuestion asked) {
		return space.map(proof -> asked.showing(proof.digest())).orElse(asked);
	}

	/**
	 * Checks all of it.
	 * @throws org.web3ecosystem.hypermesh.state.ProofException saying what does not hold
	 */
	public void check(TimeQuestion asked, Rosters rosters) {
		space.ifPresent(proof -> proof.verify(asked.chainId(), asked.claim()));
		time.check(answered(asked), rosters);
	}

	public byte[] encode() {
		return Cbor
			.struct(Map.entry("time", time.toCbor()),
					Map.entry("space", Cbor.of(space.map(SpaceProof::toCbor).stream().toList())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static Attested decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("time", "space");
		List<Cbor> space = map.array("space");
		if (space.size() > 1) {
			throw new CborException("more than one space proof");
		}
		return new Attested(TimeProof.fromCbor(map.array("time")),
				space.stream().findFirst().map(SpaceProof::fromCbor));
	}

}
