package org.web3ecosystem.caesar.usage;

import java.math.BigInteger;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What a provider served and got for it, from the beginning.
 *
 * @param byteSeconds bytes kept, times the seconds they were
 * @param paid units paid, which is less than earned if there was nothing to pay with
 * @param remainder earned, but less than a unit
 */
public record Usage(BigInteger byteSeconds, long paid, long remainder) {

	static final Usage NOTHING = new Usage(BigInteger.ZERO, 0, 0);

	private static final int MAX_BYTES = 512;

	/** Where a provider's usage stands. */
	public static String key(NodeId provider) {
		return "usage/" + provider.hex();
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("byteSeconds", Cbor.of(byteSeconds.toByteArray())), Map.entry("paid", Cbor.of(paid)),
					Map.entry("remainder", Cbor.of(remainder)))
			.encode();
	}

	/** Reads an entry on the ledger. */
	public static Usage decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("byteSeconds", "paid", "remainder");
		return new Usage(new BigInteger(map.bytes("byteSeconds")), map.integer("paid"), map.integer("remainder"));
	}

}
