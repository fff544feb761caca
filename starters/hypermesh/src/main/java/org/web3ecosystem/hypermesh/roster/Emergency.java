package org.web3ecosystem.hypermesh.roster;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * That the federation is in emergency mode, for a time and then no more. It begins and
 * ends by consensus time alone.
 *
 * @param order the id of the proposal that ordered it, or the rule by which it began
 * @param byRule whether evidence began it, by a rule ordered before
 * @param since the first instant, in whole milliseconds
 * @param until the first instant at which everything goes on again, in whole milliseconds
 */
public record Emergency(String order, boolean byRule, Instant since, Instant until) {

	private static final int MAX_BYTES = 512;

	public Emergency {
		if (!since.isBefore(until)) {
			throw new IllegalArgumentException("emergency mode is for a time");
		}
	}

	/** Whether it is in force then. */
	public boolean isAt(Instant time) {
		return !time.isBefore(since) && time.isBefore(until);
	}

	byte[] encode() {
		return Cbor.struct(Map.entry("order", Cbor.of(order)), Map.entry("rule", Cbor.of(byRule)),
				Map.entry("since", Cbor.of(since.toEpochMilli())), Map.entry("until", Cbor.of(until.toEpochMilli())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static Emergency decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("order", "rule", "since", "until");
		try {
			return new Emergency(map.text("order"), map.bool("rule"), Instant.ofEpochMilli(map.integer("since")),
					Instant.ofEpochMilli(map.integer("until")));
		}
		catch (IllegalArgumentException | DateTimeException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
