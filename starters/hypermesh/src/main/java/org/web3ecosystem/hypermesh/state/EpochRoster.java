package org.web3ecosystem.hypermesh.state;

import java.util.Map;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.Epoch;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.consensus.Roster;
import org.web3ecosystem.spi.genesis.Genesis;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * Who agrees in an epoch of a chain, and by which rules.
 *
 * @param epoch in which the roster counts
 * @param protocol the version of the rules
 */
public record EpochRoster(ChainId chainId, Epoch epoch, Roster roster, long protocol) {

	/** What a validator's signature over the next epoch's roster is for. */
	static final String DOMAIN = "roster/1";

	/** The largest one, encoded; it must fit into an entry of the ledger. */
	public static final int MAX_BYTES = 50 * 1024;

	/** That of epoch 0. */
	public static EpochRoster of(Genesis genesis) {
		return new EpochRoster(genesis.chainId(), Epoch.GENESIS, Roster.of(genesis), genesis.protocolVersion());
	}

	/** The bytes that are signed. */
	public byte[] encode() {
		return Cbor
			.struct(Map.entry("chainId", Cbor.of(chainId.value())), Map.entry("epoch", Cbor.of(epoch.number())),
					Map.entry("roster", roster.toCbor()), Map.entry("protocol", Cbor.of(protocol)))
			.encode();
	}

	/**
	 * @throws CborException if it is anything else
	 */
	public static EpochRoster decode(byte[] encoded) {
		Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("chainId", "epoch", "roster", "protocol");
		try {
			return new EpochRoster(new ChainId(map.text("chainId")), new Epoch(map.integer("epoch")),
					Roster.fromCbor(map.get("roster")), map.integer("protocol"));
		}
		catch (IllegalArgumentException malformed) {
			throw new CborException("not a roster: " + malformed.getMessage());
		}
	}

	/** Signs it as the roster that follows the one this key is a member of. */
	public NodeSignature sign(NodeKey key) {
		return NodeSignature.sign(key, DOMAIN, encode());
	}

	/** Whether the signature is right and of a member of the roster before. */
	public boolean isSigned(NodeSignature signature, Roster before) {
		return before.member(signature.signer())
			.filter(member -> signature.isOver(encode(), DOMAIN, member.validator().publicKey()))
			.isPresent();
	}

}
