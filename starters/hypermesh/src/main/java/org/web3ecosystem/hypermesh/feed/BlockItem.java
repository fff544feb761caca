package org.web3ecosystem.hypermesh.feed;

import java.util.Map;

import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.transport.FeedHandler;

/** One item of the feed between nodes. */
sealed interface BlockItem {

	/** The next block, as {@link BlockCodec} has it. */
	record Block(byte[] encoded) implements BlockItem {

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("block", Cbor.of(encoded)));
		}

	}

	/** What is not there and will not come; the next block is that of {@code next}. */
	record Gap(Height from, Height next) implements BlockItem {

		@Override
		public Cbor toCbor() {
			return Cbor.struct(Map.entry("gap", Cbor.of(from.number())), Map.entry("next", Cbor.of(next.number())));
		}

	}

	Cbor toCbor();

	default byte[] encode() {
		return toCbor().encode();
	}

	/**
	 * @throws CborException if it is none
	 */
	static BlockItem decode(byte[] item) {
		Cbor.Struct map = Cbor.decodeStruct(item, FeedHandler.MAX_ITEM);
		if (map.find("block").isPresent()) {
			return new Block(map.only("block").bytes("block"));
		}
		map.only("gap", "next");
		if (map.integer("gap") < 0 || map.integer("next") <= map.integer("gap")) {
			throw new CborException("a gap ends after it begins");
		}
		return new Gap(new Height(map.integer("gap")), new Height(map.integer("next")));
	}

}
