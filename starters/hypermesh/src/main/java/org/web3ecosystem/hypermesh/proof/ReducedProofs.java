package org.web3ecosystem.hypermesh.proof;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * That fewer proofs are asked for, for a time and then no more, as more than two thirds
 * of the weight ordered. It begins and ends by consensus time alone: an operation is
 * judged by the time at which it is executed, not by when it was proven.
 *
 * @param order the id of the proposal that ordered it
 * @param since the first instant, in whole milliseconds
 * @param until the first instant at which four are asked for again, in whole milliseconds
 */
public record ReducedProofs(String order, ProofLevel level, Instant since, Instant until) {

	private static final int MAX_BYTES = 512;

	public ReducedProofs {
		if (level == ProofLevel.FOUR || !since.isBefore(until)) {
			throw new IllegalArgumentException("fewer proofs than four are asked for, and for a time");
		}
	}

	/** What is asked for then. */
	public ProofLevel at(Instant time) {
		return !time.isBefore(since) && time.isBefore(until) ? level : ProofLevel.FOUR;
	}

	/** Whether it is over then. */
	public boolean isOver(Instant time) {
		return !time.isBefore(until);
	}

	/** What an entry of the ledger says; four where there is none. */
	public static ProofLevel at(Instant time, Optional<byte[]> entry) {
		return entry.map(ReducedProofs::decode).map(reduced -> reduced.at(time)).orElse(ProofLevel.FOUR);
	}

	public byte[] encode() {
		return Cbor.struct(Map.entry("order", Cbor.of(order)), Map.entry("level", Cbor.of(level.word())),
				Map.entry("since", Cbor.of(since.toEpochMilli())), Map.entry("until", Cbor.of(until.toEpochMilli())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static ReducedProofs decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("order", "level", "since", "until");
		try {
			return new ReducedProofs(map.text("order"), ProofLevel.of(map.text("level")),
					Instant.ofEpochMilli(map.integer("since")), Instant.ofEpochMilli(map.integer("until")));
		}
		catch (IllegalArgumentException | DateTimeException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
