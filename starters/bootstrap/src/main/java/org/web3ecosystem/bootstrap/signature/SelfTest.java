package org.web3ecosystem.bootstrap.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a provider must get right before it is trusted: known signatures (RFC 8032,
 * section 7.1; RFC 6979, appendix A.2.5 and A.2.6), signatures of its own, and some that
 * are none.
 */
final class SelfTest {

	/** What is asked of a provider, names of the JDK's standard. */
	static final List<String> ALGORITHMS = List.of("Ed25519", "SHA256withECDSA", "SHA384withECDSA");

	private static final HexFormat HEX = HexFormat.of();

	private final Provider provider;

	private SelfTest(Provider provider) {
		this.provider = provider;
	}

	/**
	 * Tests.
	 * @throws GeneralSecurityException if it does not pass
	 */
	static void pass(Provider provider) throws GeneralSecurityException {
		SelfTest test = new SelfTest(provider);
		for (KnownSignature known : KnownSignature.values()) {
			test.pass(known);
		}
	}

	private void pass(KnownSignature known) throws GeneralSecurityException {
		PrivateKey key = known.privateKey();
		PublicKey publicKey = known.publicKey();
		byte[] message = known.message();
		require(verifies(known, publicKey, message, known.signature()), known + " was not accepted");
		byte[] own = sign(known, key, message);
		require(verifies(known, publicKey, message, own), "its own signature was not accepted: " + known);
		if (known.isDeterministic()) {
			require(Arrays.equals(own, known.signature()), "another signature than " + known);
		}
		require(!verifies(known, publicKey, "another".getBytes(StandardCharsets.US_ASCII), known.signature()),
				"accepted for another message: " + known);
		for (byte[] wrong : known.wrong()) {
			require(!verifies(known, publicKey, message, wrong), "accepted " + HEX.formatHex(wrong) + " as " + known);
		}
	}

	private byte[] sign(KnownSignature known, PrivateKey key, byte[] message) throws GeneralSecurityException {
		Signature signature = Signature.getInstance(known.algorithm(), provider);
		signature.initSign(key);
		signature.update(message);
		return signature.sign();
	}

	private boolean verifies(KnownSignature known, PublicKey key, byte[] message, byte[] bytes)
			throws GeneralSecurityException {
		Signature signature = Signature.getInstance(known.algorithm(), provider);
		signature.initVerify(key);
		signature.update(message);
		try {
			return signature.verify(bytes);
		}
		catch (SignatureException malformed) {
			return false;
		}
	}

	private static void require(boolean kept, String otherwise) throws GeneralSecurityException {
		if (!kept) {
			throw new GeneralSecurityException(otherwise);
		}
	}

}
