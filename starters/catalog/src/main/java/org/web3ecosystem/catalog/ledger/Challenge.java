package org.web3ecosystem.catalog.ledger;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * What every holder is asked, from one block on until the window has passed: the seed
 * says which chunk of which blob each of them has to show. It is drawn from the block's
 * consensus time, which no single node sets, and from the seed before it.
 *
 * @param number 1 for the first
 * @param drawnAt consensus time of the block it was drawn at the end of
 */
public record Challenge(long number, Height height, Instant drawnAt, Digest seed) {

	private static final byte[] DOMAIN = "web3:catalog-challenge/1\0".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_BYTES = 256;

	/** The first of a federation. */
	static Challenge first(Instant consensusTime, Height height) {
		return draw(1, new byte[0], consensusTime, height);
	}

	/** The one after this. */
	Challenge next(Instant consensusTime, Height height) {
		return draw(number + 1, seed.bytes(), consensusTime, height);
	}

	private static Challenge draw(long number, byte[] before, Instant time, Height height) {
		byte[] drawn = Cbor
			.struct(Map.entry("before", Cbor.of(before)), Map.entry("height", Cbor.of(height.number())),
					Map.entry("second", Cbor.of(time.getEpochSecond())), Map.entry("nano", Cbor.of(time.getNano())))
			.encode();
		// kept to the millisecond, as it will be read back
		return new Challenge(number, height, Instant.ofEpochMilli(time.toEpochMilli()), Digest.over(DOMAIN, drawn));
	}

	/** The chunk of a blob that a node has to show. */
	public int chunk(Content content, NodeId holder) {
		Digest hash = Digest.over(DOMAIN, seed.bytes(), content.digest().bytes(), content.root().bytes(),
				holder.bytes());
		return new BigInteger(1, hash.bytes()).mod(BigInteger.valueOf(content.chunks())).intValue();
	}

	/** Whether an answer comes in time. */
	boolean isOpenAt(Instant time, Duration window) {
		return time.isBefore(drawnAt.plus(window));
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("number", Cbor.of(number)), Map.entry("height", Cbor.of(height.number())),
					Map.entry("drawnAt", Cbor.of(drawnAt.toEpochMilli())), Map.entry("seed", Cbor.of(seed.bytes())))
			.encode();
	}

	static Challenge decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("number", "height", "drawnAt", "seed");
		return new Challenge(map.integer("number"), new Height(map.integer("height")),
				Instant.ofEpochMilli(map.integer("drawnAt")), Digest.of(map.bytes("seed")));
	}

}
