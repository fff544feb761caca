package org.web3ecosystem.trustchain.ledger;

import java.util.List;
import java.util.stream.Stream;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.trustchain.Digest;

/**
 * What one validator wants of foreign federations and is not decided yet: one thing for
 * each zone, the oldest first. Another wish for a zone takes the place of the one before;
 * of too many the oldest is dropped, so that nobody's wishes grow without end.
 *
 * @param wishes at most {@value #MAX}
 */
record ForeignWishes(List<Wish> wishes) {

	static final ForeignWishes NONE = new ForeignWishes(List.of());

	/** The most of one validator. */
	static final int MAX = 16;

	private static final int MAX_BYTES = 16_384;

	/**
	 * A wish.
	 *
	 * @param domain for which zone
	 * @param what SHA-256 of the federation that is wanted, in hexadecimal, or that it be
	 * removed
	 */
	record Wish(String domain, String what) {

		static Wish of(ForeignFederation federation) {
			return new Wish(federation.domain(), Digest.hex(federation.encode()));
		}

		static Wish removal(String domain) {
			return new Wish(domain, "removal");
		}

	}

	ForeignWishes {
		wishes = List.copyOf(wishes);
	}

	ForeignWishes with(Wish wish) {
		List<Wish> all = Stream.concat(without(wish.domain()).wishes().stream(), Stream.of(wish)).toList();
		return new ForeignWishes(all.subList(Math.max(0, all.size() - MAX), all.size()));
	}

	ForeignWishes without(String domain) {
		return new ForeignWishes(wishes.stream().filter(each -> !each.domain().equals(domain)).toList());
	}

	byte[] encode() {
		return Cbor.of(wishes.stream().flatMap(each -> Stream.of(each.domain(), each.what())).map(Cbor::of).toList())
			.encode();
	}

	static ForeignWishes decode(byte[] encoded) {
		List<String> texts = (Cbor.decode(encoded, MAX_BYTES) instanceof Cbor.Array(List<Cbor> items))
				? items.stream().map(item -> (item instanceof Cbor.Text(String text)) ? text : "").toList() : List.of();
		return new ForeignWishes(Stream.iterate(0, at -> at + 1 < texts.size(), at -> at + 2)
			.map(at -> new Wish(texts.get(at), texts.get(at + 1)))
			.toList());
	}

}
