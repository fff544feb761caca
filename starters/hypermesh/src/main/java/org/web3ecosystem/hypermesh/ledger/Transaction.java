package org.web3ecosystem.hypermesh.ledger;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A command for a module, signed by its author for one chain and epoch.
 *
 * @param id SHA-256 of the encoded transaction, hexadecimal
 * @param after the height the author knew: {@link #WINDOW} blocks later the transaction
 * is void, so that what is remembered to tell duplicates has an end
 * @param nonce 16 bytes, different for each transaction of the author
 * @param proof an encoded proof bundle
 * @param encoded the signed bytes as they travel
 */
record Transaction(String id, ChainId chainId, Epoch epoch, Height after, String module, NodeId author, byte[] nonce,
		byte[] body, Optional<byte[]> proof, byte[] encoded) {

	/** The largest transaction, in bytes. */
	static final int MAX_BYTES = 64 * 1024;

	/** For how many blocks a transaction can be executed, once. */
	static final long WINDOW = 10_000;

	static final int NONCE_LENGTH = 16;

	static final String DOMAIN = "ledger-tx/1";

	private static final int VERSION = 1;

	/** What an author decides. */
	record Draft(ChainId chainId, Epoch epoch, Height after, String module, byte[] nonce, byte[] body,
			Optional<byte[]> proof) {

		/**
		 * @throws CborException if the transaction would be too large
		 */
		Transaction sign(NodeKey key) {
			byte[] content = Cbor
				.struct(Map.entry("v", Cbor.of(VERSION)), Map.entry("chainId", Cbor.of(chainId.value())),
						Map.entry("epoch", Cbor.of(epoch.number())), Map.entry("after", Cbor.of(after.number())),
						Map.entry("module", Cbor.of(module)),
						Map.entry("author", Cbor.of(key.publicKey().getEncoded())), Map.entry("nonce", Cbor.of(nonce)),
						Map.entry("body", Cbor.of(body)),
						Map.entry("proof", Cbor.of(proof.map(Cbor::of).stream().toList())))
				.encode();
			return decode(Cbor
				.struct(Map.entry("content", Cbor.of(content)),
						Map.entry("signature", Cbor.of(key.sign(DOMAIN, content))))
				.encode());
		}

	}

	/**
	 * Reads a transaction and verifies its signature; sizes and form come first.
	 * @throws CborException if it is not one
	 */
	static Transaction decode(byte[] encoded) {
		Cbor.Struct outer = Cbor.decodeStruct(encoded, MAX_BYTES).only("content", "signature");
		byte[] content = outer.bytes("content");
		Cbor.Struct map = Cbor.decodeStruct(content, MAX_BYTES)
			.only("v", "chainId", "epoch", "after", "module", "author", "nonce", "body", "proof");
		if (map.integer("v") != VERSION) {
			throw new CborException("transaction version " + map.integer("v") + " is not known");
		}
		byte[] nonce = map.bytes("nonce");
		if (nonce.length != NONCE_LENGTH) {
			throw new CborException("a nonce has " + NONCE_LENGTH + " bytes");
		}
		try {
			var author = NodeKey.decodePublic(map.bytes("author"));
			Transaction transaction = new Transaction(id(encoded), new ChainId(map.text("chainId")),
					new Epoch(map.integer("epoch")), new Height(map.integer("after")), map.text("module"),
					NodeId.of(author), nonce, map.bytes("body"), proof(map.array("proof")), encoded.clone());
			if (!NodeKey.verify(author, DOMAIN, content, outer.bytes("signature"))) {
				throw new CborException("the signature on the transaction is wrong");
			}
			return transaction;
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

	static String id(byte[] encoded) {
		return HexFormat.of().formatHex(Sha256.of(encoded));
	}

	private static Optional<byte[]> proof(List<Cbor> items) {
		return switch (items) {
			case List<Cbor> none when none.isEmpty() -> Optional.empty();
			case List<Cbor> one when one.size() == 1 && one.getFirst() instanceof Cbor.Bytes bytes ->
				Optional.of(bytes.value());
			default -> throw new CborException("a transaction carries one proof bundle or none");
		};
	}

	/** Whether it may be executed in the block of this height, or is void. */
	boolean isUsableAt(Height height) {
		return after.number() < height.number() && height.number() - after.number() <= WINDOW;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Transaction that && id.equals(that.id);
	}

	@Override
	public int hashCode() {
		return id.hashCode();
	}

	@Override
	public String toString() {
		return "Transaction[" + id + " for " + module + "]";
	}

}
