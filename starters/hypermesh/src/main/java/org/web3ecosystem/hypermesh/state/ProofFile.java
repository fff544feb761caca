package org.web3ecosystem.hypermesh.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * An entry with all that it takes to check it with the genesis document alone: in a later
 * epoch, every roster since. Of the first epoch it is the entry and nothing else.
 *
 * @param rosters those of the epochs from 1 on, in order
 */
public record ProofFile(List<Handover> rosters, ProvenEntry entry) {

	/** The largest one. */
	public static final int MAX_BYTES = 4 << 20;

	public ProofFile {
		rosters = List.copyOf(rosters);
	}

	/**
	 * @throws ProofException if that is more than is read
	 */
	public byte[] encode() {
		byte[] encoded = rosters.isEmpty() ? entry.encode() : Cbor
			.struct(Map.entry("rosters", Cbor.of(rosters.stream().map(Handover::encode).map(Cbor::of).toList())),
					Map.entry("entry", Cbor.of(entry.encode())))
			.encode();
		if (encoded.length > MAX_BYTES) {
			throw new ProofException("a file with a proof has at most " + MAX_BYTES + " bytes, this one has "
					+ encoded.length + " with the rosters of " + rosters.size() + " epochs");
		}
		return encoded;
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static ProofFile decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		if (map.find("rosters").isEmpty()) {
			return new ProofFile(List.of(), ProvenEntry.decode(encoded));
		}
		map.only("rosters", "entry");
		List<Handover> rosters = new ArrayList<>();
		for (Cbor item : map.array("rosters")) {
			if (!(item instanceof Cbor.Bytes bytes)) {
				throw new CborException("a roster is not a byte string");
			}
			rosters.add(Handover.decode(bytes.value()));
		}
		return new ProofFile(rosters, ProvenEntry.decode(map.bytes("entry")));
	}

	/**
	 * Reads one, learns its rosters and checks its entry.
	 * @throws ProofException saying what does not hold
	 */
	public static ProvenEntry verify(byte[] encoded, ProofVerifier proofs) {
		try {
			ProofFile file = decode(encoded);
			file.rosters().forEach(proofs.rosters()::learn);
			proofs.verify(file.entry());
			return file.entry();
		}
		catch (CborException malformed) {
			throw new ProofException("not a proven entry: " + malformed.getMessage(), malformed);
		}
	}

}
