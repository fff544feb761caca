package org.web3ecosystem.stoq.falcon;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;

import org.web3ecosystem.spi.cbor.Cbor;
import org.web3ecosystem.spi.cbor.CborException;

/**
 * A Falcon signature and the key it was made with, as HELLO carries them.
 *
 * @param key whose
 * @param signature over the label {@value #DOMAIN}, a zero byte and the statement
 */
public record FalconSignature(CertifiedKey key, byte[] signature) {

	static final String DOMAIN = "web3:stoq-falcon/1";

	/**
	 * @throws IllegalArgumentException if it is longer than any signature of the
	 * algorithm
	 */
	public FalconSignature {
		if (signature.length == 0 || signature.length > key.algorithm().maxSignature()) {
			throw new IllegalArgumentException("a signature of " + key.algorithm().word() + " has 1 to "
					+ key.algorithm().maxSignature() + " bytes, not " + signature.length);
		}
	}

	/** Whether the holder of this node key signed this statement. */
	boolean isRight(PublicKey nodeKey, byte[] statement) {
		return key.verifies(message(statement), signature) && key.isCertifiedBy(nodeKey);
	}

	static byte[] message(byte[] statement) {
		byte[] label = (DOMAIN + "\0").getBytes(StandardCharsets.US_ASCII);
		byte[] message = new byte[label.length + statement.length];
		System.arraycopy(label, 0, message, 0, label.length);
		System.arraycopy(statement, 0, message, label.length, statement.length);
		return message;
	}

	public Cbor toCbor() {
		return Cbor.struct(Map.entry("algorithm", Cbor.of(key.algorithm().word())),
				Map.entry("key", Cbor.of(key.key())), Map.entry("certification", Cbor.of(key.certification())),
				Map.entry("signature", Cbor.of(signature)));
	}

	/**
	 * Reads it; lengths are checked, nothing is verified.
	 * @throws CborException if it is no such map
	 * @throws IllegalArgumentException if the algorithm is unknown or a length is not
	 * right for it
	 */
	public static FalconSignature of(Cbor.Struct map) {
		map.only("algorithm", "key", "certification", "signature");
		FalconAlgorithm algorithm = FalconAlgorithm.of(map.text("algorithm"))
			.orElseThrow(() -> new IllegalArgumentException("an unknown Falcon algorithm"));
		return new FalconSignature(new CertifiedKey(algorithm, map.bytes("key"), map.bytes("certification")),
				map.bytes("signature"));
	}

}
