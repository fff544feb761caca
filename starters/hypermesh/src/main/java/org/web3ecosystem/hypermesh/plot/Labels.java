package org.web3ecosystem.hypermesh.plot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

import org.web3ecosystem.hypermesh.state.Sha256;
import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;

/**
 * The labels of one node's plot on one chain. Each is a hash over the one before and over
 * one far behind, which the one before decides:
 *
 * <pre>
 * label[i] = SHA-256(base, i, label[i - 1], label[far(i, label[i - 1])])
 * </pre>
 *
 * So whoever lacks a label has to compute others first: few who kept every second or
 * third, nearly all who kept a small share. For one thread.
 */
final class Labels {

	private static final byte[] DOMAIN = "web3:plot/1\0".getBytes(StandardCharsets.US_ASCII);

	/** What stands before the first. */
	private static final byte[] NONE = new byte[Sha256.LENGTH];

	private final MessageDigest digest = Sha256.start();

	private final byte[] base;

	private final byte[] number = new byte[Long.BYTES];

	Labels(ChainId chain, NodeId owner, int depth) {
		this.base = Sha256.of(
				DOMAIN, Cbor
					.struct(Map.entry("chainId", Cbor.of(chain.value())), Map.entry("owner", Cbor.of(owner.bytes())),
							Map.entry("depth", Cbor.of(depth)))
					.encode());
	}

	/** That of place 0. */
	byte[] first() {
		return label(0, NONE, NONE);
	}

	/** Which label, besides the one before, that of a place from 1 on depends on. */
	static long far(long place, byte[] before) {
		return Long.remainderUnsigned(ByteBuffer.wrap(before).getLong(), place);
	}

	/**
	 * @param before the label of the place before
	 * @param far that of {@link #far}
	 */
	byte[] label(long place, byte[] before, byte[] far) {
		ByteBuffer.wrap(number).putLong(place);
		digest.update(base);
		digest.update(number);
		digest.update(before);
		digest.update(far);
		return digest.digest();
	}

}
