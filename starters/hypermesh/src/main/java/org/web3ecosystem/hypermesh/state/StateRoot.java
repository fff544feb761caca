package org.web3ecosystem.hypermesh.state;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.Height;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * The whole state after a block, in one hash. Validators sign it with their node keys.
 *
 * @param root root hash of the {@link StateTree}
 * @param consensusTime that of the block
 */
public record StateRoot(ChainId chainId, Epoch epoch, Height height, byte[] root, Instant consensusTime) {

	/** What a validator's signature over a root is for. */
	public static final String DOMAIN = "state-root/1";

	static final int MAX_BYTES = 512;

	public StateRoot {
		root = root.clone();
		if (root.length != Sha256.LENGTH) {
			throw new IllegalArgumentException("a state root has " + Sha256.LENGTH + " bytes");
		}
	}

	@Override
	public byte[] root() {
		return root.clone();
	}

	public String rootHex() {
		return HexFormat.of().formatHex(root);
	}

	public NodeSignature sign(NodeKey key) {
		return NodeSignature.sign(key, DOMAIN, encode());
	}

	/** The bytes that are signed. */
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
					Map.entry("height", Cbor.of(height.number())), Map.entry("root", Cbor.of(root)),
					Map.entry("second", Cbor.of(consensusTime.getEpochSecond())),
					Map.entry("nano", Cbor.of(consensusTime.getNano())))
			.encode();
	}

	/**
	 * @throws CborException if the bytes are anything else
	 */
	public static StateRoot decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES)
			.only("chainId", "epoch", "height", "root", "second", "nano");
		try {
			return new StateRoot(new ChainId(map.text("chainId")), new Epoch(map.integer("epoch")),
					new Height(map.integer("height")), map.bytes("root"), time(map));
		}
		catch (IllegalArgumentException | DateTimeException malformed) {
			throw new CborException("not a state root: " + malformed.getMessage());
		}
	}

	private static Instant time(Cbor.Struct map) {
		long nano = map.integer("nano");
		if (nano < 0 || nano > 999_999_999) {
			throw new CborException("nanoseconds out of range");
		}
		return Instant.ofEpochSecond(map.integer("second"), nano);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof StateRoot that && Arrays.equals(encode(), that.encode());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(root);
	}

}
