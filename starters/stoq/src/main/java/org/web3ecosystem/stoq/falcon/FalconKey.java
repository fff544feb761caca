package org.web3ecosystem.stoq.falcon;

import java.security.SecureRandom;

import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.pqc.crypto.falcon.FalconKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconKeyPairGenerator;
import org.bouncycastle.pqc.crypto.falcon.FalconPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconSigner;

import org.web3ecosystem.spi.trust.NodeKey;

/** A node's Falcon key, certified by its node key. Thread-safe. */
final class FalconKey {

	private final FalconPrivateKeyParameters key;

	private final CertifiedKey shown;

	private FalconKey(FalconPrivateKeyParameters key, CertifiedKey shown) {
		this.key = key;
		this.shown = shown;
	}

	static FalconPrivateKeyParameters generate(FalconAlgorithm algorithm, SecureRandom random) {
		FalconKeyPairGenerator generator = new FalconKeyPairGenerator();
		generator.init(new FalconKeyGenerationParameters(random, algorithm.parameters()));
		return (FalconPrivateKeyParameters) generator.generateKeyPair().getPrivate();
	}

	static FalconKey certified(FalconAlgorithm algorithm, FalconPrivateKeyParameters key, NodeKey by) {
		return new FalconKey(key, CertifiedKey.certify(algorithm, key.getPublicKey(), by));
	}

	CertifiedKey shown() {
		return shown;
	}

	/**
	 * @param random for the nonce, without which two signatures over one statement would
	 * give the key away
	 */
	FalconSignature sign(byte[] statement, SecureRandom random) {
		FalconSigner signer = new FalconSigner();
		signer.init(true, new ParametersWithRandom(key, random));
		return new FalconSignature(shown, signer.generateSignature(FalconSignature.message(statement)));
	}

	/** Says which kind, never the key. */
	@Override
	public String toString() {
		return "FalconKey[" + shown.algorithm().word() + "]";
	}

}
