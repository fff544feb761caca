package org.web3ecosystem.spi.genesis;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A member of the genesis roster.
 *
 * @param name short name within the zone, a DNS label
 * @param engineId the engine's number for this node, never used again for another
 * @param nodeKey the Ed25519 node key, SubjectPublicKeyInfo
 * @param gossipCertificate the X.509 certificate of the engine's gossip key, DER
 * @param endpoints where it is reached
 * @param stake the genesis stake, positive; the weight in agreement
 */
public record Validator(String name, long engineId, byte[] nodeKey, byte[] gossipCertificate, Endpoints endpoints,
		long stake) {

	public Validator {
		nodeKey = nodeKey.clone();
		gossipCertificate = gossipCertificate.clone();
		if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
			throw new IllegalArgumentException("a node name is a DNS label, not '" + name + "'");
		}
		if (engineId < 0 || stake < 1 || stake > 1L << 53) {
			throw new IllegalArgumentException("engine id and stake of " + name + " are out of range");
		}
		NodeKey.decodePublic(nodeKey);
	}

	public NodeId id() {
		return NodeId.ofEncoded(nodeKey);
	}

	public PublicKey publicKey() {
		return NodeKey.decodePublic(nodeKey);
	}

	@Override
	public byte[] nodeKey() {
		return nodeKey.clone();
	}

	@Override
	public byte[] gossipCertificate() {
		return gossipCertificate.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Validator that && Arrays.equals(toCbor().encode(), that.toCbor().encode());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(nodeKey);
	}

	public Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("name", Cbor.of(name)), Map.entry("engineId", Cbor.of(engineId)),
				Map.entry("nodeKey", Cbor.of(nodeKey)), Map.entry("gossipCertificate", Cbor.of(gossipCertificate)),
				Map.entry("endpoints", endpoints.toCbor()), Map.entry("stake", Cbor.of(stake)));
	}

	/**
	 * @throws CborException or {@link IllegalArgumentException} if it is not one
	 */
	public static Validator fromCbor(Cbor.Struct map) {
		map.only("name", "engineId", "nodeKey", "gossipCertificate", "endpoints", "stake");
		return new Validator(map.text("name"), map.integer("engineId"), map.bytes("nodeKey"),
				map.bytes("gossipCertificate"), Endpoints.fromCbor(map.struct("endpoints")), map.integer("stake"));
	}

}
