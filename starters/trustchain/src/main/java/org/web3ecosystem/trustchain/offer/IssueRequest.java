package org.web3ecosystem.trustchain.offer;

import java.time.Instant;
import java.util.Map;

import org.web3ecosystem.spi.ChainId;
import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.RejectedException;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;
import org.web3ecosystem.spi.trust.NodeKey;
import org.web3ecosystem.spi.trust.Purpose;
import org.web3ecosystem.trustchain.Digest;
import org.web3ecosystem.trustchain.ca.SigningRequest;

/**
 * How a node asks a validator for a certificate. What proves who asks is the node key,
 * not the certificate it shows, so an expired one is no obstacle.
 *
 * @param csr PKCS#10, DER
 * @param purpose what for
 * @param nodeKey the asking node's key, SubjectPublicKeyInfo
 * @param at when it asked
 * @param proof signature by the node key over chain id, request, purpose and time
 */
record IssueRequest(byte[] csr, Purpose purpose, byte[] nodeKey, Instant at, byte[] proof) {

	static final String METHOD = "trustchain.issue";

	private static final String DOMAIN = "trustchain-issue/1";

	private static final int MAX_BYTES = SigningRequest.MAX_BYTES + 1024;

	static IssueRequest sign(NodeKey key, ChainId chain, byte[] csr, Purpose purpose, Instant at) {
		return new IssueRequest(csr, purpose, key.publicKey().getEncoded(), at,
				key.sign(DOMAIN, message(chain, csr, purpose, at)));
	}

	/** Whose key it is, whether it signed or not. */
	NodeId claimant() {
		try {
			return NodeId.of(NodeKey.decodePublic(nodeKey));
		}
		catch (IllegalArgumentException malformed) {
			throw new RejectedException("not a node key", malformed);
		}
	}

	boolean isProven(ChainId chain) {
		return NodeKey.verify(NodeKey.decodePublic(nodeKey), DOMAIN, message(chain, csr, purpose, at), proof);
	}

	byte[] encode() {
		return Cbor
			.struct(Map.entry("csr", Cbor.of(csr)), Map.entry("purpose", Cbor.of(purpose.name())),
					Map.entry("nodeKey", Cbor.of(nodeKey)), Map.entry("at", Cbor.of(at.toEpochMilli())),
					Map.entry("proof", Cbor.of(proof)))
			.encode();
	}

	/**
	 * Reads a request.
	 * @throws RejectedException if it is none
	 */
	static IssueRequest decode(byte[] encoded) {
		try {
			Cbor.Struct map = Cbor.decodeStruct(encoded, MAX_BYTES).only("csr", "purpose", "nodeKey", "at", "proof");
			return new IssueRequest(map.bytes("csr"), Purpose.valueOf(map.text("purpose")), map.bytes("nodeKey"),
					Instant.ofEpochMilli(map.integer("at")), map.bytes("proof"));
		}
		catch (CborException | IllegalArgumentException malformed) {
			throw new RejectedException("not a request for a certificate: " + malformed.getMessage(), malformed);
		}
	}

	private static byte[] message(ChainId chain, byte[] csr, Purpose purpose, Instant at) {
		return Cbor
			.struct(Map.entry("chainId", Cbor.of(chain.value())), Map.entry("request", Cbor.of(Digest.sha256(csr))),
					Map.entry("purpose", Cbor.of(purpose.name())), Map.entry("at", Cbor.of(at.toEpochMilli())))
			.encode();
	}

}
