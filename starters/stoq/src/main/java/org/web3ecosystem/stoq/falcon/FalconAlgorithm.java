package org.web3ecosystem.stoq.falcon;

import java.util.Optional;
import java.util.stream.Stream;

import org.bouncycastle.pqc.crypto.falcon.FalconParameters;

/**
 * A parameter set of Falcon as submitted to round 3 of the NIST process (Falcon
 * specification 1.2). It is not FN-DSA, whose signatures will be others.
 */
public enum FalconAlgorithm {

	/** NIST category 1. */
	FALCON_512("falcon-512", FalconParameters.falcon_512, 896, 752),
	/** NIST category 5. */
	FALCON_1024("falcon-1024", FalconParameters.falcon_1024, 1792, 1462);

	private final String word;

	private final FalconParameters parameters;

	private final int keyLength;

	private final int maxSignature;

	FalconAlgorithm(String word, FalconParameters parameters, int keyLength, int maxSignature) {
		this.word = word;
		this.parameters = parameters;
		this.keyLength = keyLength;
		this.maxSignature = maxSignature;
	}

	/** As in the configuration, on the wire and in file names. */
	public String word() {
		return word;
	}

	FalconParameters parameters() {
		return parameters;
	}

	/** Bytes of a public key without its header. */
	int keyLength() {
		return keyLength;
	}

	/**
	 * Bytes of the longest signature in the compressed form, header and nonce included.
	 */
	int maxSignature() {
		return maxSignature;
	}

	static Optional<FalconAlgorithm> of(String word) {
		return Stream.of(values()).filter(algorithm -> algorithm.word.equals(word)).findFirst();
	}

}
