package org.web3ecosystem.trustchain.path;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Verifies what was signed, once and by the preferred provider. The verifiers that Bouncy
 * Castle builds of providers do it twice, the second time with a raw signature, for the
 * sake of tokens.
 */
public final class Signed {

	private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(X9ObjectIdentifiers.ecdsa_with_SHA256,
			"SHA256withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
			EdECObjectIdentifiers.id_Ed25519, "Ed25519", PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
			PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
			PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA");

	private static final Map<ASN1ObjectIdentifier, String> KEYS = Map.of(X9ObjectIdentifiers.id_ecPublicKey, "EC",
			EdECObjectIdentifiers.id_Ed25519, "Ed25519", PKCSObjectIdentifiers.rsaEncryption, "RSA");

	private Signed() {
	}

	/**
	 * Whether this is the signature of {@code key} over the content. An algorithm that no
	 * certificate here is signed with verifies nothing.
	 */
	public static boolean by(PublicKey key, AlgorithmIdentifier algorithm, byte[] content, byte[] signature) {
		String name = SIGNATURES.get(algorithm.getAlgorithm());
		if (name == null) {
			return false;
		}
		try {
			Signature verifier = Signature.getInstance(name);
			verifier.initVerify(key);
			verifier.update(content);
			return verifier.verify(signature);
		}
		catch (GeneralSecurityException malformed) {
			return false;
		}
	}

	/** The same with a key that {@link SubjectKeys} allows. */
	public static boolean by(SubjectPublicKeyInfo key, AlgorithmIdentifier algorithm, byte[] content,
			byte[] signature) {
		String name = KEYS.get(key.getAlgorithm().getAlgorithm());
		if (name == null) {
			return false;
		}
		try {
			return by(KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(key.getEncoded())), algorithm,
					content, signature);
		}
		catch (GeneralSecurityException | IOException malformed) {
			return false;
		}
	}

}
