package org.web3ecosystem.stoq.hello;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Who somebody is: the node key and its signature over the session.
 *
 * @param chainId the federation its sender belongs to
 * @param epoch the roster its sender goes by
 * @param nodeKey Ed25519
 * @param time what its sender's clock says, in whole milliseconds
 * @param signature domain {@value #DOMAIN}
 */
public record Hello(ChainId chainId, Epoch epoch, PublicKey nodeKey, Instant time, byte[] signature) {

	static final String DOMAIN = "stoq-hello/1";

	private static final int VERSION = 1;

	private static final int MAX_BYTES = 2048;

	public static Hello sign(NodeKey key, Binding binding, Role role, Instant time) {
		return new Hello(binding.chainId(), binding.epoch(), key.publicKey(), time,
				key.sign(DOMAIN, binding.statement(role, time)));
	}

	/**
	 * The sender's id, after its federation, epoch and signature were found right.
	 * @throws RefusedHelloException if one of them is not
	 */
	public NodeId verify(Binding binding, Role role) {
		if (!chainId.equals(binding.chainId())) {
			throw new RefusedHelloException("the peer belongs to " + chainId + ", not to " + binding.chainId());
		}
		if (!epoch.equals(binding.epoch())) {
			throw new RefusedHelloException(
					"the peer is in epoch " + epoch.number() + ", not in " + binding.epoch().number());
		}
		if (!NodeKey.verify(nodeKey, DOMAIN, binding.statement(role, time), signature)) {
			throw new RefusedHelloException("the HELLO is not signed for this session");
		}
		return NodeId.of(nodeKey);
	}

	public Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("version", Cbor.of(VERSION)), Map.entry("chainId", Cbor.of(chainId.value())),
				Map.entry("epoch", Cbor.of(epoch.number())), Map.entry("nodeKey", Cbor.of(nodeKey.getEncoded())),
				Map.entry("time", Cbor.of(time.toEpochMilli())), Map.entry("signature", Cbor.of(signature)));
	}

	/**
	 * @throws RefusedHelloException if it is not a HELLO of version 1
	 */
	public static Hello decode(byte[] body) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(body, MAX_BYTES);
			if (map.integer("version") != VERSION) {
				throw new RefusedHelloException("HELLO version " + map.integer("version") + " is not spoken here");
			}
			map.only("version", "chainId", "epoch", "nodeKey", "time", "signature");
			return new Hello(new ChainId(map.text("chainId")), new Epoch(map.integer("epoch")),
					NodeKey.decodePublic(map.bytes("nodeKey")), Instant.ofEpochMilli(map.integer("time")),
					map.bytes("signature"));
		}
		catch (CborException | IllegalArgumentException malformed) {
			throw new RefusedHelloException("not a HELLO: " + malformed.getMessage());
		}
	}

}
