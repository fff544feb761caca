package org.web3ecosystem.hypermesh.roster;

import java.util.Map;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.genesis.Endpoints;
import org.web3ecosystem.spi.genesis.Validator;

/**
 * What a node says of itself that wants to become a validator. It counts for nothing
 * until a validator proposes it, with the weight that the validator thinks right.
 *
 * @param name its name in the federation
 * @param nodeKey its node key, SubjectPublicKeyInfo
 * @param gossipCertificate what it will show to the other replicas, DER
 */
public record Application(String name, byte[] nodeKey, byte[] gossipCertificate, Endpoints endpoints) {

	/** The largest one, encoded. */
	static final int MAX_BYTES = 3 * 1024;

	public Application {
		nodeKey = nodeKey.clone();
		gossipCertificate = gossipCertificate.clone();
		GossipCertificate.check(gossipCertificate, name);
		new Validator(name, 0, nodeKey, gossipCertificate, endpoints, 1);
	}

	@Override
	public byte[] nodeKey() {
		return nodeKey.clone();
	}

	@Override
	public byte[] gossipCertificate() {
		return gossipCertificate.clone();
	}

	public NodeId node() {
		return NodeId.ofEncoded(nodeKey);
	}

	/** The change that makes it a validator of that weight. */
	public RosterChange.Add weighing(long weight) {
		return new RosterChange.Add(name, nodeKey, gossipCertificate, endpoints, weight);
	}

	Cbor.Struct toCbor() {
		return Cbor.struct(Map.entry("name", Cbor.of(name)), Map.entry("nodeKey", Cbor.of(nodeKey)),
				Map.entry("gossipCertificate", Cbor.of(gossipCertificate)), Map.entry("endpoints", endpoints.toCbor()));
	}

	/**
	 * @throws CborException if it is none
	 */
	static Application fromCbor(Cbor.Struct map) {
		map.only("name", "nodeKey", "gossipCertificate", "endpoints");
		try {
			return new Application(map.text("name"), map.bytes("nodeKey"), map.bytes("gossipCertificate"),
					Endpoints.fromCbor(map.struct("endpoints")));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException(String.valueOf(malformed.getMessage()));
		}
	}

}
