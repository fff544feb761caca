package org.web3ecosystem.hypermesh.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * An entry of the ledger, or its absence, with everything needed to check it offline. One
 * that was decoded proves nothing until {@link ProofVerifier} has seen it.
 *
 * @param value empty if there is no such entry
 */
public record ProvenEntry(String module, String key, Optional<byte[]> value, InclusionProof proof, AttestedRoot root) {

	/** The largest encoding: a value of 64 KiB, 256 siblings, 100 signatures. */
	public static final int MAX_BYTES = 128 * 1024;

	/** Whether root and proof belong together; the root itself is not looked at. */
	public boolean isConsistent() {
		return Arrays.equals(proof.rootFor(module, key, value), root.root().root());
	}

	public byte[] encode() {
		return Cbor
			.struct(Map.entry("module", Cbor.of(module)), Map.entry("key", Cbor.of(key)),
					Map.entry("value", Cbor.of(value.map(Cbor::of).stream().toList())),
					Map.entry("proof", proof.toCbor()), Map.entry("root", root.toCbor()))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static ProvenEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("module", "key", "value", "proof", "root");
		return new ProvenEntry(map.text("module"), map.text("key"), value(map),
				InclusionProof.fromCbor(map.struct("proof")), AttestedRoot.fromCbor(map.struct("root")));
	}

	private static Optional<byte[]> value(Cbor.Struct map) {
		return switch (map.array("value")) {
			case List<Cbor> none when none.isEmpty() -> Optional.empty();
			case List<Cbor> one when one.size() == 1 && one.getFirst() instanceof Cbor.Bytes bytes ->
				Optional.of(bytes.value());
			default -> throw new CborException("a value is one byte string or none");
		};
	}

}
