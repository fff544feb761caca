package org.web3ecosystem.hypermesh.roster;

import java.time.Duration;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * That evidence begins emergency mode, as more than two thirds of the weight ordered in
 * advance: each time that more nodes are isolated than there were, and at least as many
 * as the rule says.
 *
 * @param order the id of the proposal that ordered it
 * @param isolated from how many isolated nodes on
 * @param seen how many there were when it last began, or when it was ordered
 * @param length how long it is then
 */
public record EmergencyRule(String order, int isolated, int seen, Duration length) {

	private static final int MAX_BYTES = 512;

	/** Whether that many begin it now. */
	boolean isMetBy(int now) {
		return now >= isolated && now > seen;
	}

	/** So many are known, whether they began it or were let back in. */
	EmergencyRule seeing(int now) {
		return new EmergencyRule(order, isolated, now, length);
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("order", Cbor.of(order)), Map.entry("isolated", Cbor.of(isolated)),
					Map.entry("seen", Cbor.of(seen)), Map.entry("length", Cbor.of(length.toMillis())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static EmergencyRule decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("order", "isolated", "seen", "length");
		return new EmergencyRule(map.text("order"), (int) map.integer("isolated"), (int) map.integer("seen"),
				Duration.ofMillis(map.integer("length")));
	}

}
