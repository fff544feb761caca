package org.web3ecosystem.catalog.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A blob on the ledger: who published it first and who has shown to have it.
 */
public record BlobEntry(Content content, NodeId publisher, List<Holder> holders) {

	/** So many nodes can be paid for keeping one blob. */
	public static final int MAX_HOLDERS = 16;

	private static final int MAX_BYTES = 8 * 1024;

	/**
	 * A node that has the blob.
	 *
	 * @param provenAt consensus time of what it showed last
	 * @param challenge the number of the challenge that answered
	 * @param byteSeconds what it was counted for in all
	 */
	public record Holder(NodeId node, Instant provenAt, long challenge, long byteSeconds) {

		private Cbor toCbor() {
			return Cbor.struct(Map.entry("node", Cbor.of(node.bytes())),
					Map.entry("provenAt", Cbor.of(provenAt.toEpochMilli())), Map.entry("challenge", Cbor.of(challenge)),
					Map.entry("byteSeconds", Cbor.of(byteSeconds)));
		}

		private static Holder fromCbor(Cbor item) {
			if (!(item instanceof Cbor.Struct map)) {
				throw new IllegalArgumentException("not a holder");
			}
			map.only("node", "provenAt", "challenge", "byteSeconds");
			return new Holder(new NodeId(Digest.of(map.bytes("node")).hex()),
					Instant.ofEpochMilli(map.integer("provenAt")), map.integer("challenge"),
					map.integer("byteSeconds"));
		}

	}

	public BlobEntry {
		holders = List.copyOf(holders);
	}

	public Optional<Holder> holder(NodeId node) {
		return holders.stream().filter(holder -> holder.node().equals(node)).findFirst();
	}

	/** With a holder added or brought up to date. */
	BlobEntry with(Holder holder) {
		boolean known = holder(holder.node()).isPresent();
		return new BlobEntry(content, publisher,
				known ? holders.stream().map(each -> each.node().equals(holder.node()) ? holder : each).toList()
						: Stream.concat(holders.stream(), Stream.of(holder)).toList());
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("digest", Cbor.of(content.digest().bytes())),
					Map.entry("root", Cbor.of(content.root().bytes())), Map.entry("size", Cbor.of(content.size())),
					Map.entry("publisher", Cbor.of(publisher.bytes())),
					Map.entry("holders", Cbor.of(holders.stream().map(Holder::toCbor).toList())))
			.encode();
	}

	static BlobEntry decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("digest", "root", "size", "publisher", "holders");
		return new BlobEntry(
				new Content(Digest.of(map.bytes("digest")), Digest.of(map.bytes("root")), map.integer("size")),
				new NodeId(Digest.of(map.bytes("publisher")).hex()),
				map.array("holders").stream().map(Holder::fromCbor).toList());
	}

}
