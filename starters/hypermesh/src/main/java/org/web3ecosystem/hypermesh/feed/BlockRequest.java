package org.web3ecosystem.hypermesh.feed;

import java.util.Map;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * What another node asks of the feed.
 *
 * @param from the first height
 * @param most blocks at most; 0 to go on with what comes until its deadline
 */
record BlockRequest(Height from, int most) {

	private static final int MAX_BYTES = 64;

	byte[] encode() {
		return Cbor.struct(Map.entry("from", Cbor.of(from.number())), Map.entry("most", Cbor.of(most))).encode();
	}

	/**
	 * @throws CborException if it is none
	 */
	static BlockRequest decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("from", "most");
		long from = map.integer("from");
		long most = map.integer("most");
		if (from < 0 || most < 0 || most > FeedLimits.PAGE) {
			throw new CborException("a height is not negative, and 0 to " + FeedLimits.PAGE + " blocks are asked for");
		}
		return new BlockRequest(new Height(from), (int) most);
	}

}
