package org.web3ecosystem.hypermesh.conduct;

import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/** A command of the {@link ConductModule}. */
public sealed interface ConductCommand {

	/** The largest one, in bytes. */
	int MAX_BYTES = Evidence.MAX_BYTES + 512;

	int VERSION = 1;

	/** {@code accuse} or {@code rehabilitate}. */
	String verb();

	byte[] encode();

	/** Shows that a validator contradicted itself. */
	record Accuse(Evidence evidence) implements ConductCommand {

		@Override
		public String verb() {
			return "accuse";
		}

		@Override
		public byte[] encode() {
			return Cbor.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("accuse", evidence.toCbor())).encode();
		}

	}

	/**
	 * Agrees that a node may take part again.
	 *
	 * @param evidence the id of the evidence that isolates it
	 * @param round the engine's, as the author knows it: what is older convicts the node
	 * no more
	 */
	record Rehabilitate(NodeId node, String evidence, long round) implements ConductCommand {

		public Rehabilitate {
			if (evidence.length() != 64 || round < 0) {
				throw new IllegalArgumentException("an id of evidence has 64 digits, a round is not negative");
			}
		}

		@Override
		public String verb() {
			return "rehabilitate";
		}

		@Override
		public byte[] encode() {
			return Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("rehabilitate", Cbor.of(node.bytes())),
						Map.entry("evidence", Cbor.of(evidence)), Map.entry("round", Cbor.of(round)))
				.encode();
		}

	}

	/**
	 * @throws CborException if it is none or is too large
	 */
	static ConductCommand decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES);
		if (map.integer("v") != VERSION) {
			throw new CborException("version " + map.integer("v") + " of a command about conduct is not known");
		}
		if (map.find("accuse").isPresent()) {
			return new Accuse(Evidence.fromCbor(map.only("v", "accuse").struct("accuse")));
		}
		map.only("v", "rehabilitate", "evidence", "round");
		try {
			return new Rehabilitate(new NodeId(HexFormat.of().formatHex(map.bytes("rehabilitate"))),
					map.text("evidence"), map.integer("round"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
