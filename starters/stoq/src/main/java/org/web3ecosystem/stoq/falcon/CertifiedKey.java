package org.web3ecosystem.stoq.falcon;

import java.security.PublicKey;
import java.util.Map;

import org.bouncycastle.pqc.crypto.falcon.FalconPublicKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconSigner;

import org.web3ecosystem.spi.NodeId;
import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.trust.NodeKey;

/**
 * A Falcon public key and the node key's word that it is the node's.
 *
 * @param algorithm its parameter set
 * @param key the polynomial h, without the header byte
 * @param certification by the node key, over algorithm, key and node id; domain
 * {@value #DOMAIN}
 */
public record CertifiedKey(FalconAlgorithm algorithm, byte[] key, byte[] certification) {

	static final String DOMAIN = "stoq-falcon-key/1";

	private static final int ED25519_SIGNATURE = 64;

	/**
	 * @throws IllegalArgumentException if a length is not the one there is
	 */
	public CertifiedKey {
		if (key.length != algorithm.keyLength()) {
			throw new IllegalArgumentException(
					"a key of " + algorithm.word() + " has " + algorithm.keyLength() + " bytes, not " + key.length);
		}
		if (certification.length != ED25519_SIGNATURE) {
			throw new IllegalArgumentException(
					"a certification has " + ED25519_SIGNATURE + " bytes, not " + certification.length);
		}
	}

	static CertifiedKey certify(FalconAlgorithm algorithm, byte[] key, NodeKey by) {
		return new CertifiedKey(algorithm, key, by.sign(DOMAIN, statement(algorithm, key, by.id())));
	}

	/** Whether this node key says that it is its node's. */
	boolean isCertifiedBy(PublicKey nodeKey) {
		return NodeKey.verify(nodeKey, DOMAIN, statement(algorithm, key, NodeId.of(nodeKey)), certification);
	}

	boolean verifies(byte[] message, byte[] signature) {
		FalconSigner verifier = new FalconSigner();
		verifier.init(false, new FalconPublicKeyParameters(algorithm.parameters(), key));
		return verifier.verifySignature(message, signature);
	}

	private static byte[] statement(FalconAlgorithm algorithm, byte[] key, NodeId node) {
		return Cbor
			.struct(Map.entry("algorithm", Cbor.of(algorithm.word())), Map.entry("key", Cbor.of(key)),
					Map.entry("node", Cbor.of(node.hex())))
			.encode();
	}

}
