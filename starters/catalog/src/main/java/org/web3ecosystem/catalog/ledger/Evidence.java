package org.web3ecosystem.catalog.ledger;

import java.util.List;
import java.util.Map;

import org.web3ecosystem.catalog.entry.ChunkTree;
import org.web3ecosystem.catalog.entry.Content;
import org.web3ecosystem.catalog.entry.Digest;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * A chunk of a blob, shown in answer to a {@link Challenge}: the bytes themselves, since
 * a digest of them could be kept without them.
 *
 * @param content the blob
 * @param challenge the number of the challenge that is answered
 * @param chunk index of the chunk shown
 * @param path from it to the root
 */
public record Evidence(Content content, long challenge, int chunk, byte[] bytes, List<byte[]> path) {

	public Evidence {
		bytes = bytes.clone();
		path = path.stream().map(byte[]::clone).toList();
		if (bytes.length > ChunkTree.CHUNK || path.size() > ChunkTree.MAX_PATH) {
			throw new IllegalArgumentException("a chunk has at most " + ChunkTree.CHUNK + " bytes, its path at most "
					+ ChunkTree.MAX_PATH + " steps");
		}
	}

	/** Whether it is what a challenge asks of a node. */
	boolean answers(Challenge asked, NodeId holder) {
		return challenge == asked.number() && chunk == asked.chunk(content, holder)
				&& ChunkTree.verify(content, chunk, bytes, path);
	}

	/** The blob's place in the state. */
	String key() {
		return Keys.blob(content);
	}

	Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("digest", Cbor.of(content.digest().bytes())),
				Map.entry("root", Cbor.of(content.root().bytes())), Map.entry("size", Cbor.of(content.size())),
				Map.entry("challenge", Cbor.of(challenge)), Map.entry("chunk", Cbor.of(chunk)),
				Map.entry("bytes", Cbor.of(bytes)), Map.entry("path", Cbor.of(path.stream().map(Cbor::of).toList())));
	}

	static Evidence fromCbor(Cbor.Struct map) {
		map.only("digest", "root", "size", "challenge", "chunk", "bytes", "path");
		return new Evidence(
				new Content(Digest.of(map.bytes("digest")), Digest.of(map.bytes("root")), map.integer("size")),
				map.integer("challenge"), Math.toIntExact(map.integer("chunk")), map.bytes("bytes"),
				map.array("path").stream().map(Evidence::bytes).toList());
	}

	private static byte[] bytes(Cbor item) {
		if (item instanceof Cbor.Bytes step) {
			return step.value();
		}
		throw new IllegalArgumentException("a step of a path is not a byte string");
	}

}
