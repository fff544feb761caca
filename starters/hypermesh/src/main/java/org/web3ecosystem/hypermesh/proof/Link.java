package org.web3ecosystem.hypermesh.proof;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * A bundle in the chain of its prover's bundles. Each has a number and the digest of the
 * one before, and the ledger remembers the newest one of a prover that it executed.
 * <p>
 * <b>The rule.</b> Number and time must not contradict each other. A bundle with a later
 * number than the newest executed may not be of a time that is surely before it; one with
 * an earlier number may not be of a time that is surely after it. A second bundle with
 * the newest one's number is refused, and so is a neighbour of it, next or before, that
 * is of another chain. Surely means: however the clocks erred within their radius.
 * <p>
 * So nothing is refused for being executed late. What was queued while its author was cut
 * off has an earlier number and an earlier time, whatever was executed meanwhile. Numbers
 * may be left out: whoever starts again leaves {@link #GAP} for what it may still have
 * under way.
 *
 * @param number from 1 on
 * @param previous {@link #digest} of the bundle before, zeros if there is none
 * @param digest over all that is the same in the bundles of a batch
 * @param moment when it was made
 */
public record Link(long number, byte[] previous, byte[] digest, Moment moment) {

	/** How many numbers a prover leaves out that does not know what it had under way. */
	static final long GAP = 1L << 20;

	/** More than one has, encoded. */
	private static final int MAX_BYTES = 256;

	public Link {
		previous = previous.clone();
		digest = digest.clone();
	}

	/** What comes before the first. */
	static byte[] none() {
		return new byte[Sha256.LENGTH];
	}

	/**
	 * Why it cannot be executed after the newest; empty if it can.
	 * @param newest of this prover's executed bundles
	 */
	public Optional<String> refusalAfter(Link newest) {
		if (number == newest.number) {
			return Arrays.equals(digest, newest.digest) ? Optional.empty()
					: Optional.of("the author has another bundle with number " + number);
		}
		if (number == newest.number + 1 && !Arrays.equals(previous, newest.digest)
				|| number == newest.number - 1 && !Arrays.equals(digest, newest.previous)) {
			return Optional.of("the bundle is not of the chain of the author's bundles");
		}
		if (number > newest.number ? moment.isBefore(newest.moment) : newest.moment.isBefore(moment)) {
			return Optional.of("the bundle's time contradicts its place among the author's bundles");
		}
		return Optional.empty();
	}

	/** Whether it comes after the other in the chain. */
	public boolean isAfter(Link other) {
		return number > other.number;
	}

	/**
	 * As the ledger remembers it.
	 *
	 * @param executed in which block
	 */
	public record Executed(Link link, Height executed) {

		public byte[] encode() {
			return Cbor
				.struct(Map.entry("number", Cbor.of(link.number)), Map.entry("previous", Cbor.of(link.previous)),
						Map.entry("digest", Cbor.of(link.digest)), Map.entry("moment", link.moment.toCbor()),
						Map.entry("height", Cbor.of(executed.number())))
				.encode();
		}

		/**
		 * @throws CborException if the bytes are anything else
		 */
		public static Executed decode(byte[] encoded) {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
				.only("number", "previous", "digest", "moment", "height");
			return new Executed(new Link(map.integer("number"), map.bytes("previous"), map.bytes("digest"),
					Moment.fromCbor(map.struct("moment"))), new Height(map.integer("height")));
		}

	}

}
